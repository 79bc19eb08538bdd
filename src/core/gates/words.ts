import type { Base } from '../../model/base.ts';
import type { Allowance, GateResult, GateTrouble, Noise } from '../../model/gate.ts';
import { numberText, numberTexts } from './numbers.ts';
import { holdsZero } from './noise.ts';
import { seedText } from './seeds.ts';

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

/** The way a number went, how far, and what share of the old one that is. @param usual how many decimals at least. */
export function changeText(old: number, now: number, usual?: number): string {
  if (old === now || (Number.isNaN(old) && Number.isNaN(now))) return '=';
  const difference = now - old;
  if (Number.isNaN(difference)) return '';
  const [before = '', after = ''] = numberTexts([old, now], [], usual);
  const decimals = Math.max(...[before, after].map(text => /\.(\d+)$/.exec(text)?.[1]?.length ?? 0));
  const isFixed = decimals > 0 || /^-?\d+$/.test(before + after);
  const size = Math.abs(difference);
  const text = isFixed && Number.isFinite(size) ? size.toFixed(decimals) : numberText(size);
  return movedText(difference, text, old);
}

/** @param size of the difference, as text. */
export function movedText(difference: number, size: string, old: number): string {
  return `${difference < 0 ? '▼' : '▲'} ${size}${shareText(difference, old)}`;
}

/** Beyond these a share says nothing: the old value was next to nothing, or the change is. */
const MOST_PERCENT = 10_000;
const LEAST_PERCENT = 0.05;

function shareText(difference: number, old: number): string {
  const share = (Math.abs(difference) / Math.abs(old)) * 100;
  return !(share >= LEAST_PERCENT && share < MOST_PERCENT)
    ? ''
    : ` (${difference < 0 ? '-' : '+'}${share.toFixed(1)}%)`;
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
    case 'seedless-base':
    case 'seeds':
      return why.detail;
    case 'unclear':
      return 'the interval of the change lies on both sides of the limit';
  }
}

/**
 * What runs with several seeds say of a change: the two means, where the change lies, and what that means. Undefined
 * where nothing is compared.
 */
export function noiseText(result: GateResult): string | undefined {
  const { noise } = result;
  if (noise?.interval === undefined) return undefined;
  const { old, new: now } = resultTexts(result);
  const { level, low, high } = noise.interval;
  const texts = numberTexts([low, high].map(bound => Number(Math.abs(bound).toPrecision(6))));
  const [from, to] = [low, high].map((bound, index) => signed(bound, texts[index] ?? ''));
  const conclusion = conclusionOf(noise) ?? STANDINGS[noise.standing ?? 'unclear'];
  const said = conclusion === '' ? '' : `: ${conclusion}`;
  return `${old} → ${now}, ${level * 100} % interval of the change [${from}, ${to}]${said}`;
}

function signed(value: number, size: string): string {
  return value === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
}

const STANDINGS: Readonly<Record<NonNullable<Noise['standing']>, string>> = {
  beyond: 'worse than is allowed',
  within: 'within what is allowed',
  unclear: '',
};

/** What a verdict does not say by itself. */
function conclusionOf(noise: Noise): string | undefined {
  if (noise.pairs.every(({ old, new: now }) => Object.is(old, now) || old === now))
    return 'the same with every seed';
  if (holdsZero(noise)) return 'not distinguishable from noise';
  return noise.standing === 'unclear' ? 'worse, but not for sure by more than is allowed' : undefined;
}

/** Such as `5 seeds of train.seed: 42, 1, 2, 3, 4`. */
export function seedsText({ settings: { key }, pairs }: Noise): string {
  return `${pairs.length} seeds of ${key}: ${pairs.map(({ seed }) => seedText(seed)).join(', ')}`;
}

/** What stands below a table of results: of each metric once, what runs with several seeds said of it. */
export function noiseNotes(
  results: readonly GateResult[],
): readonly { readonly result: GateResult; readonly text: string }[] {
  const notes = new Map<string, { readonly result: GateResult; readonly text: string }>();
  for (const result of results) {
    const { file, metric, noise } = result;
    const text = noiseText(result);
    if (noise === undefined || text === undefined) continue;
    const full = `${text} (${seedsText(noise)})`;
    notes.set(JSON.stringify([file, metric, full]), { result, text: full });
  }
  return [...notes.values()];
}

/** What results mean, in one word or few. */
export function verdictText({ verdict, why, noise }: GateResult): string {
  const said = why === undefined ? noise?.standing && conclusionOf(noise) : troubleText(why);
  const reason = said === undefined ? '' : `: ${said}`;
  return `${verdict === 'not-evaluated' ? 'not evaluated' : verdict}${reason}`;
}

/** Which base it was, and why that. @param name shows a name from git. */
export function baseText(base: Base, name: (text: string) => string = quoted): string {
  switch (base.kind) {
    case 'none':
      return `none: ${base.why === 'unreachable' ? `${name(base.name)} is not in this clone, and could not be fetched` : NO_BASE[base.why]}`;
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
  shallow: 'this clone is shallow, and holds no earlier commit',
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

/** Runs of seeds that failed, each once, with what its stage printed last. */
export function seedTroubles(
  results: readonly GateResult[],
): readonly Extract<GateTrouble, { kind: 'seeds' }>[] {
  const troubles = new Map<string, Extract<GateTrouble, { kind: 'seeds' }>>();
  for (const { why } of results)
    if (why?.kind === 'seeds' && (why.lines ?? why.hint) !== undefined) troubles.set(why.detail, why);
  return [...troubles.values()];
}
