import { dirname, join, within } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';
import { pyTypeName } from '../python/type-name.ts';
import { check } from '../schema/shape.ts';
import type { Problem } from '../schema/shape.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';
import { STAGE_SHAPE } from '../pipeline/shapes.ts';
import type { Definition, Definitions } from '../pipeline/definitions.ts';
import { Interpolation } from './interpolate.ts';
import { firstUnreadable, raisedAt } from './raised.ts';
import type { Raised, Said, TemplateProblem } from './raised.ts';
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

/** An axis that a template took from somewhere. */
const NOT_ITERABLE: Raised = { type: 'TypeError', message: "'Value' object is not iterable" };

/** How DVC calls the place of a mistake, with the quotes. */
type Where = (path: Problem['path']) => string;

/** DVC finds out what groups are made over before it looks into any stage. */
type Turn = 'groups' | 'stages';

class Expansion {
  readonly #options: ExpandOptions;
  readonly #folder: RepoPath;
  readonly #scope = new Scope();
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();
  readonly #warnings: string[] = [];
  /** What DVC raises first in each turn. */
  readonly #raised = new Map<Turn, Raised>();

  constructor(options: ExpandOptions) {
    this.#options = options;
    this.#folder = dirname(options.file) as RepoPath;
  }

  async all(top: ValueMap): Promise<Definitions> {
    const { params } = this.#options;
    await loadDefault(this.#scope, params, join(this.#folder, DEFAULT_PARAMS_FILE) as RepoPath);
    const variables = { items: top.get('vars'), path: ['vars'], folder: this.#folder, source: 'vars' };
    const found = await loadVariables(this.#scope, params, variables);
    this.#wrongVariables(found, () => "'vars'", 'groups');
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
    // In the order of DVC.
    for (const section of ['metrics', 'plots', 'params', 'artifacts', 'datasets']) {
      const value = top.get(section);
      if (value !== undefined && this.#problems.length === 0)
        sections.set(section, this.#section(section, value));
    }
    const raised = this.#raised.get('groups') ?? this.#raised.get('stages');
    return {
      stages: generatedFirst(stages),
      sections,
      problems: this.#problems,
      ...(raised === undefined ? {} : { raised }),
      warnings: this.#warnings,
    };
  }

  #section(section: string, value: Value): Value {
    const where = ([, item]: Problem['path']): string => `'${section}.${item ?? ''}'`;
    const interpolation = this.#interpolation(this.#scope, where);
    if (isList(value))
      return value.map((item, index) => {
        this.#raiseUnreadable(item, where([section, index]));
        return interpolation.value(item, [section, index], 'free');
      });
    if (!isMap(value) || section !== 'artifacts') return interpolation.value(value, [section], 'free');
    return new Map([...value].map(([name, item]) => this.#artifact(name, item, interpolation)));
  }

  #artifact(name: Scalar, item: Value, interpolation: Interpolation): [Scalar, Value] {
    const path = ['artifacts', pyStr(name)];
    const resolved = typeof name === 'string' ? interpolation.text(name, path, 'free', 'key') : name;
    if (typeof resolved !== 'string') {
      const found = pyTypeName(resolved);
      const message = `failed to resolve 'artifacts.${pyStr(name)}' in '${this.#file}': expected str, got ${found}`;
      const said = { type: 'ResolveError', message };
      this.#wrong({ path, at: 'key', message: `expected a name, got ${found}`, said }, '', 'stages');
    }
    this.#raiseUnreadable(item, `'artifacts.${pyStr(name)}'`);
    return [typeof resolved === 'string' ? resolved : name, interpolation.value(item, path, 'free')];
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
    this.#raiseUnreadableIn(definition, name);
    return [await this.#stage(name, definition, path)];
  }

  /** @param items key → the names that its stage may use. */
  async #group(
    group: string,
    items: ReadonlyMap<string, ReadonlyMap<string, Node>>,
    body: ValueMap,
    path: Problem['path'],
  ): Promise<readonly Definition[]> {
    const stages: Definition[] = [];
    if (items.size > 0) this.#raiseUnreadableIn(body, group);
    for (const [key, names] of items) {
      const stage = await this.#scope.with(names, () => this.#stage(`${group}@${key}`, body, path, group));
      stages.push({ ...stage, group, isTemplated: true });
    }
    return stages;
  }

  async #stage(
    name: string,
    definition: ValueMap,
    path: Problem['path'],
    group?: string,
  ): Promise<Definition> {
    const before = this.#problems.length;
    const where = (at: Problem['path']): string => `'stages.${name}.${at[path.length] ?? ''}'`;
    const folder = this.#workdir(definition.get('wdir'), path, where);
    const variables = definition.get('vars');
    let scope = this.#scope;
    if (isList(variables) && variables.length > 0) {
      scope = scope.clone();
      const found = await loadVariables(scope, this.#options.params, {
        items: variables,
        path: [...path, 'vars'],
        folder,
        source: `${name}.vars`,
      });
      const called = ({ path: at, said }: TemplateProblem): string =>
        said !== undefined && 'isOfSection' in said ? where(at) : `stage '${name}'`;
      this.#wrongVariables(found, called, 'stages');
    }
    const interpolation = this.#interpolation(scope, where, group !== undefined);
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

  /** DVC looks at it before all else, and takes everything for a text there; what it may hold is checked with the rest. */
  #workdir(written: Value | undefined, path: Problem['path'], where: Where): RepoPath {
    if (typeof written !== 'string') return this.#folder;
    const resolved = this.#interpolation(this.#scope, where).text(written, [...path, 'wdir'], 'free');
    return within(this.#folder, templateText(resolved)) ?? this.#folder;
  }

  #foreach(value: Value, path: Problem['path'], group: string): Map<string, ReadonlyMap<string, Node>> {
    const where = `stages.${group}.foreach`;
    const iterable = this.#interpolation(this.#scope, () => `'${where}'`, false, 'groups').iterable(
      value,
      path,
    );
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
    } else {
      const found = pyTypeName(valueOf(iterable));
      this.#notIterable(iterable, path, 'a list or a mapping', {
        type: 'ResolveError',
        message: `failed to resolve '${where}' in '${this.#file}': expected list/dictionary, got ${found}`,
      });
    }
    return items;
  }

  #matrix(value: Value, path: Problem['path'], group: string): Map<string, ReadonlyMap<string, Node>> {
    const where = `'stages.${group}.matrix'`;
    const iterable = this.#interpolation(this.#scope, () => where, false, 'groups').iterable(value, path);
    const items = new Map<string, ReadonlyMap<string, Node>>();
    if (!(iterable instanceof MapNode)) {
      this.#notIterable(iterable, path, 'a mapping');
      return items;
    }
    if (iterable.entries.size === 0) {
      const hint = 'give it lists by name, such as `matrix: {lr: [0.1, 0.2]}`';
      const said = { type: 'AssertionError', message: '' };
      this.#wrong({ path, at: 'key', message: 'the matrix is empty', hint, said }, where, 'stages');
      return items;
    }
    this.#warnOfHidden(group, ['key', 'item']);
    let rows: { readonly fragments: readonly string[]; readonly item: readonly [string, Node][] }[] = [
      { fragments: [], item: [] },
    ];
    for (const [name, axis] of iterable.entries) {
      const values = valuesOf(axis);
      if (values === undefined) {
        // DVC makes a stage of each letter of a text that is written in place.
        const isInline = axis instanceof Leaf && axis.isInline;
        this.#notIterable(axis, [...path, name], 'a list', isInline ? undefined : NOT_ITERABLE);
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

  #notIterable(node: Node, path: Problem['path'], expected: string, said?: Raised): void {
    // A template that could not be resolved has been told of already.
    if (this.#problems.some(problem => samePath(problem.path, path))) return;
    const message = `expected ${expected}, got ${pyTypeName(valueOf(node))}`;
    this.#wrong({ path, at: 'value', message, ...(said === undefined ? {} : { said }) }, '', 'groups');
  }

  #warnOfHidden(group: string, names: readonly string[]): void {
    const hidden = names.filter(name => this.#scope.has(name));
    if (hidden.length === 0) return;
    const verb = hidden.length === 1 ? 'is' : 'are';
    this.#warnings.push(
      `${hidden.join(' and ')} ${verb} already specified, will be overwritten for stages generated from '${group}'`,
    );
  }

  #interpolation(scope: Scope, where: Where, isShared = false, turn: Turn = 'stages'): Interpolation {
    const report = (problem: TemplateProblem): void => this.#wrong(problem, where(problem.path), turn);
    return new Interpolation(scope, this.#options.style, report, isShared);
  }

  get #file(): string {
    return this.#options.params.show(this.#options.file);
  }

  #wrongVariables(
    found: readonly TemplateProblem[],
    where: (problem: TemplateProblem) => string,
    turn: Turn,
  ): void {
    const first = found.find(({ said }) => said !== undefined && 'isEarly' in said) ?? found[0];
    if (first?.said !== undefined) this.#raise(first.said, where(first), turn);
    for (const problem of found) this.#wrong(problem, where(problem), turn);
  }

  /** Keeps what people read, and what DVC says where it is the first mistake of all. */
  #wrong({ said, ...problem }: TemplateProblem, where: string, turn: Turn): void {
    if (said !== undefined) this.#raise(said, where, turn);
    this.#report(problem);
  }

  #raise(said: Said, where: string, turn: Turn): void {
    if (!this.#raised.has(turn)) this.#raised.set(turn, raisedAt(where, this.#file, said));
  }

  #raiseUnreadableIn(definition: ValueMap, name: string): void {
    for (const [key, value] of definition) this.#raiseUnreadable(value, `'stages.${name}.${pyStr(key)}'`);
  }

  #raiseUnreadable(value: Value, where: string): void {
    const said = firstUnreadable(value);
    if (said !== undefined) this.#raise(said, where, 'stages');
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
