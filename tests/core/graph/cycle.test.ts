import { describe, expect, it } from 'vitest';
import { findCycle } from '../../../src/core/graph/cycle.ts';
import type { Graph } from '../../../src/model/graph.ts';
import type { StageId } from '../../../src/model/stage.ts';
import { id, stage } from './stages.ts';

/** `a: ['b']` reads "a waits for b". */
function waiting(upstream: Readonly<Record<string, readonly string[]>>): Graph {
  const names = Object.keys(upstream);
  return {
    stages: new Map(names.map(name => [id(name), stage(name)])),
    upstream: new Map(names.map(name => [id(name), (upstream[name] ?? []).map(id)])),
    downstream: new Map<StageId, readonly StageId[]>(),
  };
}

const cycle = (upstream: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined =>
  findCycle(waiting(upstream))?.map(({ name }) => name);

describe('a cycle', () => {
  it('is not what two ways to the same stage make', () => {
    expect(cycle({ end: ['left', 'right'], left: ['start'], right: ['start'], start: [] })).toBeUndefined();
    expect(cycle({})).toBeUndefined();
  });

  it('goes from each stage to the one that reads from it', () => {
    expect(cycle({ a: ['c'], b: ['a'], c: ['b'] })).toEqual(['b', 'c', 'a']);
  });

  it('is told without the way that leads to it', () => {
    expect(cycle({ z: ['y'], y: ['a'], a: ['b'], b: ['a', 'z'] })).toEqual(['b', 'a']);
  });

  it('is found behind branches that end', () => {
    expect(cycle({ a: ['done', 'b'], done: [], b: ['done', 'c'], c: ['done', 'b'] })).toEqual(['c', 'b']);
  });

  it('is one stage that reads what it makes', () => {
    expect(cycle({ a: [], b: ['a', 'b'] })).toEqual(['b']);
  });

  it('of several is the first in the order of the stages', () => {
    expect(cycle({ a: ['b'], b: ['a'], c: ['c'] })).toEqual(['b', 'a']);
    expect(cycle({ c: ['c'], a: ['b'], b: ['a'] })).toEqual(['c']);
  });

  it('is found however long it is', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const chain = Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1, index + 2)]));
    expect(cycle(chain)).toBeUndefined();
    expect(cycle({ ...chain, s9999: ['s0'] })).toHaveLength(10_000);
  });
});
