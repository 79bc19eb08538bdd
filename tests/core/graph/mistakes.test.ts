import { describe, expect, it } from 'vitest';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import { graphMistakes } from '../../../src/core/graph/mistakes.ts';
import { ROOT } from '../../../src/model/path.ts';
import type { Stage } from '../../../src/model/stage.ts';
import { stage } from './stages.ts';

/** Each remark as `stage, entry: message`. */
function told(...stages: Stage[]): readonly string[] {
  return graphMistakes(stages, labelsFrom(ROOT)).map(
    remark => `${remark.stage.name}, ${remark.entry.written}: ${remark.message}`,
  );
}

describe('of stages that make no graph it is told', () => {
  it('at every stage that makes an output who makes it as well', () => {
    expect(
      told(stage('a', { outs: ['o'] }), stage('b', { outs: ['./o'] }), stage('c', { outs: ['o'] })),
    ).toEqual([
      "a, o: the output 'o' is also made by stage 'b', and also made by stage 'c'",
      "b, ./o: the output 'o' is also made by stage 'a'",
      "c, o: the output 'o' is also made by stage 'a'",
    ]);
  });

  it('which outputs lie inside which, whatever comes first', () => {
    const around = "outer, d: the output 'd' is the folder around 'd/x' of stage 'inner'";
    const inside = "inner, d/x: the output 'd/x' is inside 'd' of stage 'outer'";
    const outer = stage('outer', { outs: ['d'] });
    const inner = stage('inner', { outs: ['d/x'] });
    expect(told(outer, inner)).toEqual([around, inside]);
    expect(told(inner, outer)).toEqual([around, inside]);
  });

  it('which output holds a file that declares stages', () => {
    expect(told(stage('a', { outs: ['d'] }), stage('b', { file: 'd/pipeline.yaml' }))).toEqual([
      "a, d: 'd/pipeline.yaml', which declares stages, lies inside this output",
    ]);
  });

  it('both where a stage makes a thing and where it reads it, and no more of the same', () => {
    expect(told(stage('a', { deps: ['o'], outs: ['./o'] }))).toEqual([
      "a, ./o: 'a' makes 'o' here, and depends on it",
      "a, o: 'a' depends on 'o' here",
    ]);
  });

  it('of every circle where each of its stages waits for another', () => {
    expect(
      told(
        stage('a', { deps: ['y'], outs: ['x'] }),
        stage('b', { deps: ['x'], outs: ['y'] }),
        stage('c', { deps: ['d/x'], outs: ['d'] }),
      ),
    ).toEqual([
      "b, x: 'b' waits for 'a' here, in a circle",
      "a, y: 'a' waits for 'b' here, in a circle",
      "c, d/x: 'c' waits for itself: it reads inside an output of its own",
    ]);
  });

  it('mistakes of all kinds at once', () => {
    expect(
      told(
        stage('a', { deps: ['y'], outs: ['x', 'o'] }),
        stage('b', { deps: ['x'], outs: ['y', 'o'] }),
        stage('c', { deps: ['z'], outs: ['z', 'o/1'] }),
      ).map(each => each.replace(/:.*/, '')),
    ).toEqual(['a, o', 'b, o', 'c, o/1', 'c, z', 'c, z', 'b, x', 'a, y']);
  });

  it('no end of circles where everything waits for everything', () => {
    const names = Array.from({ length: 9 }, (_, at) => String(at));
    const stages = names.map(name =>
      stage(name, { outs: [name], deps: names.filter(each => each !== name) }),
    );
    expect(told(...stages).length).toBeLessThan(200);
  });
});
