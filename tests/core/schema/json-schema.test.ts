import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPipeline, checkPipeline } from '../../../src/core/pipeline/build.ts';
import { plainDefinitions } from '../../../src/core/pipeline/definitions.ts';
import { PIPELINE_JSON_SCHEMAS } from '../../../src/core/pipeline/json-schema.ts';
import { checkSmallFile } from '../../../src/core/pipeline/small-file.ts';
import { jsonSchemaOf } from '../../../src/core/schema/json-schema.ts';
import { about, either, list, literal, record, text } from '../../../src/core/schema/shape.ts';
import { LAYOUTS } from '../../../src/model/layout.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Value } from '../../../src/model/value.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function valueOf(json: Json): Value {
  if (Array.isArray(json)) return (json as readonly Json[]).map(valueOf);
  if (json === null || typeof json !== 'object') return json;
  return new Map(Object.entries(json).map(([key, item]) => [key, valueOf(item)]));
}

const validators = {
  dvc: new Ajv({ strictTypes: false }).compile(PIPELINE_JSON_SCHEMAS.dvc),
  mltrack: new Ajv({ strictTypes: false }).compile(PIPELINE_JSON_SCHEMAS.mltrack),
};
const validate = validators.dvc;

/** Do we take this stage, with its templates resolved and built? */
function isTaken(stage: Json, layout: 'dvc' | 'mltrack'): boolean {
  const content = valueOf({ stages: { a: stage } });
  const { top, problems } = checkPipeline(content, layout);
  if (problems.length > 0) return false;
  const names = LAYOUTS[layout];
  const project = { root: '/project', layout: names };
  return buildPipeline(plainDefinitions(top), names.pipelineFile as RepoPath, project).problems.length === 0;
}

describe('a JSON Schema', () => {
  it('says what the shape says, with its words for people', () => {
    expect(jsonSchemaOf(record({ a: about('the first', either(text, list(literal('x')))) }, ['a']))).toEqual({
      type: 'object',
      properties: {
        a: {
          description: 'the first',
          anyOf: [{ type: 'string' }, { type: 'array', items: { const: 'x' } }],
        },
      },
      required: ['a'],
      additionalProperties: false,
    });
  });

  it.each<[boolean, Json]>([
    [
      true,
      {
        gates: { 'm.json': { a: { direction: 'higher', maxDrop: '5%', min: 0.1 } } },
        report: { sections: ['metrics', 'plots'], metrics: ['loss.*'], precision: 3, plots: false },
      },
    ],
    [true, { report: { plots: ['loss*'], template: 'report.md' } }],
    [false, { report: { sections: ['title'] } }],
    [false, { report: { precision: 1.5 } }],
    [false, { report: { x: [1] } }],
    [false, { gates: { 'm.json': { a: { maxdrop: 1 } } } }],
    [false, { gates: { 'm.json': { a: { maxDrop: '5 per cent' } } } }],
    [false, { gates: [] }],
    [false, { report: 'short' }],
  ])('finds sections about the project, also alone in a file, %j: %j', (isValid, content) => {
    expect(validators.mltrack(content)).toBe(isValid);
    expect(checkPipeline(valueOf(content), 'mltrack').problems.length === 0).toBe(isValid);
    expect(checkSmallFile(valueOf(content), 'dvc.yaml').length === 0).toBe(isValid);
    expect(validators.dvc(content)).toBe(false);
  });

  it.each<[boolean, Json]>([
    [true, { stages: { a: { cmd: 'x', deps: ['y'], outs: ['z', { w: { cache: false } }] } } }],
    [true, { stages: { a: { foreach: ['x'], do: { cmd: 'x' } }, b: { matrix: { k: [1] }, cmd: ['x'] } } }],
    [true, { plots: ['p', { q: null }, { r: { y: { file: ['a'] } } }] }],
    [false, { stages: { a: { cmd: 'x', dep: ['y'] } } }],
    [false, { stages: { a: { foreach: ['x'], do: { deps: [] } } } }],
    [false, { plots: [{ p: null, q: null }] }],
    [false, { stage: {} }],
  ])('finds a pipeline %j: %j', (isValid, pipeline) => {
    expect(validate(pipeline)).toBe(isValid);
    expect(checkPipeline(valueOf(pipeline), 'dvc').problems.length === 0).toBe(isValid);
  });

  it.each<[boolean, Json]>([
    [true, { timeout: 0.5, retries: 0, resources: { cpu: 1, gpu: 0 }, mutex: ['a', 'b'] }],
    [true, { timeout: '1.5h', resources: {} }],
    [true, { timeout: ' 10 m ' }],
    [true, { timeout: 9e15, mutex: 'a' }],
    [false, { timeout: 0 }],
    [false, { timeout: -1 }],
    [false, { timeout: '0s' }],
    [false, { timeout: '0.00' }],
    [false, { timeout: '-1s' }],
    [false, { timeout: '1.s' }],
    [false, { timeout: '5 weeks' }],
    [false, { timeout: true }],
    [false, { timeout: null }],
    [false, { retries: -1 }],
    [false, { retries: 1.5 }],
    [false, { retries: '2' }],
    [false, { resources: { cpu: 0 } }],
    [false, { resources: { cpu: 2.5 } }],
    [false, { resources: { gpu: -1 } }],
    [false, { resources: { tpu: 1 } }],
    [false, { resources: 2 }],
    [false, { mutex: 1 }],
  ])('of a stage takes how it is run where we do (%j): %j', (isValid, keys) => {
    const own = { cmd: 'x', ...(keys as object) };
    const nested = { cmd: 'x', meta: { mltrack: keys } };
    for (const [layout, stage] of [
      ['mltrack', own],
      ['mltrack', nested],
      ['dvc', nested],
    ] as const) {
      expect(validators[layout]({ stages: { a: stage } }), layout).toBe(isValid);
      expect(isTaken(stage, layout), layout).toBe(isValid);
    }
  });

  it('takes a template for any number, which is judged when it is resolved', () => {
    const keys = { timeout: '${t}s', retries: '${r}', resources: { cpu: '${c}', gpu: '${g}' } };
    expect(validators.mltrack({ stages: { a: { cmd: 'x', ...keys } } })).toBe(true);
    expect(isTaken({ cmd: 'x', ...keys }, 'mltrack')).toBe(false);
  });

  it.each<[boolean, Json]>([
    [true, { p: { x: 'a', y: 'b', header: false, cache: false, template: 't', title: 'c' } }],
    [false, { p: [{ x: 'a' }] }],
    [false, { p: { x: { f: 'a' } } }],
    [false, { p: { y: ['a'] } }],
    [false, { p: null }],
  ])('of a plot in the list of a stage takes what we do (%j): %j', (isValid, plot) => {
    const stage = { cmd: 'x', plots: [plot] };
    expect(validate({ stages: { a: stage } })).toBe(isValid);
    expect(isTaken(stage, 'dvc')).toBe(isValid);
  });

  it.each<[boolean, Json]>([
    [true, { p: { x: { f: 'a' }, y: { f: ['b', 'c'], g: 'd' }, x_label: 'e', template: 't' } }],
    [true, { p: { y: ['a', 'b'] } }],
    [false, { p: { x: ['a'] } }],
    [false, { p: { header: false } }],
    [false, { p: [{ x: 'a' }] }],
    [false, {}],
  ])('of a plot in the list of a file takes what we do (%j): %j', (isValid, plot) => {
    const pipeline = { plots: [plot] };
    expect(validate(pipeline)).toBe(isValid);
    expect(checkPipeline(valueOf(pipeline as Json), 'dvc').problems.length === 0).toBe(isValid);
  });

  it('describes every property of a plot for people', () => {
    const texts = JSON.stringify(PIPELINE_JSON_SCHEMAS.dvc.properties);
    for (const name of ['x', 'y', 'x_label', 'y_label', 'title', 'template'])
      expect(texts.match(new RegExp(`"${name}":\\{"description":`, 'g')), name).toHaveLength(
        texts.split(`"${name}":{`).length - 1,
      );
  });

  it('of a pipeline judges every file as we do', () => {
    const leaf = fc.constantFrom<Json>(
      'x',
      '',
      1,
      true,
      null,
      [],
      {},
      ['a'],
      { k: 'v' },
      [{ o: { cache: false } }],
      [{ f: 'k' }],
      [{ f: ['k'] }],
      [{ f: '${k}' }],
      { mltrack: { bogus: 1 } },
      { mltrack: { mutex: 1 } },
      { mltrack: 1 },
      { mltrack: { retries: -1 } },
      [{ f: { x: 'a', header: 1 } }],
      [{ f: [{ x: 'a' }] }],
    );
    const keys = [
      'cmd',
      'deps',
      'outs',
      'plots',
      'params',
      'frozen',
      'desc',
      'meta',
      'matrix',
      'foreach',
      'do',
      'vars',
      'wrong',
    ];
    const stage = fc.dictionary(fc.constantFrom(...keys), leaf, { maxKeys: 4 });
    const file = fc.record(
      {
        stages: fc.oneof(leaf, fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(leaf, stage))),
        plots: leaf,
        metrics: leaf,
        vars: leaf,
        artifacts: fc.oneof(leaf, fc.constant<Json>({ m: { path: 'p' } })),
        unknown: leaf,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(file, json => {
        expect(validate(json)).toBe(checkPipeline(valueOf(json as Json), 'dvc').problems.length === 0);
      }),
      { numRuns: 500 },
    );
  });
});
