import type { Allowance, Gate, GateRule, SeedSettings } from '../../model/gate.ts';
import { within, ROOT } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';
import { valuesEqual } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';
import { Float, isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import {
  about,
  boolean,
  either,
  form,
  list,
  literal,
  map,
  number,
  numberAtLeast,
  record,
  text,
  wholeNumber,
} from '../schema/shape.ts';
import type { Problem, Shape } from '../schema/shape.ts';

const PERCENT = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/;

const allowance = either(numberAtLeast(0), form(PERCENT, 'a share such as 5%'));

/** Whoever wants more of them lists them. */
const MOST_SEEDS = 100;

const seeds = record(
  {
    param: about('The parameter that holds the seed: `train.seed`, or `file.json:train.seed`', text),
    values: about(
      'How many seeds: the one that is declared, then 1, 2, 3 …; or a list of them',
      either(wholeNumber(2), list(either(number, text))),
    ),
  },
  ['param', 'values'],
);

const rule = record({
  direction: about('Which way is better', either(literal('higher'), literal('lower'))),
  min: about('It must not be less', number),
  max: about('It must not be more', number),
  maxDrop: about(
    'How far it may fall below the base: a number, or a share of the old value such as 5%',
    allowance,
  ),
  maxRise: about(
    'How far it may rise above the base: a number, or a share of the old value such as 5%',
    allowance,
  ),
  tolerance: about('Changes of no more than this count as none', numberAtLeast(0)),
  required: about('It must be there: without it the gate cannot be decided', boolean),
  level: about(
    'What it means when it does not hold (default: fail)',
    either(literal('fail'), literal('warn')),
  ),
  seeds: about('Compare runs with several seeds, pair by pair, to tell a change from noise', seeds),
});

/** Metrics file (wildcards allowed) → metric (wildcards allowed) → what is asked of it. */
export const GATES_SHAPE: Shape = about(
  'What metrics must hold for a change to be merged: metrics file, metric, limits',
  map(map(rule)),
);

/**
 * Reads the section `gates`, which has the right shape.
 *
 * @returns problems with paths from the section on; gates are meant for use only when there are none.
 */
export function readGates(
  section: Value,
  pipelineFile: RepoPath,
): { readonly gates: readonly Gate[]; readonly problems: readonly Problem[] } {
  const gates: Gate[] = [];
  const problems: Problem[] = [];
  for (const [pattern, metrics] of isMap(section) ? section : []) {
    for (const [metric, written] of isMap(metrics) ? metrics : []) {
      if (!isMap(written)) continue;
      const [file, name] = [pyStr(pattern), pyStr(metric)];
      const path = [file, name];
      problems.push(
        ...contradictions(written).map(problem => ({ ...problem, path: [...path, ...problem.path] })),
      );
      gates.push({
        file: file.replace(/^(?:\.\/+)+/, ''),
        metric: name,
        rule: ruleOf(written),
        place: { file: pipelineFile },
      });
    }
  }
  return { gates, problems };
}

function ruleOf(written: ValueMap): GateRule {
  const direction = written.get('direction');
  const [min, max] = [numberOf(written.get('min')), numberOf(written.get('max'))];
  const [maxDrop, maxRise] = [allowanceOf(written.get('maxDrop')), allowanceOf(written.get('maxRise'))];
  return {
    ...(direction === 'higher' || direction === 'lower' ? { direction } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(maxDrop === undefined ? {} : { maxDrop }),
    ...(maxRise === undefined ? {} : { maxRise }),
    tolerance: numberOf(written.get('tolerance')) ?? 0,
    required: written.get('required') === true,
    level: written.get('level') === 'warn' ? 'warn' : 'fail',
    ...seedsOf(written),
  };
}

function seedsOf(written: ValueMap): { readonly seeds?: SeedSettings } {
  const section = written.get('seeds');
  if (!isMap(section)) return {};
  const param = section.get('param');
  const values = section.get('values') ?? null;
  if (typeof param !== 'string') return {};
  const cut = param.lastIndexOf(':');
  const file = within(ROOT, cut <= 0 ? DEFAULT_PARAMS_FILE : param.slice(0, cut));
  if (file === undefined) return {};
  const listed = isList(values) ? (values as readonly Scalar[]) : (numberOf(values) ?? 0);
  return { seeds: { file, key: param.slice(cut + 1).trim(), values: listed } };
}

/** What can never hold, or can never fail. */
function contradictions(written: ValueMap): readonly Problem[] {
  const { min, max, ...rest } = ruleOf(written);
  const problems: Problem[] = [];
  if (min !== undefined && max !== undefined && min > max)
    problems.push({
      path: ['min'],
      at: 'value',
      message: `\`min\` is above \`max\`: nothing lies between them`,
    });
  const isCompared = rest.maxDrop !== undefined || rest.maxRise !== undefined;
  const isDirectionAsked = rest.direction !== undefined && min === undefined && max === undefined;
  if (written.has('tolerance') && !isCompared && !isDirectionAsked && (min ?? max) !== undefined)
    problems.push({
      path: ['tolerance'],
      at: 'key',
      message: '`tolerance` has no effect: nothing here is compared with the base',
      hint: 'add `maxDrop` or `maxRise`',
    });
  const asksNothing =
    rest.direction === undefined &&
    !rest.required &&
    [min, max, rest.maxDrop, rest.maxRise].every(each => each === undefined);
  if (written.has('seeds') && !isCompared && rest.direction === undefined && (min ?? max) === undefined)
    problems.push({
      path: ['seeds'],
      at: 'key',
      message: '`seeds` has no effect: no number is asked for',
      hint: 'add `direction`, `maxDrop` or `maxRise`',
    });
  problems.push(...seedProblems(written));
  if (asksNothing) {
    const hint = 'say `min`, `max`, `maxDrop`, `maxRise`, `direction` or `required: true`';
    problems.push({ path: [], at: 'key', message: 'asks nothing of the metric', hint });
  }
  return problems;
}

/** Of seeds that have the right shape. */
function seedProblems(written: ValueMap): readonly Problem[] {
  const section = written.get('seeds');
  if (!isMap(section)) return [];
  const at = (field: string, message: string, hint?: string): Problem => ({
    ...{ path: ['seeds', field], at: 'value', message },
    ...(hint === undefined ? {} : { hint }),
  });
  const problems: Problem[] = [];
  const { seeds: settings } = seedsOf(written);
  if (settings === undefined) problems.push(at('param', 'the parameters file is outside the project'));
  else if (settings.key === '' || /[*?[]/.test(settings.key))
    problems.push(at('param', 'expected the name of one parameter', 'such as `train.seed`'));
  const values = section.get('values') ?? null;
  if (!isList(values)) {
    if ((numberOf(values) ?? 0) > MOST_SEEDS)
      problems.push(at('values', `more than ${MOST_SEEDS} seeds`, 'every one is a run of both sides'));
    return problems;
  }
  if (values.length < 2) problems.push(at('values', 'less than two seeds say nothing about noise'));
  if (values.length > MOST_SEEDS)
    problems.push(at('values', `more than ${MOST_SEEDS} seeds`, 'every one is a run of both sides'));
  const twice = values.findIndex((value, index) =>
    values.slice(0, index).some(other => valuesEqual(other, value)),
  );
  if (twice >= 0) {
    const again = at('values', 'this seed comes twice: the same run counts once');
    problems.push({ ...again, path: [...again.path, twice] });
  }
  return problems;
}

function allowanceOf(written: Value | undefined): Allowance | undefined {
  const share = typeof written === 'string' ? PERCENT.exec(written)?.[1] : undefined;
  if (share !== undefined) return { amount: Number(share), unit: 'percent' };
  const amount = numberOf(written);
  return amount === undefined ? undefined : { amount, unit: 'absolute' };
}

function numberOf(value: Value | undefined): number | undefined {
  if (value instanceof Float) return value.value;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}
