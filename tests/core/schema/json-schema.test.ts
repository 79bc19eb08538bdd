import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPipeline } from '../../../src/core/pipeline/build.ts';
import { PIPELINE_JSON_SCHEMAS } from '../../../src/core/pipeline/json-schema.ts';
import { jsonSchemaOf } from '../../../src/core/schema/json-schema.ts';
import { about, either, list, literal, record, text } from '../../../src/core/schema/shape.ts';
import type { Value } from '../../../src/model/value.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function valueOf(json: Json): Value {
  if (Array.isArray(json)) return (json as readonly Json[]).map(valueOf);
  if (json === null || typeof json !== 'object') return json;
  return new Map(Object.entries(json).map(([key, item]) => [key, valueOf(item)]));
}

const validate = new Ajv({ strictTypes: false }).compile(PIPELINE_JSON_SCHEMAS.dvc);

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
