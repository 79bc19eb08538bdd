import type { Base } from '../../model/base.ts';
import type { Allowance, GateResult, GateTrouble } from '../../model/gate.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { Float } from '../../model/value.ts';
import { exitCodeFor } from './answer.ts';
import type { GateAnswer } from './answer.ts';
import { numberText } from './numbers.ts';
import { baseText, noiseText, troubleText } from './words.ts';

/** What `gate --json` prints. Its shape stands in the guide; `version` rises when a reader would have to change. */
export function gateJson(answer: GateAnswer): Value {
  return object({
    version: 1,
    verdict: answer.verdict,
    exitCode: exitCodeFor(answer.verdict),
    reason: answer.summary,
    base: baseJson(answer.base),
    head: object({ name: answer.head.name, sha: answer.head.commit ?? null }),
    results: answer.results.map(resultJson),
  });
}

/** What changes were measured against. */
export function baseJson(base: Base): Value {
  const why = baseText(base);
  switch (base.kind) {
    case 'commit':
      return object({ name: base.name, sha: base.commit, how: base.how, why });
    case 'none':
      return object({ name: null, sha: null, how: base.why, why });
    case 'unknown':
      return object({ name: base.name, sha: null, how: 'unknown', why });
  }
}

/** One part of one gate for one metric. */
export function resultJson(result: GateResult): Value {
  const { file, metric, part, verdict, gate, old, new: now, why } = result;
  return object({
    file,
    metric,
    part,
    verdict,
    level: gate.rule.level,
    direction: gate.rule.direction ?? null,
    limit: limitJson(result),
    old: numberJson(old),
    new: numberJson(now),
    change: numberJson(old === undefined || now === undefined ? undefined : now - old),
    why: why === undefined ? null : whyJson(why),
    seeds: seedsJson(result),
  });
}

function whyJson(why: GateTrouble): Value {
  const lines = why.kind === 'seeds' ? why.lines : undefined;
  return object({ kind: why.kind, message: troubleText(why), ...(lines === undefined ? {} : { lines }) });
}

/** What runs with several seeds measured; null where there are none. */
function seedsJson(result: GateResult): Value {
  const { noise } = result;
  if (noise === undefined) return null;
  const { settings, pairs, interval } = noise;
  return object({
    param: `${settings.file}:${settings.key}`,
    level: numberJson(interval?.level),
    low: numberJson(interval?.low),
    high: numberJson(interval?.high),
    standing: noise.standing ?? null,
    message: noiseText(result) ?? null,
    pairs: pairs.map(({ seed, old, new: now }) =>
      object({ seed, old: numberJson(old), new: numberJson(now) }),
    ),
  });
}

function limitJson({ part, gate: { rule } }: GateResult): Value {
  switch (part) {
    case 'min':
    case 'max':
      return allowanceJson({ amount: rule[part] ?? NaN, unit: 'absolute' });
    case 'maxDrop':
    case 'maxRise':
      return rule[part] === undefined ? null : allowanceJson(rule[part]);
    case 'direction':
      return allowanceJson({ amount: rule.tolerance, unit: 'absolute' });
    case 'required':
      return null;
  }
}

function allowanceJson({ amount, unit }: Allowance): Value {
  return object({ amount: numberJson(amount), unit });
}

/** JSON has no NaN and no infinities: those are texts. */
export function numberJson(number: number | undefined): Value {
  if (number === undefined) return null;
  if (!Number.isFinite(number)) return numberText(number);
  return Number.isInteger(number) ? number : new Float(number);
}

/** A mapping in the order in which it is written. */
export function object(entries: Readonly<Record<string, Value>>): ValueMap {
  return new Map(Object.entries(entries));
}
