import { Float, isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import type { Execution } from '../../model/stage.ts';
import {
  about,
  check,
  either,
  form,
  list,
  numberAbove,
  open,
  record,
  template,
  text,
  wholeNumber,
} from '../schema/shape.ts';
import type { Fields, Problem, Shape } from '../schema/shape.ts';

const DURATION = /^\s*(?=[0-9.]*[1-9])(\d+(?:\.\d+)?)\s*(ms|[smhd])?\s*$/;

const timeoutShape = either(numberAbove(0, 'seconds'), form(DURATION, 'a time such as 90s, 10m, 2h'));
const countShape = wholeNumber(0);
const slotsShape = wholeNumber(1);

/** How a stage is run. In DVC's files, which know no such keys, they stand under `meta: {mltrack: …}`. */
export const EXECUTION_FIELDS: Fields = {
  timeout: about(
    'End the command after so long: seconds, or 90s, 10m, 2h; it has ten seconds to clean up, then it is killed',
    either(timeoutShape, template),
  ),
  retries: about('How often to run the command again when it fails', either(countShape, template)),
  mutex: about('Names of what only one stage at a time may use', either(text, list(text))),
  resources: about(
    'What it needs of the machine: `{cpu: 2, gpu: 1}`. It counts for `repro -j`; GPUs are handed out in CUDA_VISIBLE_DEVICES',
    record({ cpu: either(slotsShape, template), gpu: either(countShape, template) }),
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
  const find = (key: string): Found | undefined => {
    const direct = definition.get(key);
    if (direct !== undefined) return { value: direct, path: [key] };
    const nested = isMap(own) ? own.get(key) : undefined;
    return nested === undefined ? undefined : { value: nested, path: [...under, key] };
  };
  /** A template may have become anything. */
  const sound = (found: Found | undefined, shape: Shape): Value | undefined => {
    if (found === undefined) return undefined;
    const wrong = check(found.value, shape);
    problems.push(...wrong.map(problem => ({ ...problem, path: [...found.path, ...problem.path] })));
    return wrong.length > 0 ? undefined : found.value;
  };
  const timeoutMs = milliseconds(sound(find('timeout'), timeoutShape));
  const retries = countOf(sound(find('retries'), countShape));
  const resources = find('resources');
  const amount = (key: string): Found | undefined => {
    const value = isMap(resources?.value) ? resources.value.get(key) : undefined;
    return value === undefined || resources === undefined
      ? undefined
      : { value, path: [...resources.path, key] };
  };
  const cpu = countOf(sound(amount('cpu'), slotsShape));
  const gpu = countOf(sound(amount('gpu'), countShape));
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

interface Found {
  readonly value: Value;
  readonly path: readonly string[];
}

function countOf(value: Value | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return Number(value instanceof Float ? value.value : value) * 1000;
  const [, amount, unit = 's'] = DURATION.exec(value) ?? [];
  return Number(amount) * (UNITS[unit] ?? 0);
}
