import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPipeline } from '../../../src/core/pipeline/build.ts';
import { plainDefinitions } from '../../../src/core/pipeline/definitions.ts';
import { stageDefinition } from '../../../src/core/pipeline/declared.ts';
import { parseParamsOptions } from '../../../src/core/pipeline/entry.ts';
import type { NewStage } from '../../../src/core/pipeline/entry.ts';
import { emitYaml } from '../../../src/core/yaml/emit.ts';
import { LAYOUTS } from '../../../src/model/layout.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { OutputRole } from '../../../src/model/stage.ts';

const NOTHING: NewStage = {
  name: 'a',
  command: 'run',
  dependencies: [],
  params: new Map(),
  outputs: [],
  alwaysChanged: false,
};

function output(path: string, role: OutputRole = 'data', cached = true, persistent = false) {
  return { path, role, cached, persistent };
}

describe('a new stage', () => {
  it('is defined by its command alone', () => {
    expect(emitYaml(stageDefinition(NOTHING))).toBe('cmd: run\n');
    expect(emitYaml(stageDefinition({ ...NOTHING, desc: '' }))).toBe('cmd: run\n');
  });

  // As `dvc stage add` of 3.67.1 writes it.
  it('has its keys and lists in the order of DVC', () => {
    const stage: NewStage = {
      ...NOTHING,
      desc: 'it runs',
      workdir: 'src',
      dependencies: ['b', 'a', 'B'],
      params: new Map<string, readonly string[] | 'whole'>([
        ['z.yaml', 'whole'],
        ['params.yaml', ['lr', 'a.b']],
        ['a.json', ['y', 'x']],
      ]),
      outputs: [
        output('p', 'plot', false),
        output('m', 'metric', false, true),
        output('o2', 'data', true, true),
        output('o1'),
        output('m0', 'metric'),
      ],
      alwaysChanged: true,
    };
    expect(emitYaml(stageDefinition(stage))).toBe(`desc: it runs
cmd: run
wdir: src
deps:
- B
- a
- b
params:
- a.b
- lr
- a.json:
  - x
  - y
- z.yaml:
outs:
- o1
- o2:
    persist: true
metrics:
- m:
    cache: false
    persist: true
- m0
plots:
- p:
    cache: false
always_changed: true
`);
  });

  it('is read back as what was asked for', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z][a-z0-9_é]{0,5}$/), { maxLength: 5 });
    const outputs = fc.uniqueArray(
      fc.record({
        path: fc.stringMatching(/^[a-z]{1,4}$/),
        role: fc.constantFrom<OutputRole>('data', 'metric', 'plot'),
        cached: fc.boolean(),
        persistent: fc.boolean(),
      }),
      { selector: each => each.path, maxLength: 5 },
    );
    fc.assert(
      fc.property(names, names, outputs, fc.boolean(), (dependencies, keys, made, alwaysChanged) => {
        const params = new Map(keys.length === 0 ? [] : [['params.yaml', keys]]);
        const stage = { ...NOTHING, dependencies, params, outputs: made, alwaysChanged };
        const content = new Map([['stages', new Map([['a', stageDefinition(stage)]])]]);
        const { pipeline, problems } = buildPipeline(plainDefinitions(content), 'p.yaml' as RepoPath, {
          root: '/root',
          layout: LAYOUTS.dvc,
        });
        expect(problems).toEqual([]);
        const [read] = pipeline.stages;
        expect(read?.dependencies.map(each => each.written)).toEqual([...dependencies].sort());
        expect(read?.params.map(each => each.keys)).toEqual(keys.length === 0 ? [] : [[...keys].sort()]);
        expect(read?.alwaysChanged).toBe(alwaysChanged);
        const byPath = (each: readonly { readonly path: string | undefined }[]) =>
          [...each].sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1));
        expect(byPath(read?.outputs ?? [])).toMatchObject(byPath(made));
      }),
    );
  });
});

describe('the parameters that an option names', () => {
  it.each<[string[], [string, readonly string[] | 'whole'][]]>([
    [['lr'], [['params.yaml', ['lr']]]],
    [['lr, seed,,lr'], [['params.yaml', ['lr', 'seed']]]],
    [
      ['lr', 'a.json:x', 'seed', 'a.json:y,x'],
      [
        ['params.yaml', ['lr', 'seed']],
        ['a.json', ['x', 'y']],
      ],
    ],
    [['a.json:'], [['a.json', 'whole']]],
    [['a.json:', 'a.json:x'], [['a.json', ['x']]]],
    [['a.json:x', 'a.json:'], [['a.json', ['x']]]],
    [['C:\\a.json:x'], [['C:\\a.json', ['x']]]],
  ])('%j', (options, wanted) => expect([...parseParamsOptions(options)]).toEqual(wanted));
});
