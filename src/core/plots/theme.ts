import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import type { JsonSource } from '../python/json.ts';

const INK = '#24292f';
const QUIET = '#656d76';
const FAINT = '#d8dee4';

/** How a picture looks that stands for itself: on paper, in a comment. A page has themes of its own. */
const PAPER = {
  font: 'Roboto, "Helvetica Neue", Arial, sans-serif',
  background: '#ffffff',
  padding: 16,
  title: {
    anchor: 'start',
    color: INK,
    fontSize: 15,
    fontWeight: 600,
    offset: 14,
    subtitleColor: QUIET,
    subtitleFontSize: 11,
    subtitlePadding: 5,
  },
  axis: {
    domainColor: FAINT,
    gridColor: '#eaeef2',
    labelColor: QUIET,
    labelFontSize: 11,
    labelPadding: 6,
    tickColor: FAINT,
    tickSize: 4,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 10,
  },
  header: {
    labelColor: INK,
    labelFontSize: 12,
    labelFontWeight: 600,
    titleColor: QUIET,
    titleFontSize: 11,
    titleFontWeight: 'normal',
  },
  legend: {
    labelColor: INK,
    labelFontSize: 12,
    labelLimit: 260,
    symbolSize: 110,
    symbolStrokeWidth: 2.5,
    titleColor: QUIET,
    titleFontSize: 11,
    titleFontWeight: 'normal',
  },
  view: { stroke: null },
} as const satisfies JsonSource;

/** Gives a specification the looks of a picture; what it says of its own looks stays. */
export function onPaper(spec: ValueMap, subtitle: readonly string[]): ValueMap {
  const own = spec.get('config');
  const config = merged(toMap(PAPER), isMap(own) ? own : new Map());
  const titled = subtitle.length === 0 ? spec.get('title') : withSubtitle(spec.get('title'), subtitle);
  return new Map<Scalar, Value>([
    ...spec,
    ['config', config],
    ...(titled === undefined ? [] : [['title', titled] as const]),
  ]);
}

function withSubtitle(title: Value | undefined, subtitle: readonly string[]): Value {
  const given: ValueMap = isMap(title) ? title : new Map<Scalar, Value>([['text', title ?? '']]);
  const before = given.get('subtitle');
  const lines = isList(before) ? before : typeof before === 'string' ? [before] : [];
  return new Map<Scalar, Value>([...given, ['subtitle', [...lines, ...subtitle]]]);
}

function merged(base: ValueMap, over: ValueMap): ValueMap {
  const result = new Map(base);
  for (const [key, value] of over) {
    const below = result.get(key);
    result.set(key, isMap(below) && isMap(value) ? merged(below, value) : value);
  }
  return result;
}

type Plain = string | number | boolean | null | { readonly [key: string]: Plain };

function toMap(object: { readonly [key: string]: Plain }): ValueMap {
  return new Map(
    Object.entries(object).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? toMap(value) : value,
    ]),
  );
}
