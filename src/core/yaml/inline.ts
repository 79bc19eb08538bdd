import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { emitKey, emitScalar } from './emit.ts';
import { quoteDouble } from './fold.ts';

/** A value on one line, as it could stand in a YAML file. */
export function inlineYaml(value: Value): string {
  if (isMap(value))
    return `{${[...value].map(([key, item]) => `${inFlow(key)}: ${inFlow(item)}`).join(', ')}}`;
  if (isList(value)) return `[${Array.from(value, inFlow).join(', ')}]`;
  return typeof value === 'string' ? (emitKey(value) ?? quoteDouble(value)) : emitScalar(value, 0, 0);
}

/** Inside of brackets a comma or another bracket would end a text without quotes. */
function inFlow(value: Value | Scalar): string {
  const text = inlineYaml(value);
  return typeof value === 'string' && text === value && /[,[\]{}]/.test(text) ? quoteDouble(text) : text;
}
