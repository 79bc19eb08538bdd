import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** Reads `--precision`: decimal places, undefined when not given. */
export function precisionOf(written: string | undefined): Result<number | undefined, Failure> {
  if (written === undefined) return ok(undefined);
  if (!/^[+-]?\d+$/.test(written.trim())) {
    return err({ code: 'usage', message: `argument --precision: invalid int value: '${written}'` });
  }
  return ok(Number(written));
}
