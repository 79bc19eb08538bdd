import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value } from '../../model/value.ts';
import { readYamlFast } from './block-reader.ts';

/** One mistake in a YAML text. `line` and `column` start at 1, `length` is in characters of that line. */
export interface YamlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/**
 * Reads a YAML document with the meaning that DVC gives it; all mistakes are reported at once.
 *
 * An alias is answered by the very object that its anchor named. An empty text is null.
 */
export async function readYaml(text: string): Promise<Result<Value, readonly YamlProblem[]>> {
  const fast = readYamlFast(text);
  if (fast !== undefined) return ok(fast);
  const { readYamlFully } = await import('./full-reader.ts');
  return readYamlFully(text);
}
