import { describe, expect, it } from 'vitest';
import { makeReport } from '../../src/engine/report.ts';
import type { MetricHistory } from '../../src/model/report.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const PIPELINE = 'stages: {train: {cmd: "true", metrics: [m.json: {cache: false}]}}\n';

/** A history of one metrics file, with commits in between that have nothing to do with it. */
async function start(values: readonly string[]): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE });
  rig.commit('pipeline');
  for (const [index, text] of values.entries()) {
    rig.write({ 'm.json': text });
    rig.commit(`m ${index}`);
    rig.write({ notes: String(index) });
    rig.commit(`notes ${index}`);
  }
  rig.git('checkout', '-q', '-b', 'change');
  return rig;
}

async function historyOf(rig: Rig): Promise<readonly MetricHistory[]> {
  using opened = await openOn(rig);
  const options = { base: undefined, draw: undefined };
  return valueOf(await makeReport(opened.workspace, opened.index, options)).history;
}

const numbers = (all: readonly MetricHistory[]): unknown =>
  Object.fromEntries(all.map(({ name, points, now }) => [name, [...points.map(({ value }) => value), now]]));

describe('the history of metrics that changed', () => {
  it('is that of the commits that changed their file, on the way to the base', async () => {
    using rig = await start(['{"acc": 0.5, "n": 1}', '{"acc": "x", "n": 1}', '{"acc": 0.75, "n": 1}']);
    rig.write({ 'm.json': '{"acc": 0.25, "n": 1}' });
    rig.commit('worse');
    expect(numbers(await historyOf(rig))).toEqual({ acc: [0.5, undefined, 0.75, 0.25] });
  });

  it('begins where the metric does, and is none for one that is younger than two commits', async () => {
    using rig = await start(['{"a": 1}', '{"a": 2, "b": 1}', '{"a": 2, "b": 1, "c": 1}', '{"b": 3, "c": 2}']);
    rig.write({ 'm.json': '{"b": 4, "c": 3, "d": 1}' });
    expect(numbers(await historyOf(rig))).toEqual({ b: [1, 1, 3, 4], c: [1, 2, 3] });
    using young = await start(['{"a": 1}']);
    young.write({ 'm.json': '{"a": 2}' });
    expect(await historyOf(young)).toEqual([]);
  });

  it('goes ten commits back', async () => {
    using rig = await start(Array.from({ length: 12 }, (_, number) => `{"a": ${number}}`));
    rig.write({ 'm.json': '{"a": 100}' });
    expect(numbers(await historyOf(rig))).toEqual({ a: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100] });
  });

  it('is also that of metrics that the cache holds', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages: {train: {cmd: cp in.json m.json, deps: [in.json], metrics: [m.json]}}\n',
    });
    for (const value of [1, 2, 3]) {
      rig.write({ 'in.json': `{"a": ${value}}` });
      await rig.mltrack('repro -q');
      rig.commit(`value ${value}`);
    }
    rig.write({ 'in.json': '{"a": 4}' });
    await rig.mltrack('repro -q');
    expect(numbers(await historyOf(rig))).toEqual({ a: [1, 2, 3, 4] });
  });
});
