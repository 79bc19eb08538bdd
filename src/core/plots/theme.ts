import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';

const INK = '#24292f';
const QUIET = '#656d76';
const FAINT = '#d8dee4';
/** Of a name in the legend, in units of the picture. */
export const LEGEND_LIMIT = 320;

/** How a picture looks that stands for itself: on paper, in a comment. A page has themes of its own. */
const PAPER = {
  font: 'Roboto, "Helvetica Neue", Arial, sans-serif',
  background: '#ffffff',
  padding: 16,
  title: {
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
    orient: 'top',
    direction: 'horizontal',
    // The names say what they are.
    title: null,
    columnPadding: 18,
    labelColor: INK,
    labelFontSize: 12,
    labelLimit: LEGEND_LIMIT,
    offset: 12,
    symbolOpacity: 1,
    symbolSize: 110,
    layout: { top: { direction: 'vertical', anchor: 'start', margin: 4 } },
  },
  view: { stroke: null },
} as const;

/** Gives a specification the looks of a picture; what it says of its own looks stays. */
export function onPaper(spec: ValueMap, fitting: ValueMap, subtitle: readonly string[]): ValueMap {
  const own = spec.get('config');
  const config = [toMap(PAPER), fitting, isMap(own) ? own : new Map()].reduce(merged);
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

export type Plain = string | number | boolean | null | PlainMap | readonly Plain[];

export interface PlainMap {
  readonly [key: string]: Plain;
}

export function toMap(object: PlainMap): ValueMap {
  return new Map(Object.entries(object).map(([key, value]) => [key, toValue(value)]));
}

function toValue(value: Plain): Value {
  if (typeof value !== 'object' || value === null) return value;
  return isPlainList(value) ? value.map(toValue) : toMap(value);
}

function isPlainList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
