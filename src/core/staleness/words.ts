import type { Reason } from '../../model/reason.ts';
import { firstDifference, othersText, pairText, shortText } from './difference.ts';
import type { Difference } from './difference.ts';

/** One line that says why, for people. Values are shown as they stand in the files, cut where they are long. */
export function explain(reason: Reason): string {
  switch (reason.kind) {
    case 'dependency':
      return reason.before === undefined && reason.change === 'modified'
        ? `${reason.path} is not in the lock yet`
        : `${reason.path} ${reason.change === 'deleted' ? 'is missing' : 'changed'}`;
    case 'dataset':
      return datasetText(reason);
    case 'params-file':
      return `${reason.path} ${reason.change === 'deleted' ? 'is missing' : 'is not in the lock yet'}`;
    case 'param':
      return paramText(reason);
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

/** As {@link explain}, where another state's lock was looked at: what that one does not have is new. */
export function explainSince(reason: Reason): string {
  const isNew =
    (reason.kind === 'dependency' && reason.before === undefined && reason.change === 'modified') ||
    ((reason.kind === 'dataset' || reason.kind === 'params-file') && reason.change === 'new');
  return isNew ? `${reason.path} is new` : explain(reason);
}

function datasetText({ path, change, before, after }: Extract<Reason, { kind: 'dataset' }>): string {
  if (change === 'new') return `${path} is not in the lock yet`;
  if (before === undefined || after === undefined)
    return `${path} is not recorded as it is declared: a run would fail`;
  const first = firstDifference(before, after);
  const more = first.others === 0 ? '' : ` (${othersText(first.others)})`;
  return `${path} changed: ${first.at.slice(1)} ${placeText(first)}${more}`;
}

function paramText({ path, key, change, before, after }: Extract<Reason, { kind: 'param' }>): string {
  if (change === 'deleted' || after === undefined) {
    // Without a value nothing can be recorded, so a run is refused.
    const where = before === undefined ? `${path}, nor in the lock` : `${path} (was ${shortText(before)})`;
    return `${key} is not in ${where}: a run would fail`;
  }
  if (before === undefined) return `${key} is new (${shortText(after)}) in ${path}`;
  const first = firstDifference(before, after);
  const more = first.others === 0 ? '' : ` (${othersText(first.others)})`;
  return `${key}${first.at} ${placeText(first)} in ${path}${more}`;
}

function placeText({ before, after }: Difference): string {
  if (before === undefined) return after === undefined ? 'changed' : `is new (${shortText(after)})`;
  return after === undefined ? `is gone (was ${shortText(before)})` : pairText(before, after);
}
