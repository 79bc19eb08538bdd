import { dirname, join, within } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';
import { pyTypeName } from '../python/type-name.ts';
import { check } from '../schema/shape.ts';
import type { Problem } from '../schema/shape.ts';
import { DEFAULT_PARAMS_FILE } from '../pipeline/build.ts';
import { STAGE_SHAPE } from '../pipeline/shapes.ts';
import type { Definition, Definitions } from '../pipeline/definitions.ts';
import { Interpolation } from './interpolate.ts';
import { Leaf, ListNode, MapNode, Scope, valueOf } from './scope.ts';
import type { Node } from './scope.ts';
import { templateText } from './text.ts';
import type { OptionStyle } from './text.ts';
import { loadDefault, loadVariables } from './variables.ts';
import type { ParamsSource } from './variables.ts';

export interface ExpandOptions {
  readonly file: RepoPath;
  readonly params: ParamsSource;
  readonly style: OptionStyle;
}

/** A few short lists multiply to more than any machine can hold. */
const MOST_COMBINATIONS = 100_000;

/**
 * Resolves the templates of a pipeline file of the right shape, and makes the stages of `foreach` and `matrix`.
 *
 * @returns with all problems at once; the definitions are meant for use only when there are none.
 * @source iterative/dvc dvc/parsing/__init__.py
 */
export async function expandPipeline(top: ValueMap, options: ExpandOptions): Promise<Definitions> {
  const expansion = new Expansion(options);
  return expansion.all(top);
}

class Expansion {
  readonly #options: ExpandOptions;
  readonly #folder: RepoPath;
  readonly #scope = new Scope();
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();
  readonly #warnings: string[] = [];

  constructor(options: ExpandOptions) {
    this.#options = options;
    this.#folder = dirname(options.file) as RepoPath;
  }

  async all(top: ValueMap): Promise<Definitions> {
    const { params } = this.#options;
    await loadDefault(this.#scope, params, join(this.#folder, DEFAULT_PARAMS_FILE) as RepoPath);
    const variables = { items: top.get('vars'), path: ['vars'], folder: this.#folder, source: 'vars' };
    this.#report(...(await loadVariables(this.#scope, params, variables)));
    const stages: Definition[] = [];
    const declared = top.get('stages');
    // With `vars` in disorder every other message would only repeat it.
    if (isMap(declared) && this.#problems.length === 0) {
      for (const [name, definition] of declared) {
        if (typeof name !== 'string' || !isMap(definition)) continue;
        stages.push(...(await this.#stages(name, definition)));
      }
    }
    const sections = new Map<string, Value>();
    for (const section of ['metrics', 'params', 'plots', 'artifacts', 'datasets']) {
      const value = top.get(section);
      if (value !== undefined && this.#problems.length === 0)
        sections.set(section, this.#interpolation(this.#scope).value(value, [section], 'free'));
    }
    return { stages: generatedFirst(stages), sections, problems: this.#problems, warnings: this.#warnings };
  }

  async #stages(name: string, definition: ValueMap): Promise<readonly Definition[]> {
    const path = ['stages', name];
    if (definition.has('foreach')) {
      const items = this.#foreach(definition.get('foreach') ?? null, [...path, 'foreach'], name);
      const body = definition.get('do');
      return isMap(body) ? this.#group(name, items, body, [...path, 'do']) : [];
    }
    if (definition.has('matrix')) {
      const items = this.#matrix(definition.get('matrix') ?? null, [...path, 'matrix'], name);
      const body = new Map([...definition].filter(([key]) => key !== 'matrix'));
      return this.#group(name, items, body, path);
    }
    return [await this.#stage(name, definition, path, this.#scope)];
  }

  /** @param items key → the names that its stage may use. */
  async #group(
    group: string,
    items: ReadonlyMap<string, ReadonlyMap<string, Node>>,
    body: ValueMap,
    path: Problem['path'],
  ): Promise<readonly Definition[]> {
    const stages: Definition[] = [];
    for (const [key, names] of items) {
      const stage = await this.#scope.with(names, () =>
        this.#stage(`${group}@${key}`, body, path, this.#scope),
      );
      stages.push({ ...stage, group, isTemplated: true });
    }
    return stages;
  }

  async #stage(name: string, definition: ValueMap, path: Problem['path'], outer: Scope): Promise<Definition> {
    const before = this.#problems.length;
    const variables = definition.get('vars');
    let scope = outer;
    if (isList(variables) && variables.length > 0) {
      scope = outer.clone();
      const folder = this.#workdir(definition.get('wdir'), path, scope);
      this.#report(
        ...(await loadVariables(scope, this.#options.params, {
          items: variables,
          path: [...path, 'vars'],
          folder,
          source: `${name}.vars`,
        })),
      );
    }
    const interpolation = this.#interpolation(scope);
    const resolved = new Map<Value & string, Value>();
    for (const [key, value] of definition) {
      if (typeof key !== 'string' || key === 'vars') continue;
      resolved.set(key, interpolation.value(value, [...path, key], key === 'cmd' ? 'command' : 'stage'));
    }
    // A template may have put in what the place cannot hold.
    if (this.#problems.length === before)
      this.#report(
        ...check(resolved, STAGE_SHAPE).map(problem => ({ ...problem, path: [...path, ...problem.path] })),
      );
    const isTemplated = !valuesEqual(definition, resolved);
    return { name, definition: resolved, path, used: interpolation.used, isTemplated };
  }

  #workdir(written: Value | undefined, path: Problem['path'], scope: Scope): RepoPath {
    if (typeof written !== 'string') return this.#folder;
    const resolved = this.#interpolation(scope).text(written, [...path, 'wdir'], 'stage');
    return within(this.#folder, templateText(resolved)) ?? this.#folder;
  }

  #foreach(value: Value, path: Problem['path'], group: string): Map<string, ReadonlyMap<string, Node>> {
    const iterable = this.#interpolation(this.#scope).iterable(value, path);
    const items = new Map<string, ReadonlyMap<string, Node>>();
    if (iterable instanceof MapNode) {
      this.#warnOfHidden(group, ['item', 'key']);
      for (const [key, item] of iterable.entries)
        items.set(
          key,
          new Map<string, Node>([
            ['item', item],
            ['key', new Leaf(key)],
          ]),
        );
    } else if (iterable instanceof ListNode) {
      this.#warnOfHidden(group, ['item']);
      const isComposite = iterable.items.some(item => !(item instanceof Leaf));
      for (const [index, item] of iterable.items.entries())
        items.set(isComposite ? String(index) : fragment(item), new Map([['item', item]]));
    } else this.#notIterable(iterable, path, 'a list or a mapping');
    return items;
  }

  #matrix(value: Value, path: Problem['path'], group: string): Map<string, ReadonlyMap<string, Node>> {
    const iterable = this.#interpolation(this.#scope).iterable(value, path);
    const items = new Map<string, ReadonlyMap<string, Node>>();
    if (!(iterable instanceof MapNode)) {
      this.#notIterable(iterable, path, 'a mapping');
      return items;
    }
    if (iterable.entries.size === 0) {
      const hint = 'give it lists by name, such as `matrix: {lr: [0.1, 0.2]}`';
      this.#report({ path, at: 'key', message: 'the matrix is empty', hint });
      return items;
    }
    this.#warnOfHidden(group, ['key', 'item']);
    let rows: { readonly fragments: readonly string[]; readonly item: readonly [string, Node][] }[] = [
      { fragments: [], item: [] },
    ];
    for (const [name, axis] of iterable.entries) {
      const values = valuesOf(axis);
      if (values === undefined) {
        this.#notIterable(axis, [...path, name], 'a list');
        return items;
      }
      if (rows.length * values.length > MOST_COMBINATIONS) {
        this.#report({
          path,
          at: 'key',
          message: `the matrix makes more than ${MOST_COMBINATIONS} stages`,
        });
        return items;
      }
      rows = rows.flatMap(row =>
        values.map((node, index) => ({
          fragments: [...row.fragments, node instanceof Leaf ? fragment(node) : `${name}${index}`],
          item: [...row.item, [name, node] as [string, Node]],
        })),
      );
    }
    for (const { fragments, item } of rows) {
      const key = fragments.join('-');
      items.set(
        key,
        new Map<string, Node>([
          ['key', new Leaf(key)],
          ['item', new MapNode(item)],
        ]),
      );
    }
    return items;
  }

  #notIterable(node: Node, path: Problem['path'], expected: string): void {
    // A template that could not be resolved has been told of already.
    if (this.#problems.some(problem => samePath(problem.path, path))) return;
    this.#report({
      path,
      at: 'value',
      message: `expected ${expected}, got ${pyTypeName(valueOf(node))}`,
    });
  }

  #warnOfHidden(group: string, names: readonly string[]): void {
    const hidden = names.filter(name => this.#scope.has(name));
    if (hidden.length === 0) return;
    const verb = hidden.length === 1 ? 'is' : 'are';
    this.#warnings.push(
      `${hidden.join(' and ')} ${verb} already specified, will be overwritten for stages generated from '${group}'`,
    );
  }

  #interpolation(scope: Scope): Interpolation {
    return new Interpolation(scope, this.#options.style, problem => this.#report(problem));
  }

  /** Stages of one group make the same mistake at the same place: it is told once. */
  #report(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      const id = JSON.stringify([problem.path.map(String), problem.message]);
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      this.#problems.push(problem);
    }
  }
}

/** Where a stage that was made goes by the name of one that is written out, that one does not count, as in DVC. */
function generatedFirst(stages: readonly Definition[]): readonly Definition[] {
  const byName = new Map<string, Definition>();
  for (const stage of stages)
    if (stage.group !== undefined || byName.get(stage.name)?.group === undefined)
      byName.set(stage.name, stage);
  return [...byName.values()];
}

/** How an item of a list names its stage; Python writes what a template took with a capital (`True`). */
function fragment(node: Node): string {
  const value = valueOf(node);
  return node instanceof Leaf && !node.isInline ? pyStr(value) : templateText(value);
}

/** Of a mapping the keys, as in DVC. */
function valuesOf(node: Node): readonly Node[] | undefined {
  if (node instanceof ListNode) return node.items;
  return node instanceof MapNode ? [...node.entries.keys()].map(key => new Leaf(key)) : undefined;
}

function samePath(a: Problem['path'], b: Problem['path']): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
