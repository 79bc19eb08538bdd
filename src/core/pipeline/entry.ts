import type { OutputRole } from '../../model/stage.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';

/** An output as the command line names it. */
export interface NewOutput {
  readonly path: string;
  readonly role: OutputRole;
  readonly cached: boolean;
  readonly persistent: boolean;
}

/** A stage as the command line describes it. */
export interface NewStage {
  readonly name: string;
  readonly command: string;
  readonly desc?: string;
  readonly workdir?: string;
  readonly dependencies: readonly string[];
  /** File → its keys, or the whole file. */
  readonly params: ReadonlyMap<string, readonly string[] | 'whole'>;
  readonly outputs: readonly NewOutput[];
  readonly alwaysChanged: boolean;
}

/** What a definition in a pipeline file says, in parts. */
export interface StageParts {
  readonly desc?: string;
  readonly command: Value;
  /** From the folder of the pipeline file; absent when it is that folder. */
  readonly workdir?: string;
  readonly dependencies: readonly string[];
  /** File → its keys, or the whole file. */
  readonly params: ReadonlyMap<string, readonly string[] | 'whole'>;
  readonly outputs: readonly {
    readonly path: string;
    readonly role: OutputRole;
    readonly flags: ReadonlyMap<string, Value>;
  }[];
  readonly frozen?: boolean;
  readonly alwaysChanged: boolean;
  readonly meta?: Value;
}

/** The definition that the parts make: keys in DVC's order, lists sorted, what is empty left out. */
export function definitionOf(stage: StageParts): ValueMap {
  const definition = new Map<string, Value>();
  const put = (key: string, value: Value): void => {
    if (!(Array.isArray(value) && value.length === 0)) definition.set(key, value);
  };
  if (stage.desc !== undefined && stage.desc !== '') put('desc', stage.desc);
  put('cmd', stage.command);
  if (stage.workdir !== undefined) put('wdir', stage.workdir);
  put('deps', [...stage.dependencies].sort(compareCodePoints));
  put('params', paramsValue(stage.params));
  for (const [key, role] of [
    ['outs', 'data'],
    ['metrics', 'metric'],
    ['plots', 'plot'],
  ] as const) {
    const outputs = stage.outputs
      .filter(output => output.role === role)
      .sort((a, b) => compareCodePoints(a.path, b.path));
    put(
      key,
      outputs.map(({ path, flags }) => (flags.size === 0 ? path : new Map([[path, flags]]))),
    );
  }
  if (stage.frozen === true) put('frozen', true);
  if (stage.alwaysChanged) put('always_changed', true);
  if (stage.meta !== undefined) put('meta', stage.meta);
  return definition;
}

function paramsValue(params: StageParts['params']): Value {
  const plain: Value[] = [];
  const files: Value[] = [];
  for (const [file, keys] of [...params].sort(([a], [b]) => compareCodePoints(a, b))) {
    if (keys !== 'whole' && file === DEFAULT_PARAMS_FILE) plain.push(...[...keys].sort(compareCodePoints));
    else files.push(new Map([[file, keys === 'whole' ? null : [...keys].sort(compareCodePoints)]]));
  }
  return [...plain, ...files];
}

/** Reads `-p` values: `key,key` of the default file, `file:key,key`, `file:` as a whole. */
export function parseParamsOptions(options: readonly string[]): NewStage['params'] {
  const params = new Map<string, readonly string[] | 'whole'>();
  for (const option of options) {
    const cut = option.lastIndexOf(':');
    const file = cut <= 0 ? DEFAULT_PARAMS_FILE : option.slice(0, cut);
    const keys = option
      .slice(cut + 1)
      .split(',')
      .map(key => key.trim())
      .filter(key => key !== '');
    const known = params.get(file) ?? 'whole';
    // As in DVC keys go before the whole file.
    const all = new Set([...(known === 'whole' ? [] : known), ...keys]);
    params.set(file, all.size === 0 ? 'whole' : [...all]);
  }
  return params;
}
