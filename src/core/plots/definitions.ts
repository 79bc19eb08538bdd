import type { PlotDefinition, PlotProps } from '../../model/plot.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Plots of one pipeline file; of outputs and of files that were named, with the empty string as file. */
export interface DeclaredPlots {
  readonly file: string;
  readonly plots: ReadonlyMap<string, PlotProps>;
}

const NO_PROPS: PlotProps = new Map();
const PROPS = new Set(['template', 'x', 'y', 'x_label', 'y_label', 'title', 'header']);

/** The top-level `plots` of a pipeline file, by id. */
export function topLevelPlots(declared: Value): ReadonlyMap<string, PlotProps> {
  const plots = new Map<string, PlotProps>();
  for (const entry of isList(declared) ? declared : []) {
    const [[id, props] = [entry, null]] = isMap(entry) ? [...entry] : [];
    if (typeof id === 'string') plots.set(id, propsIn(props));
  }
  return plots;
}

/** What of a map says how to draw: outputs say other things as well. */
export function propsIn(value: Value | undefined): PlotProps {
  if (!isMap(value)) return NO_PROPS;
  return new Map(
    [...value].flatMap(([key, each]) => (typeof key === 'string' && PROPS.has(key) ? [[key, each]] : [])),
  );
}

/** Does the id name a file or folder? Where y names files, it is a name only. */
export function isPathId(props: PlotProps): boolean {
  return !isMap(props.get('y'));
}

/**
 * Every plot under the name that tells it from others: its id, or with the file that declares it where several do.
 *
 * @source iterative/dvc dvc/utils/plots.py (group_definitions_by_id).
 */
export function namedPlots(declared: readonly DeclaredPlots[]): ReadonlyMap<string, PlotDefinition> {
  const byId = new Map<string, { readonly file: string; readonly props: PlotProps }[]>();
  for (const { file, plots } of declared) {
    for (const [id, props] of plots) byId.set(id, [...(byId.get(id) ?? []), { file, props }]);
  }
  const named = new Map<string, PlotDefinition>();
  for (const [id, all] of byId) {
    for (const { file, props } of all) named.set(all.length === 1 ? id : fullId(id, file), { id, props });
  }
  return named;
}

/** Did the user ask for it? As in DVC a target is a regular expression for the start of an id. */
export function isWanted(targets: readonly string[], id: string, file: string): boolean {
  return (
    targets.length === 0 || targets.some(each => startsLike(id, each) || startsLike(fullId(id, file), each))
  );
}

function fullId(id: string, file: string): string {
  return file === '' ? id : `${file}::${id}`;
}

function startsLike(text: string, target: string): boolean {
  if (text.startsWith(target)) return true;
  try {
    return new RegExp(`^(?:${target})`, 'u').test(text);
  } catch {
    return false;
  }
}

/**
 * Of the folders and files that are declared, the one that a file belongs to: what has most of the path in common.
 *
 * @source iterative/dvc dvc/repo/plots/__init__.py (_closest_parent).
 */
export function closestParent(path: string, parents: readonly string[]): string {
  let best = '';
  for (const parent of parents) {
    const shared = sharedPath(path, parent);
    if (shared.length > best.length) best = shared;
  }
  return best;
}

function sharedPath(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  let depth = 0;
  while (depth < left.length && depth < right.length && left[depth] === right[depth]) depth += 1;
  return left.slice(0, depth).join('/');
}
