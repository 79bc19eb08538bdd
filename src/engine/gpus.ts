import { GPUS_VARIABLE } from '../model/layout.ts';
import type { Context } from '../ports/context.ts';

/** What CUDA's programs are told to see by. */
export const DEVICES_VARIABLE = 'CUDA_VISIBLE_DEVICES';

/**
 * The GPUs that stages may use, by the names CUDA knows them by: those that it is told to see, else numbers from 0 on.
 * `MLTRACK_GPUS` says how many of them; one where nobody says anything.
 */
export function visibleGpus(env: Context['env']): readonly string[] {
  const named = env[GPUS_VARIABLE]?.trim() ?? '';
  const count = /^\d+$/.test(named) ? Number(named) : undefined;
  const visible = env[DEVICES_VARIABLE];
  if (visible === undefined) return Array.from({ length: count ?? 1 }, (_, index) => String(index));
  const ids = visible.split(',').map(id => id.trim());
  // CUDA sees none from the first one on that is no device.
  const end = ids.findIndex(id => !/^(\d+|GPU-.+|MIG-.+)$/.test(id));
  return (end < 0 ? ids : ids.slice(0, end)).slice(0, count);
}

/** Hands out GPUs, so that stages that run at the same time have each their own. */
export class Gpus {
  readonly #free: string[];

  constructor(ids: readonly string[]) {
    this.#free = [...ids];
  }

  /** Fewer than that where there are not as many. */
  take(count: number): readonly string[] {
    return this.#free.splice(0, count);
  }

  giveBack(ids: readonly string[]): void {
    this.#free.unshift(...ids);
  }
}
