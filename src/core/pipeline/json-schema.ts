import { jsonSchemaOf } from '../schema/json-schema.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Shape } from '../schema/shape.ts';
import { OWN_PIPELINE_SHAPE, PIPELINE_SHAPE } from './shapes.ts';

/** The JSON Schemas of pipeline files by the layout's name; the build publishes them. */
export const PIPELINE_JSON_SCHEMAS: Readonly<Record<'dvc' | 'mltrack', JsonSchema>> = {
  dvc: schema('Pipeline of DVC and mltrack', PIPELINE_SHAPE),
  mltrack: schema('Pipeline of mltrack', OWN_PIPELINE_SHAPE),
};

function schema(title: string, shape: Shape): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...jsonSchemaOf(shape) };
}
