import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { YamlProblem } from './problem.ts';
import type { Value } from '../../model/value.ts';
import { readYamlFast } from './block-reader.ts';

/**
 * Reads a YAML document with the meaning that DVC gives it; all mistakes are reported at once.
 *
 * An alias is answered by the very object that its anchor named. An empty text is null.
 */
export async function readYaml(text: string): Promise<Result<Value, readonly YamlProblem[]>> {
  const fast = readYamlFast(text);
  if (fast !== undefined) return ok(fast);
  const { readYamlFully } = await import('./full-reader.ts');
  const read = readYamlFully(text);
  if (read.ok) return read;
  const { problems, isPartial } = read.error;
  const [first] = problems;
  if (!isPartial || first === undefined) return err(problems);
  const { readRest } = await import('./rest.ts');
  const rest = readRest(text);
  if (rest !== undefined) return err(rest.problems);
  const { furtherMistakes } = await import('./structure-mistakes.ts');
  return err([first, ...furtherMistakes(text, first)]);
}
