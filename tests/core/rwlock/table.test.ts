import { describe, expect, it } from 'vitest';
import {
  blockersOf,
  keepWorkers,
  parseTable,
  tableText,
  withClaims,
  workersIn,
} from '../../../src/core/rwlock/table.ts';

const worker = { pid: 7, cmd: 'dvc repro' };
const other = { pid: 8, cmd: 'é' };
const whole =
  '{"write": {"/p/o": {"pid": 7, "cmd": "dvc repro"}}, "read": {"/p/in": [{"pid": 8, "cmd": "\\u00e9"}]}}';

describe('the list of who reads and writes', () => {
  it('is read and written as DVC does', () => {
    const { table, isWhole } = parseTable(whole);
    expect(isWhole).toBe(true);
    expect(workersIn(table)).toEqual([worker, other]);
    expect(tableText(table)).toBe(whole);
    expect(tableText(keepWorkers(table, ({ pid }) => pid === 9))).toBe('{}');
  });

  it.each([
    ['', []],
    ['[]', []],
    ['{"read": 3}', []],
    ['{"read": []}', []],
    ['{"other": {}}', []],
    ['{"write": {"/x": 1, "/o": {"pid": 7, "cmd": "dvc repro"}}}', [worker]],
    ['{"write": {"/x": {"pid": "7", "cmd": "dvc repro"}}}', []],
    ['{"write": {"/x": {"pid": 7, "cmd": "dvc repro", "more": 1}}}', []],
    ['{"read": {"/x": {"pid": 7, "cmd": "dvc repro"}}}', []],
    ['{"read": {"/x": [null, {"pid": 7, "cmd": "dvc repro"}]}}', [worker]],
  ])('is damaged where DVC would refuse it, and what is sound of it is kept: %s', (text, left) => {
    const { table, isWhole } = parseTable(text);
    expect(isWhole).toBe(false);
    expect(workersIn(table)).toEqual(left);
    expect(parseTable(tableText(table)).isWhole).toBe(true);
  });

  it.each([
    [{ reads: [], writes: ['/p/o'] }, ['/p/o']],
    [{ reads: ['/p/o/file'], writes: [] }, ['/p/o']],
    [{ reads: [], writes: ['/p'] }, ['/p/o', '/p/in']],
    [{ reads: ['/p/in'], writes: [] }, []],
    [{ reads: [], writes: ['/p/in'] }, ['/p/in']],
    [{ reads: ['/p/other'], writes: ['/p/o2'] }, []],
    ['everything' as const, ['/p/o', '/p/in']],
  ])('two collide when their paths overlap and one is written: %j', (claim, paths) => {
    expect(blockersOf(parseTable(whole).table, claim).map(({ path }) => path)).toEqual(paths);
  });

  it('names a reader beside others, once', () => {
    const claim = { reads: ['/p/in'], writes: ['/p/x'] };
    const table = withClaims(parseTable(whole).table, worker, [claim, claim]);
    expect(table.read.get('/p/in')).toEqual([other, worker]);
    expect(table.write.get('/p/x')).toEqual(worker);
  });
});
