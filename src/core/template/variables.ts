import { FailureError } from '../../model/failure.ts';
import { join, normalise, within } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { findUnsupported } from '../params/unsupported.ts';
import type { Problem } from '../schema/shape.ts';
import { closest } from '../schema/closest.ts';
import { pyStr } from '../python/text.ts';
import { pyTypeName } from '../python/type-name.ts';
import { findTemplates } from './expression.ts';
import type { Said, TemplateProblem } from './raised.ts';
import { mapNodeOf } from './scope.ts';
import type { MapNode, Redefinition, Scope } from './scope.ts';

/** A file of values, read; or why it cannot be, in words that follow its name, and what DVC says. */
export type LoadedParams = { readonly value: Value } | { readonly trouble: string; readonly said: Said };

export interface ParamsSource {
  /** Undefined for a missing file. */
  read(path: RepoPath): Promise<LoadedParams | undefined>;
  /** How messages call a file. */
  show(path: RepoPath): string;
}

/** What `vars` says, and where. */
export interface Variables {
  readonly items: Value | undefined;
  readonly path: Problem['path'];
  /** Files in it are relative to this folder. */
  readonly folder: RepoPath;
  /** How messages call the values that it holds itself. */
  readonly source: string;
}

/** Adds the parameters file that is always loaded, where there is one. */
export async function loadDefault(scope: Scope, source: ParamsSource, path: RepoPath): Promise<void> {
  const loaded = await source.read(path);
  // Its own mistakes are told where the pipeline file is opened.
  if (loaded === undefined || 'trouble' in loaded || !isMap(loaded.value)) return;
  scope.merge(mapNodeOf(loaded.value, { source: source.show(path), file: path, path: [] }));
  scope.loaded.set(path, 'whole');
}

/**
 * Adds what a `vars` section names or holds; what is wrong with it comes back.
 *
 * @throws FailureError for a file with a value that templates cannot use: what DVC does not expect is no mistake there.
 */
export async function loadVariables(
  scope: Scope,
  source: ParamsSource,
  { items, path, folder, source: name }: Variables,
): Promise<readonly TemplateProblem[]> {
  const problems: TemplateProblem[] = [];
  for (const [index, item] of (isList(items) ? items : []).entries()) {
    const report: Report = (message, said, hint) => {
      const problem: Problem = { path: [...path, index], at: 'value', message };
      problems.push({ ...problem, ...(hint === undefined ? {} : { hint }), said });
    };
    if (holdsTemplate(item)) report('interpolating is not allowed in `vars`', NO_TEMPLATES);
    else if (typeof item === 'string') await loadFile(scope, source, folder, item, report);
    else if (isMap(item)) {
      const unsupported = findUnsupported(item);
      const called = `${name}[${index}]`;
      if (unsupported === undefined)
        merge(scope, mapNodeOf(item, { source: called, path: [] }), item, report);
      else
        report(`\`${unsupported.key}\` is of type '${unsupported.found}', which templates cannot use`, {
          type: 'TypeError',
          message: `Unsupported value of type '${unsupported.found}' in '${called}:${unsupported.key}'`,
        });
    }
  }
  return problems;
}

const NO_TEMPLATES: Said = { words: 'interpolating is not allowed', isOfSection: true, isEarly: true };

type Report = (message: string, said: Said, hint?: string) => void;

/** @param item `file` or `file:key,key` */
async function loadFile(
  scope: Scope,
  source: ParamsSource,
  folder: RepoPath,
  item: string,
  report: Report,
): Promise<void> {
  const [, written = '', list] = /^([^:]*)(?::(.*))?$/s.exec(item) ?? [];
  const keys = list === undefined || list === '' ? undefined : list.split(',').filter(key => key !== '');
  const path = within(folder, written);
  if (path === undefined) {
    const shown = written.startsWith('/') ? written : normalise(join(source.show(folder), written));
    report(`'${written}' is outside the project`, { words: `'${shown}' does not exist` });
    return;
  }
  const before = scope.loaded.get(path);
  if (before === 'whole' && keys === undefined) return;
  if (
    before !== undefined &&
    (keys === undefined || before === 'whole' || keys.some(key => before.includes(key)))
  ) {
    const message =
      before === 'whole'
        ? `cannot partially load '${item}' as it's already loaded`
        : `cannot load '${item}' as it's partially loaded already`;
    const words = before === 'whole' ? `${message}.` : message;
    report(message, { words, isBelow: true, isOfSection: true });
    return;
  }
  const loaded = await source.read(path);
  const shown = source.show(path);
  if (loaded === undefined) report(`'${written}' does not exist`, { words: `'${shown}' does not exist` });
  else if ('trouble' in loaded) report(`'${written}' ${loaded.trouble}`, loaded.said);
  else if (!isMap(loaded.value)) {
    const found = pyTypeName(loaded.value);
    report(`expected a mapping, got '${found}' in file '${written}'`, {
      words: `expected a dictionary, got '${found}' in file '${shown}'`,
    });
  } else {
    const chosen = keys === undefined ? loaded.value : pick(loaded.value, keys, { written, shown }, report);
    if (chosen === undefined) return;
    const unsupported = findUnsupported(chosen);
    if (unsupported !== undefined)
      throw new FailureError({ code: 'params-unsupported', file: shown, ...unsupported });
    merge(scope, mapNodeOf(chosen, { source: shown, file: path, path: [] }), chosen, report, item);
    scope.loaded.set(path, keys === undefined ? 'whole' : [...(before ?? []), ...keys]);
  }
}

function pick(
  content: ValueMap,
  keys: readonly string[],
  file: { readonly written: string; readonly shown: string },
  report: Report,
): ValueMap | undefined {
  const missing = keys.find(key => !content.has(key));
  if (missing === undefined) return new Map(keys.map(key => [key, content.get(key) ?? null]));
  const near = closest(missing, [...content.keys()].map(pyStr));
  report(
    `could not find '${missing}' in '${file.written}'`,
    { words: `could not find '${missing}' in '${file.shown}'` },
    near === undefined ? undefined : `did you mean \`${near}\`?`,
  );
  return undefined;
}

/** @param file with the keys, as it is written in `vars`. */
function merge(scope: Scope, node: MapNode, content: ValueMap, report: Report, file?: string): void {
  const reserved = [...scope.reserved].filter(name => content.has(name));
  if (reserved.length > 0) {
    const keys = `${reserved.length > 1 ? 'keys' : 'key'} ${reserved.join(' and ')}`;
    report(
      `${reserved.map(name => `\`${name}\``).join(' and ')} is what the generated stage is made from`,
      { words: `attempted to modify reserved ${keys}${file === undefined ? '' : ` in '${file}'`}` },
      'choose another name',
    );
    return;
  }
  const twice = scope.merge(node);
  if (twice !== undefined) report(redefinition(twice), { words: redefinition(twice), isBelow: true });
}

function redefinition({ path, source, existing }: Redefinition): string {
  return `cannot redefine '${path}' from '${source}' as it already exists in '${existing}'`;
}

function holdsTemplate(value: Value): boolean {
  if (typeof value === 'string') return findTemplates(value).length > 0;
  if (isList(value)) return value.some(holdsTemplate);
  return isMap(value) && [...value].some(([key, item]) => holdsTemplate(key) || holdsTemplate(item));
}
