import { describe, expect, it } from 'vitest';
import { addUsage, RunRecords } from '../../src/engine/run-records.ts';
import type { RunRecord } from '../../src/engine/run-records.ts';
import type { StageId } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const ID = 'dvc.yaml:s' as StageId;
const run = (startedAt: number, more: Partial<RunRecord> = {}): RunRecord => ({
  startedAt,
  elapsedMs: 5,
  outcome: 'ran',
  ...more,
});

describe('runs', () => {
  it('are kept, the last ten of each stage, and read back by the next process', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const records = new RunRecords(engine.project);
    for (let n = 0; n < 12; n++) records.add(ID, run(n));
    records.add('dvc.yaml:t' as StageId, run(1, { outcome: 'failed', exit: 3 }));
    records.save();
    const again = new RunRecords(engine.project);
    expect(again.of(ID).map(({ startedAt }) => startedAt)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(again.of('dvc.yaml:t' as StageId)).toEqual([run(1, { outcome: 'failed', exit: 3 })]);
    expect(again.of('dvc.yaml:u' as StageId)).toEqual([]);
  });

  it('have what they printed in a file of their own, which goes with the run', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const records = new RunRecords(engine.project);
    const log = records.open(ID, 7);
    expect(log.name).toBeUndefined();
    log.output.stdout(Buffer.from('one\n'));
    log.output.stderr(Buffer.from('two\n'));
    const first = run(7, log.name === undefined ? {} : { log: log.name });
    records.add(ID, first);
    expect(records.output(first)).toBe('one\ntwo\n');
    for (let n = 0; n < 10; n++) records.add(ID, run(n));
    expect(records.output(first)).toBeUndefined();
    expect(records.output(run(1))).toBeUndefined();
  });

  it('have the beginning and the end of a lot of output, where a failure is told', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const records = new RunRecords(engine.project);
    const log = records.open(ID, 7);
    log.output.stdout(Buffer.from('begin\n'));
    const megabyte = Buffer.from(`${'x'.repeat(1023)}\n`.repeat(1024));
    for (let n = 0; n < 20; n++) log.output.stdout(megabyte);
    log.output.stderr(Buffer.from('the error\n'));
    log.close();
    const text = records.output(run(7, log.name === undefined ? {} : { log: log.name })) ?? '';
    expect(text.slice(0, 6)).toBe('begin\n');
    expect(text).toMatch(/\n… 4,\d{3},\d{3} bytes were not kept …\nx/);
    expect(text.slice(-12)).toBe('x\nthe error\n');
    expect(text.length).toBeLessThan(18 * 1024 ** 2);
  });

  it.each([
    '',
    '[1]',
    '{"dvc.yaml:s": 3}',
    '{"dvc.yaml:s": [{"startedAt": 1}, null]}',
    '{"dvc.yaml:s": [{"startedAt": 1, "elapsedMs": 1, "outcome": "ran", "log": "../../../x"}]}',
  ])('that cannot be read count as none: %s', async text => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvc/tmp/mltrack/runs/runs.json': text });
    using engine = await openOn(rig);
    expect(new RunRecords(engine.project).of(ID)).toEqual([]);
  });
});

it('what several commands used is the time of all and the memory of the largest', () => {
  expect(addUsage(undefined, { cpuMs: 1 })).toEqual({ cpuMs: 1 });
  expect(addUsage({ cpuMs: 1, peakBytes: 9 }, { cpuMs: 2, peakBytes: 5 })).toEqual({
    cpuMs: 3,
    peakBytes: 9,
  });
  expect(addUsage({ cpuMs: 1 }, undefined)).toEqual({ cpuMs: 1 });
});
