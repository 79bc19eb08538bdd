import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { isInside } from '../../../src/model/path.ts';
import type { Stage } from '../../../src/model/stage.ts';
import { stageId } from '../../../src/model/stage.ts';
import { data, graphOf, id, names, stage } from './stages.ts';

function upstream(...stages: Stage[]): string[] {
  const last = stages.at(-1);
  return names(graphOf(...stages).upstream.get(last === undefined ? id('') : stageId(last)) ?? []);
}

describe('edges', () => {
  it.each([
    ['is the output', 'data/x', 'data/x'],
    ['lies inside the output', 'data', 'data/x/y'],
    ['contains the output', 'data/x/y', 'data'],
    ['is the whole project', 'data/x', '.'],
    ['is written with a detour', 'data/x', './other/../data/x'],
    ['is the same address elsewhere', 's3://bucket/x', 's3://bucket/x'],
    ['lies inside an address elsewhere', 's3://bucket/x', 's3://bucket/x/y'],
    ['is the same file outside the project', '/mnt/x', '/mnt/x'],
    ['is the same file above the project', '../x', '../x'],
  ])('a stage reads from the one whose output its dependency %s', (_, out, dep) => {
    expect(upstream(stage('make', { outs: [out] }), stage('read', { deps: [dep] }))).toEqual(['make']);
  });

  it.each([
    ['data/x', 'data/xy'],
    ['data/xy', 'data/x'],
    ['s3://bucket/x', 's3://bucket/y'],
    ['s3://a/x', 'a/x'],
    ['/mnt/x', 'mnt/x'],
    ['../x', 'x'],
  ])('an output %s has nothing to do with a dependency %s', (out, dep) => {
    expect(upstream(stage('make', { outs: [out] }), stage('read', { deps: [dep] }))).toEqual([]);
  });

  it('a parameters file that a stage makes is read from it', () => {
    expect(upstream(stage('make', { outs: ['p.yaml'] }), stage('read', { params: ['p.yaml'] }))).toEqual([
      'make',
    ]);
  });

  it('paths of other folders meet at the same place', () => {
    const make = stage('make', { file: 'sub/pipeline.yaml', outs: ['x'] });
    const read = stage('read', { file: 'other/pipeline.yaml', deps: ['../sub/x'] });
    expect(upstream(make, read)).toEqual(['sub/pipeline.yaml:make']);
  });

  it('a dependency that another repository holds meets nothing here', () => {
    const imported = data('copy.data', { deps: ['x'] });
    const elsewhere: Stage = { ...imported, dependencies: [{ written: 'x', path: undefined }] };
    expect(upstream(stage('make', { outs: ['x'] }), elsewhere)).toEqual([]);
  });

  it('upstream stands in the order of dependencies, downstream in the order of stages, each once', () => {
    const graph = graphOf(
      stage('z', { deps: ['two', 'one/b', 'one/a'], params: ['three'] }),
      stage('b', { outs: ['one'] }),
      stage('a', { outs: ['two'] }),
      stage('c', { outs: ['three'] }),
      stage('y', { deps: ['one'] }),
    );
    expect(names(graph.upstream.get(id('z')) ?? [])).toEqual(['a', 'b', 'c']);
    expect(names(graph.downstream.get(id('b')) ?? [])).toEqual(['z', 'y']);
    expect([...graph.stages.keys()].map(key => graph.stages.get(key)?.name)).toEqual([
      'z',
      'b',
      'a',
      'c',
      'y',
    ]);
  });

  it('outputs in one folder that is read come folder by folder, as first seen', () => {
    expect(
      upstream(
        stage('a', { outs: ['d/1/x'] }),
        stage('b', { outs: ['d/2'] }),
        stage('c', { outs: ['d/1/y'] }),
        stage('read', { deps: ['d'] }),
      ),
    ).toEqual(['a', 'c', 'b']);
  });
});

describe('failures', () => {
  it('two stages that make the same path', () => {
    expect(buildGraph([stage('a', { outs: ['x'] }), stage('b', { outs: ['./x'] })])).toEqual({
      ok: false,
      error: { code: 'output-twice', path: 'x', stages: ['a', 'b'] },
    });
  });

  it('a stage that makes the same path twice is named once', () => {
    expect(buildGraph([stage('a', { outs: ['x', 'x'] })])).toEqual({
      ok: false,
      error: { code: 'output-twice', path: 'x', stages: ['a'] },
    });
  });

  it.each([
    ['first', [stage('outer', { outs: ['d'] }), stage('inner', { outs: ['d/x/y'] })]],
    ['last', [stage('inner', { outs: ['d/x/y'] }), stage('outer', { outs: ['d'] })]],
  ])('an output inside another one, the outer one declared %s', (_, stages) => {
    expect(buildGraph(stages)).toEqual({
      ok: false,
      error: {
        code: 'outputs-overlap',
        outer: 'd',
        outerStage: 'outer',
        inner: 'd/x/y',
        innerStage: 'inner',
      },
    });
  });

  it('a pipeline file inside an output, seen from the folder of the user', () => {
    const stages = [stage('in', { file: 'd/sub/pipeline.yaml' }), stage('out', { outs: ['d'] })];
    expect(buildGraph(stages, labelsFrom('d' as RepoPath))).toEqual({
      ok: false,
      error: {
        code: 'stage-file-in-output',
        file: 'sub/pipeline.yaml',
        output: '.',
        stage: '../pipeline.yaml:out',
      },
    });
  });

  it('an output that its own stage reads', () => {
    expect(buildGraph([stage('a', { deps: ['x'], outs: ['y', 'x'] })])).toEqual({
      ok: false,
      error: { code: 'output-is-dependency', path: 'x', stage: 'a' },
    });
  });

  it('a stage that reads inside its own output waits for itself', () => {
    expect(buildGraph([stage('a', { deps: ['d/x'], outs: ['d'] })])).toEqual({
      ok: false,
      error: { code: 'cycle', stages: ['a'] },
    });
  });

  it('stages that wait for each other, without those that only wait for them', () => {
    const stages = [
      stage('last', { deps: ['c'] }),
      stage('a', { deps: ['c'], outs: ['a'] }),
      stage('b', { deps: ['a'], outs: ['b'] }),
      stage('c', { deps: ['b'], outs: ['c'] }),
    ];
    expect(buildGraph(stages)).toEqual({ ok: false, error: { code: 'cycle', stages: ['a', 'b', 'c'] } });
  });
});

const part = fc.constantFrom('a', 'b', 'c');
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
const draft = fc.record({
  deps: fc.uniqueArray(path, { maxLength: 3 }),
  outs: fc.uniqueArray(path, { maxLength: 2 }),
});

/** Random stages whose outputs keep clear of each other. */
const stages = fc.array(draft, { maxLength: 8 }).map(drafts => {
  const taken: string[] = [];
  return drafts.map(({ deps, outs }, index) => {
    const own = outs.filter(out => {
      const clear = taken.every(other => !isInside(out, other) && !isInside(other, out));
      if (clear) taken.push(out);
      return clear;
    });
    return stage(`s${index}`, { deps: deps.filter(dep => !own.includes(dep)), outs: own });
  });
});

/** Every pair of stages asked one by one. */
function edgesByHand(all: readonly Stage[]): string[] {
  return all.flatMap(reader =>
    all
      .filter(maker =>
        maker.outputs.some(({ written: out }) =>
          reader.dependencies.some(({ written: dep }) => isInside(out, dep) || isInside(dep, out)),
        ),
      )
      .map(maker => `${maker.name}>${reader.name}`),
  );
}

/** Takes away what waits for nothing until nothing is left, or nothing more can go. */
function hasCycle(edges: readonly string[]): boolean {
  const left = edges.map(edge => edge.split('>'));
  const rest = left.filter(([maker]) => left.some(([, reader]) => reader === maker));
  return rest.length < left.length ? hasCycle(rest.map(edge => edge.join('>'))) : rest.length > 0;
}

describe('of random stages', () => {
  it('the edges are those found by comparing every pair, and a cycle is reported exactly when there is one', () => {
    fc.assert(
      fc.property(stages, all => {
        const built = buildGraph(all);
        const wanted = edgesByHand(all);
        expect(built.ok).toBe(!hasCycle(wanted));
        if (built.ok) {
          const up = [...built.value.upstream].flatMap(([to, from]) =>
            names(from).map(each => `${each}>${names([to])[0]}`),
          );
          const down = [...built.value.downstream].flatMap(([from, to]) =>
            names(to).map(each => `${names([from])[0]}>${each}`),
          );
          expect(up.sort()).toEqual([...wanted].sort());
          expect(down.sort()).toEqual([...wanted].sort());
        } else if (built.error.code === 'cycle') {
          const { stages: cycle } = built.error;
          for (const [index, name] of cycle.entries()) {
            expect(wanted).toContain(`${name}>${cycle[(index + 1) % cycle.length]}`);
          }
        } else expect(built.error.code).toBe('cycle');
      }),
    );
  });
});
