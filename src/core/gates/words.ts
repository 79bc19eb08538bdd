import type { Base } from '../../model/base.ts';
import type { Allowance, GateResult, GateTrouble } from '../../model/gate.ts';
import { numberText, numberTexts } from './numbers.ts';

/** What a part of a gate asks for, in a few letters. */
export function limitText({ part, gate: { rule } }: GateResult): string {
  switch (part) {
    case 'min':
      return `≥ ${numberText(rule.min ?? NaN)}`;
    case 'max':
      return `≤ ${numberText(rule.max ?? NaN)}`;
    case 'maxDrop':
      return `drop ≤ ${allowanceText(rule.maxDrop)}`;
    case 'maxRise':
      return `rise ≤ ${allowanceText(rule.maxRise)}`;
    case 'direction': {
      const worse = rule.direction === 'higher' ? 'drop' : 'rise';
      return rule.tolerance === 0 ? `no ${worse}` : `${worse} ≤ ${numberText(rule.tolerance)}`;
    }
    case 'required':
      return 'required';
  }
}

function allowanceText(allowance: Allowance | undefined): string {
  if (allowance === undefined) return '';
  return `${numberText(allowance.amount)}${allowance.unit === 'percent' ? '%' : ''}`;
}

/** The numbers of a result as texts; the change with its sign as an arrow. */
export interface ResultTexts {
  readonly old: string;
  readonly new: string;
  readonly change: string;
}

export function resultTexts({ old, new: now, part, gate: { rule } }: GateResult): ResultTexts {
  const limit = part === 'min' ? rule.min : part === 'max' ? rule.max : undefined;
  const shown = [old, now].filter(each => each !== undefined);
  const texts = numberTexts(shown, limit === undefined ? [] : [limit]);
  const of = (value: number | undefined): string =>
    value === undefined ? '' : (texts[shown.indexOf(value)] ?? numberText(value));
  return {
    old: of(old),
    new: of(now),
    change: old === undefined || now === undefined ? '' : changeText(old, now),
  };
}

/** The way a number went, how far, and what share of the old one that is. */
export function changeText(old: number, now: number): string {
  if (old === now || (Number.isNaN(old) && Number.isNaN(now))) return '=';
  const difference = now - old;
  if (Number.isNaN(difference)) return '';
  const [before = '', after = ''] = numberTexts([old, now]);
  const decimals = Math.max(...[before, after].map(text => /\.(\d+)$/.exec(text)?.[1]?.length ?? 0));
  const isFixed = decimals > 0 || /^-?\d+$/.test(before + after);
  const size = Math.abs(difference);
  const text = isFixed && Number.isFinite(size) ? size.toFixed(decimals) : numberText(size);
  return `${difference < 0 ? '▼' : '▲'} ${text}${shareText(difference, old)}`;
}

/** Beyond that a share says nothing: the old value was next to nothing. */
const MOST_PERCENT = 10_000;

function shareText(difference: number, old: number): string {
  const share = (Math.abs(difference) / Math.abs(old)) * 100;
  return !(share < MOST_PERCENT) ? '' : ` (${difference < 0 ? '-' : '+'}${share.toFixed(1)}%)`;
}

/** Why something is undecided or not evaluated. */
export function troubleText(why: GateTrouble): string {
  switch (why.kind) {
    case 'no-base':
      return 'no base';
    case 'new-metric':
      return 'new metric';
    case 'missing':
      return 'the metric has gone';
    case 'not-a-number':
      return 'not a number';
    case 'no-match':
      return `no such metric${why.similar === undefined ? '' : `, did you mean '${why.similar}'?`}`;
    case 'unreadable':
      return `${why.revision}: ${why.detail}`;
  }
}

/** What results mean, in one word or few. */
export function verdictText({ verdict, why }: GateResult): string {
  const reason = why === undefined ? '' : `: ${troubleText(why)}`;
  switch (verdict) {
    case 'not-evaluated':
      return `not evaluated${reason}`;
    default:
      return `${verdict}${reason}`;
  }
}

/** Which base it was, and why that. @param name shows a name from git. */
export function baseText(base: Base, name: (text: string) => string = quoted): string {
  switch (base.kind) {
    case 'none':
      return `none: ${NO_BASE[base.why]}`;
    case 'unknown':
      return `none: ${unknownText(base, name)}`;
    case 'commit': {
      const commit = name(base.commit.slice(0, 7));
      if (base.how === 'named')
        return base.commit.startsWith(base.name) ? commit : `${name(base.name)} (${commit})`;
      const reasons = {
        'merge-base': `where the branch left ${name(base.name)}`,
        'base-tip': `the tip of ${name(base.name)}`,
        'before-push': `${name(base.name)} before the push`,
        'last-commit': 'the last commit, as the workspace has changes',
        'previous-commit': 'the commit before',
      };
      return `${commit}, ${reasons[base.how]}`;
    }
  }
}

const NO_BASE = {
  'no-git': 'not in a git repository',
  'no-commits': 'nothing is committed yet',
  'first-commit': 'there is no earlier commit here',
};

export function unknownText(
  base: Extract<Base, { kind: 'unknown' }>,
  name: (text: string) => string,
): string {
  switch (base.failure.code) {
    case 'needs-git':
      return 'this is no git repository';
    case 'revision-ambiguous':
      return `${name(base.name)} may be several commits: ${base.failure.names.map(name).join(', ')}`;
    default:
      return `there is no commit ${name(base.name)}`;
  }
}

function quoted(text: string): string {
  return /^[0-9a-f]{7}$/.test(text) ? text : `'${text}'`;
}
