import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** Reads `--precision` of a command: decimal places, undefined when not given. */
export function precisionOf(
  command: string,
  written: string | undefined,
): Result<number | undefined, Failure> {
  if (written === undefined) return ok(undefined);
  if (!/^[+-]?\d+$/.test(written.trim())) {
    return err({ code: 'usage', command, message: `argument --precision: invalid int value: '${written}'` });
  }
  return ok(Number(written));
}
