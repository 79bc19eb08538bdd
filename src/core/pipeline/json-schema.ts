import { jsonSchemaOf } from '../schema/json-schema.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { PIPELINE_SHAPE } from './shapes.ts';

/** The JSON Schema of a pipeline file; the build publishes it. */
export const PIPELINE_JSON_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Pipeline of mltrack and DVC',
  ...jsonSchemaOf(PIPELINE_SHAPE),
};
