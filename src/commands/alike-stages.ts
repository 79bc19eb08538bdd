import type { Reason } from '../model/reason.ts';
import type { Stage } from '../model/stage.ts';
import type { Value } from '../model/value.ts';

/** Stages of one group that changed in the same way: people want to read of them once. */
export class AlikeStages {
  readonly #labels = new Map<string, [string, ...string[]]>();
  readonly #groups = new Map<string, string>();

  add(label: string, stage: Stage, reasons: readonly Reason[]): void {
    if (stage.group === undefined) return;
    const key = JSON.stringify([stage.file, stage.group, ...reasons.map(likeness)]);
    const known = this.#labels.get(key);
    if (known === undefined) this.#labels.set(key, [label]);
    else known.push(label);
    this.#groups.set(label, stage.group);
  }

  /** The first of those that are alike stands for the others, which its heading counts. */
  folded(states: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
    const others = new Map([...this.#labels.values()].map(([first, ...more]) => [first, more]));
    const left = new Set([...others.values()].flat());
    return new Map(
      [...states]
        .filter(([label]) => !left.has(label))
        .map(([label, state]) => {
          const more = others.get(label)?.length ?? 0;
          const group = this.#groups.get(label) ?? '';
          return [more === 0 ? label : `${label}, and ${more} more of '${group}' likewise`, state];
        }),
    );
  }
}

/** Equal for what is told by the same words, but for paths, which differ from stage to stage. */
function likeness(reason: Reason): string {
  const change = 'change' in reason ? reason.change : '';
  return [reason.kind, change, ...(reason.kind === 'param' ? [reason.path, reason.key] : [])].join(' ');
}
