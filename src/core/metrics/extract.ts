import { Float, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { isTruthy } from '../reading/truth.ts';

/**
 * Keeps of a parsed metrics file what can be a metric: numbers, booleans, strings, and maps of them.
 *
 * Lists, nulls and dates are dropped, and so are maps that end up empty. A file may hold one bare value, unless that
 * is false, zero or empty.
 *
 * @returns a map, empty when there is nothing to keep, or the bare value.
 */
export function extractMetrics(data: Value): Value {
  const kept = keep(data);
  return kept !== undefined && isTruthy(kept) ? kept : new Map();
}

function keep(value: Value): Value | undefined {
  if (!isMap(value)) return isMetric(value) ? value : undefined;
  const kept = new Map<Scalar, Value>();
  for (const [key, inner] of value) {
    const metric = keep(inner);
    if (metric !== undefined && !(isMap(metric) && metric.size === 0)) kept.set(key, metric);
  }
  return kept;
}

function isMetric(value: Value): boolean {
  return value instanceof Float || ['number', 'bigint', 'boolean', 'string'].includes(typeof value);
}
