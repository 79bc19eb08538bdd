import { Float, isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import type { Execution } from '../../model/stage.ts';
import { about, anything, either, list, open, record, text } from '../schema/shape.ts';
import type { Fields, Problem, Shape } from '../schema/shape.ts';

/** How a stage is run. In DVC's files, which know no such keys, they stand under `meta: {mltrack: …}`. */
export const EXECUTION_FIELDS: Fields = {
  timeout: about(
    'End the command after so long: seconds, or 90s, 10m, 2h; it has ten seconds to clean up, then it is killed',
    anything,
  ),
  retries: about('How often to run the command again when it fails', anything),
  mutex: about('Names of what only one stage at a time may use', either(text, list(text))),
  resources: about(
    'What it needs of the machine: `{cpu: 2, gpu: 1}`. It counts for `repro -j`; GPUs are handed out in CUDA_VISIBLE_DEVICES',
    record({ cpu: anything, gpu: anything }),
  ),
};

/** The section of `meta` that is ours. */
export const OWN_META = 'mltrack';

/** DVC takes anything there: what is not known is told of, not refused. */
export const META_SHAPE: Shape = open({ [OWN_META]: open(EXECUTION_FIELDS) });

/**
 * Reads how a stage is to be run, from its own keys and from those under `meta`; its own win.
 *
 * @returns problems with paths from the stage's definition on.
 */
export function readExecution(definition: ValueMap): {
  readonly execution: Execution | undefined;
  readonly problems: readonly Problem[];
  /** Keys of ours under `meta` that mean nothing. */
  readonly unknown: readonly string[];
} {
  const meta = definition.get('meta');
  const own = isMap(meta) ? meta.get(OWN_META) : undefined;
  const problems: Problem[] = [];
  const under = ['meta', OWN_META];
  const unknown = [...(isMap(own) ? own.keys() : [])].map(String).filter(key => !(key in EXECUTION_FIELDS));
  const find = (key: string): { readonly value: Value; readonly path: readonly string[] } | undefined => {
    const direct = definition.get(key);
    if (direct !== undefined) return { value: direct, path: [key] };
    const nested = isMap(own) ? own.get(key) : undefined;
    return nested === undefined ? undefined : { value: nested, path: [...under, key] };
  };
  const wrong = (path: Problem['path'], message: string): void => {
    problems.push({ path, at: 'value', message });
  };
  const whole = (value: Value | undefined, path: Problem['path'], least: number): number | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    wrong(path, `expected a whole number, ${least} or more`);
    return undefined;
  };
  const timeout = find('timeout');
  const timeoutMs = timeout === undefined ? undefined : milliseconds(timeout.value);
  if (timeout !== undefined && timeoutMs === undefined)
    wrong(timeout.path, 'expected seconds, or a time such as 90s, 10m, 2h');
  const again = find('retries');
  const retries = whole(again?.value, again?.path ?? [], 0);
  const resources = find('resources');
  const amount = (key: string): Value | undefined =>
    isMap(resources?.value) ? resources.value.get(key) : undefined;
  const cpu = whole(amount('cpu'), [...(resources?.path ?? []), 'cpu'], 1);
  const gpu = whole(amount('gpu'), [...(resources?.path ?? []), 'gpu'], 0);
  const mutex = find('mutex')?.value;
  const mutexes = isList(mutex) ? mutex.filter(each => typeof each === 'string') : [];
  if (typeof mutex === 'string') mutexes.push(mutex);
  const isPlain = [timeoutMs, retries, cpu, gpu].every(each => each === undefined) && mutexes.length === 0;
  const execution: Execution = {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    retries: retries ?? 0,
    slots: cpu ?? 1,
    gpus: gpu ?? 0,
    mutexes,
  };
  return { execution: isPlain ? undefined : execution, problems, unknown };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(value: Value): number | undefined {
  const seconds = value instanceof Float ? value.value : value;
  if (typeof seconds === 'number')
    return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : undefined;
  if (typeof seconds !== 'string') return undefined;
  const [, amount, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(ms|[smhd])?\s*$/.exec(seconds) ?? [];
  const found = amount === undefined ? 0 : Number(amount) * (UNITS[unit] ?? 0);
  return found > 0 ? found : undefined;
}
