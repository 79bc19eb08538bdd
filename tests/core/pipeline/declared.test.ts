import { expect, it } from 'vitest';
import { buildPipeline } from '../../../src/core/pipeline/build.ts';
import { declaredDefinition } from '../../../src/core/pipeline/declared.ts';
import { plainDefinitions } from '../../../src/core/pipeline/definitions.ts';
import { emitYaml } from '../../../src/core/yaml/emit.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { LAYOUTS } from '../../../src/model/layout.ts';
import type { ValueMap } from '../../../src/model/value.ts';

/** The definition of the only stage of a text, written anew. */
async function again(definition: string): Promise<string> {
  const read = await readYaml(`stages:\n  a:\n${definition.replace(/^/gm, '    ')}`);
  if (!read.ok) throw new Error(definition);
  const definitions = plainDefinitions(read.value as ValueMap);
  const { pipeline } = buildPipeline(definitions, 'in/pipeline' as RepoPath, {
    root: '/p',
    layout: LAYOUTS.dvc,
  });
  const [stage] = pipeline.stages;
  const [before] = definitions.stages;
  if (stage === undefined || before === undefined) throw new Error(definition);
  return emitYaml(declaredDefinition(stage, before.definition));
}

// As `dvc freeze` of 3.67.1 writes it.
it('a definition loses what goes without saying, and its lists are sorted', async () => {
  expect(
    await again(
      `wdir: .
meta: {}
desc: ''
frozen: false
always_changed: false
deps: [b, ./a, B]
params: [{params.yaml: [c]}, {z.yaml: }, a, {o.yaml: [y, x]}]
outs: [{z: {cache: true, push: true, persist: false}}, a]
cmd: x
`,
    ),
  ).toBe(`cmd: x
deps:
- ./a
- B
- b
params:
- a
- c
- o.yaml:
  - x
  - y
- z.yaml:
outs:
- a
- z
`);
});

it('a definition keeps everything that counts, in the order of DVC', async () => {
  expect(
    await again(
      `meta: {x: 1}
always_changed: true
frozen: true
plots: [{p: {y: a, header: false, x: b, cache: false}}]
metrics: [{m: {cache: false}}]
outs: [{o: {push: false, remote: r, persist: true, meta: {k: 1}, labels: [l], type: t, desc: d}}]
wdir: ../sub
cmd: [x, y]
desc: why
`,
    ),
  ).toBe(`desc: why
cmd:
- x
- y
wdir: ../sub
outs:
- o:
    desc: d
    type: t
    labels:
    - l
    meta:
      k: 1
    persist: true
    remote: r
    push: false
metrics:
- m:
    cache: false
plots:
- p:
    cache: false
    y: a
    header: false
    x: b
frozen: true
always_changed: true
meta:
  x: 1
`);
});
