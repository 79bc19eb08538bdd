import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { changedParam } from '../core/params/change.ts';
import { findParams } from '../core/params/find.ts';
import { compileGlob } from '../core/params/glob.ts';
import { selectParams } from '../core/params/select.ts';
import { valuesEqual, valuesSame } from '../core/python/equal.ts';
import { readData } from '../core/reading/by-suffix.ts';
import { closest } from '../core/schema/closest.ts';
import type { Gate, GateSide, GateTrouble, SeedSettings } from '../model/gate.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { shownOutside, stageId } from '../model/stage.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { isList, isMap } from '../model/value.ts';
import type { Scalar, Value } from '../model/value.ts';
import type { ProjectIndex } from './project-index.ts';

/** What runs with seeds need of one side, found out before anything runs. */
export interface SeedPlan {
  readonly targets: readonly StageId[];
  /** All stages that the runs may run, in order. */
  readonly stages: readonly Stage[];
  /** The outputs that hold the metrics. */
  readonly metrics: readonly RepoPath[];
  readonly settings: SeedSettings;
  /** The parameters file. */
  readonly text: string;
  readonly content: Value;
  /** The keys and list indexes that lead to the seed, and what it is. */
  readonly at: readonly Scalar[];
  readonly declared: Value;
}

/**
 * Finds out what runs with seeds need, and what stands in their way.
 *
 * @param index of the state that they run on.
 */
export async function planSeeds(
  index: ProjectIndex,
  side: GateSide,
  settings: SeedSettings,
  gates: readonly Gate[],
): Promise<Result<SeedPlan, GateTrouble>> {
  const makers = makersOf(index, gates);
  const metrics = makers.flatMap(({ paths }) => paths);
  if (makers.length === 0) {
    const [file = ''] = gates.map(gate => gate.file);
    return err(missing(side, `no stage makes '${file}'`));
  }
  const targets = makers.map(({ stage }) => stageId(stage));
  const graph = cutFrozen(index.graph);
  const stages = planOrder(graph, targets).flatMap(id => graph.stages.get(id) ?? []);
  const outside = beyondReach(stages);
  if (outside !== undefined)
    return err(
      lost(
        side,
        `stage '${outside.stage.name}': '${outside.path}' is outside the project, and no copy has it`,
      ),
    );
  return planParam(side, settings, index, { targets, stages, metrics });
}

async function planParam(
  side: GateSide,
  settings: SeedSettings,
  index: ProjectIndex,
  found: Pick<SeedPlan, 'targets' | 'stages' | 'metrics'>,
): Promise<Result<SeedPlan, GateTrouble>> {
  const { file, key } = settings;
  const maker = index.stages.find(({ outputs }) =>
    outputs.some(({ path }) => path !== undefined && isInside(file, path)),
  );
  if (maker !== undefined) return err(lost(side, `'${file}' is an output of '${maker.name || maker.file}'`));
  const text = await index.snapshot.readText(file);
  if (text === undefined) return err(missing(side, `there is no '${file}'`));
  const read = await readData(file, text);
  if (!read.ok) return err(lost(side, `'${file}' cannot be read: ${read.error.message}`));
  const content = read.value;
  const places = findParams(content, key);
  const [place, second] = places.ok ? places.value : [];
  if (place === undefined) return err(missing(side, `'${file}' has no '${key}'`, similarKey(content, key)));
  if (second !== undefined || isMap(place.value) || isList(place.value))
    return err(lost(side, `'${key}' of '${file}' is no single value`));
  const plan = { ...found, settings, text, content, at: place.path, declared: place.value };
  if (isUsed(plan)) return ok(plan);
  return err(
    missing(
      side,
      `no stage that the metrics come from depends on '${key}' of '${file}': seeds would change nothing`,
      `declare it: \`params: [${file}: [${key}]]\``,
    ),
  );
}

/** Would a stage that runs see another seed? */
function isUsed({ stages, settings: { file, key }, content, at }: SeedPlan): boolean {
  const other = without(content, at);
  return stages
    .filter(({ frozen }) => !frozen)
    .some(
      ({ params, dependencies, usedParams }) =>
        params.some(({ path, keys }) => {
          if (path !== file) return false;
          const [before, after] = [selectParams(content, keys), selectParams(other, keys)];
          return before.ok && !(after.ok && valuesSame(before.value.values, after.value.values));
        }) ||
        dependencies.some(({ path }) => path !== undefined && isInside(file, path)) ||
        [...(usedParams?.get(file)?.keys() ?? [])].some(used => `${key}.`.startsWith(`${used}.`)),
    );
}

/** The parameters file with each of the seeds; a trouble where it is written in a way that nobody here can change. */
export async function textsWith(
  side: GateSide,
  { settings: { file, key }, text, content, at, declared }: SeedPlan,
  seeds: readonly Scalar[],
): Promise<Result<readonly string[], GateTrouble>> {
  const texts: string[] = [];
  for (const seed of seeds) {
    const changed = valuesEqual(declared, seed) ? text : await changedParam(file, text, content, at, seed);
    if (changed === undefined)
      return err(lost(side, `'${key}' stands in '${file}' in a way that cannot be changed here`));
    texts.push(changed);
  }
  return ok(texts);
}

function lost(side: GateSide, what: string, hint?: string): GateTrouble {
  return { kind: 'seeds', detail: `${side}: ${what}`, ...(hint === undefined ? {} : { hint }) };
}

/** Of a base that did not know of seeds nothing can be asked; where they are asked for they must be. */
function missing(side: GateSide, what: string, hint?: string): GateTrouble {
  if (side === 'head') return lost(side, what, hint);
  return { kind: 'seedless-base', detail: `base: ${what}` };
}

/** The stages that make the metrics files of gates, with the outputs that hold these. */
function makersOf(
  { stages }: ProjectIndex,
  gates: readonly Gate[],
): readonly { readonly stage: Stage; readonly paths: readonly RepoPath[] }[] {
  const files = gates.map(({ file }) => ({ file, isFile: compileGlob(file) }));
  return stages.flatMap(stage => {
    const made = stage.outputs.flatMap(({ path }) => path ?? []);
    const paths = made.filter(path => files.some(({ file, isFile }) => isFile(path) || isInside(file, path)));
    return paths.length === 0 ? [] : [{ stage, paths }];
  });
}

/** What a stage reads or writes that is not where it would be, seen from a copy. */
function beyondReach(stages: readonly Stage[]): { readonly stage: Stage; readonly path: string } | undefined {
  for (const stage of stages) {
    const read = stage.dependencies.find(
      ({ written, outside, path }) => path === undefined && outside !== undefined && !written.startsWith('/'),
    );
    const made = stage.outputs.find(({ path }) => path === undefined);
    const found = read ?? made;
    if (found !== undefined) return { stage, path: shownOutside(found) };
  }
  return undefined;
}

function similarKey(content: Value, key: string): string | undefined {
  const names: string[] = [];
  const visit = (value: Value, prefix: string): void => {
    if (!isMap(value)) {
      names.push(prefix);
      return;
    }
    for (const [name, item] of value)
      if (typeof name === 'string') visit(item, prefix === '' ? name : `${prefix}.${name}`);
  };
  visit(content, '');
  const similar = closest(key, names);
  return similar === undefined ? undefined : `did you mean '${similar}'?`;
}

/** The content with something at a place that it has never been. */
function without(content: Value, [key, ...rest]: readonly Scalar[]): Value {
  if (key === undefined) return [[]];
  if (isList(content))
    return content.map((item, index) => (index === Number(key) ? without(item, rest) : item));
  if (!isMap(content)) return content;
  return new Map([...content].map(([name, item]) => [name, name === key ? without(item, rest) : item]));
}
