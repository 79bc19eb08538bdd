import type { Reason } from '../../model/reason.ts';
import type { Value } from '../../model/value.ts';
import { pyRepr, pyStr } from '../python/text.ts';

/** One line that says why, for people. Values are shown as they stand in the files, cut where they are long. */
export function explain(reason: Reason): string {
  switch (reason.kind) {
    case 'dependency':
      return reason.before === undefined && reason.change === 'modified'
        ? `${reason.path} is not in the lock yet`
        : `${reason.path} ${reason.change === 'deleted' ? 'is missing' : 'changed'}`;
    case 'params-file':
      return `${reason.path} ${reason.change === 'deleted' ? 'is missing' : 'is not in the lock yet'}`;
    case 'param':
      return `${reason.key} ${change(reason.before, reason.after)} in ${reason.path}`;
    case 'output':
      if (reason.change === 'not in cache') return `${reason.path} is not in the cache`;
      return `${reason.path} ${reason.change === 'deleted' ? 'is missing' : 'was changed by hand'}`;
    case 'command':
      return 'the command changed';
    case 'checksum':
      return 'the declaration changed';
    case 'always':
      return 'it always runs';
    case 'forced':
      return 'forced';
  }
}

function change(before: Value | undefined, after: Value | undefined): string {
  if (before === undefined) return `is new (${short(after)})`;
  if (after === undefined) return 'is gone';
  return `${short(before)} → ${short(after)}`;
}

const LONGEST = 40;

function short(value: Value | undefined): string {
  if (value === undefined) return '-';
  const text = typeof value === 'string' ? pyRepr(value) : pyStr(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
