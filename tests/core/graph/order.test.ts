import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestors, components, cutFrozen, descendants, planOrder } from '../../../src/core/graph/order.ts';
import type { PlanOptions } from '../../../src/core/graph/order.ts';
import { data, graphOf, id, names, stage } from './stages.ts';

/** Its orders below were read off `repro --dry --force` of DVC 3.67.1. */
const graph = graphOf(
  stage('z', { deps: ['d/2', 'd/1', 'src'], outs: ['z'] }),
  stage('y', { deps: ['d'], outs: ['y'], frozen: true }),
  stage('b', { deps: ['src'], outs: ['d/1'] }),
  stage('a', { outs: ['d/2'] }),
  stage('c', { deps: ['d/2/x'], outs: ['cc'] }),
  stage('top', { deps: ['y', 'z'], params: ['cc'] }),
);

describe('planOrder', () => {
  it.each<[string, readonly string[] | undefined, PlanOptions, string]>([
    ['everything', undefined, {}, 'a b z y c top'],
    ['a target with all it needs', ['top'], {}, 'a b z y c top'],
    ['several targets, in the order of the files', ['y', 'z', 'top'], {}, 'a b z y c top'],
    ['downstream of a stage', ['a'], { downstream: true }, 'a z c top'],
    ['downstream of another', ['b'], { downstream: true }, 'b z top'],
    ['the whole pipeline of a target', ['c'], { pipeline: true }, 'a b z y c top'],
    ['single stages as asked for, each once', ['z', 'a', 'z'], { single: true }, 'z a'],
    ['a frozen target alone', ['y'], {}, 'y'],
    ['no target at all', [], {}, ''],
  ])('plans %s', (_, targets, options, wanted) => {
    expect(names(planOrder(cutFrozen(graph), targets?.map(id), options)).join(' ')).toBe(wanted);
  });

  it('what a frozen stage reads is followed unless the graph is cut', () => {
    expect(names(planOrder(graph, [id('y')]))).toEqual(['b', 'a', 'y']);
  });

  it('pipelines come in the order of their targets', () => {
    const two = graphOf(
      stage('a', { outs: ['a'] }),
      stage('x', { outs: ['x'] }),
      stage('b', { deps: ['a'] }),
      stage('y', { deps: ['x'] }),
    );
    expect(names(planOrder(two, [id('y'), id('b'), id('x')], { pipeline: true }))).toEqual([
      'x',
      'y',
      'a',
      'b',
    ]);
  });

  it('a chain of ten thousand stages is no deeper than any other', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      stage(`s${index}`, { deps: [`o${index + 1}`], outs: [`o${index}`] }),
    );
    const order = planOrder(graphOf(...chain), [id('s0')]);
    expect(order).toHaveLength(10_000);
    expect(names([...order.slice(0, 2), ...order.slice(-1)])).toEqual(['s9999', 's9998', 's0']);
  });
});

describe('the neighbourhood of a stage', () => {
  it('ancestors are all it needs and descendants all that need it, in the order of the files', () => {
    expect(names(ancestors(graph, id('z')))).toEqual(['b', 'a']);
    expect(names(descendants(graph, id('b')))).toEqual(['z', 'y', 'top']);
    expect(names(descendants(cutFrozen(graph), id('b')))).toEqual(['z', 'top']);
    expect(ancestors(graph, id('a'))).toEqual([]);
  });

  it('stages without anything in common are components of their own', () => {
    const three = graphOf(
      data('raw.data'),
      stage('one', { deps: ['raw'] }),
      stage('alone'),
      stage('two', { deps: ['raw'] }),
    );
    expect(components(three).map(names)).toEqual([['raw.data', 'one', 'two'], ['alone']]);
  });
});

/** Stages in random order, each reading from some that come before it in another order. */
const acyclic = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .chain(reads =>
    fc.shuffledSubarray(
      reads.map((deps, index) => {
        const earlier = index === 0 ? [] : [...new Set(deps.map(dep => `o${dep % index}`))];
        return stage(`s${index}`, { deps: earlier, outs: [`o${index}`], frozen: deps.length === 3 });
      }),
      { minLength: reads.length },
    ),
  );

describe('of random graphs', () => {
  it('a plan holds every target and all it needs once, each stage after all it reads from', () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), fc.boolean(), (stages, pick, downstream) => {
        const whole = cutFrozen(graphOf(...stages));
        const target = [...whole.stages.keys()][pick % whole.stages.size];
        if (target === undefined) return;
        const related = downstream ? descendants(whole, target) : ancestors(whole, target);
        const plan = planOrder(whole, [target], { downstream });
        expect([...plan].sort()).toEqual([target, ...related].sort());
        expect([...planOrder(whole, undefined)].sort()).toEqual([...whole.stages.keys()].sort());
        for (const order of [
          plan,
          planOrder(whole, undefined),
          planOrder(whole, [target], { pipeline: true }),
        ]) {
          for (const [index, each] of order.entries()) {
            for (const needed of whole.upstream.get(each) ?? [])
              expect(order.indexOf(needed)).toBeLessThan(index);
          }
        }
      }),
    );
  });

  it('what one stage needs, needs it back', () => {
    fc.assert(
      fc.property(acyclic, stages => {
        const whole = graphOf(...stages);
        for (const each of whole.stages.keys()) {
          for (const needed of ancestors(whole, each)) expect(descendants(whole, needed)).toContain(each);
        }
      }),
    );
  });
});
