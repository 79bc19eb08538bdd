import type { Shape } from './shape.ts';

/** A part of a JSON Schema (draft 7). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The shape as a JSON Schema, for editors that complete and check as one types. */
export function jsonSchemaOf(shape: Shape): JsonSchema {
  const described = shape.about === undefined ? {} : { description: shape.about };
  return { ...described, ...keywordsOf(shape) };
}

function keywordsOf(shape: Shape): JsonSchema {
  switch (shape.is) {
    case 'text':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'nothing':
      return { type: 'null' };
    case 'anything':
      return {};
    case 'template':
      return { type: 'string', pattern: '\\$\\{' };
    case 'number':
      return {
        type: shape.whole === true ? 'integer' : 'number',
        ...(shape.least === undefined ? {} : { minimum: shape.least }),
        ...(shape.above === undefined ? {} : { exclusiveMinimum: shape.above }),
      };
    case 'form':
      return { type: 'string', pattern: shape.pattern.source };
    case 'literal':
      return { const: shape.text };
    case 'word':
      return { enum: shape.of };
    case 'list':
      return { type: 'array', items: jsonSchemaOf(shape.of) };
    case 'map':
      return {
        type: 'object',
        additionalProperties: jsonSchemaOf(shape.of),
        ...(shape.onlyKey === true ? { minProperties: 1, maxProperties: 1 } : {}),
      };
    case 'record': {
      const properties = Object.entries(shape.fields).map(([name, field]) => [name, jsonSchemaOf(field)]);
      // Without a type the keywords speak of mappings alone.
      if (shape.open === true) return { properties: Object.fromEntries(properties) as JsonSchema };
      return {
        type: 'object',
        properties: Object.fromEntries(properties) as JsonSchema,
        ...((shape.required ?? []).length > 0 ? { required: shape.required } : {}),
        additionalProperties: false,
      };
    }
    case 'either':
      return { anyOf: shape.options.map(jsonSchemaOf) };
    case 'variant':
      return {
        if: { anyOf: shape.whenKeys.map(key => ({ required: [key] })) },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: jsonSchemaOf(shape.then),
        else: jsonSchemaOf(shape.otherwise),
      };
  }
}
