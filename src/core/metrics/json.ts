import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import type { Changes } from './diff.ts';
import type { RevisionMetrics, Trouble } from './revisions.ts';

/** What `metrics diff --json` and `params diff --json` print: file → name → `{old, new, diff?}`. */
export function changesJson(changes: Changes): ValueMap {
  const files = new Map<Scalar, Value>();
  for (const [file, names] of changes) {
    const values = new Map<Scalar, Value>();
    for (const [name, change] of names) {
      values.set(
        name,
        new Map<Scalar, Value>([['old', change.old], ['new', change.new], ...differenceOf(change.diff)]),
      );
    }
    files.set(file, values);
  }
  return files;
}

function differenceOf(diff: Value | undefined): [Scalar, Value][] {
  return diff === undefined ? [] : [['diff', diff]];
}

/** What `metrics show --json` prints: revision → `{data: {file: {data}}}`, with `error` in place of `data` on trouble. */
export function revisionsJson(revisions: ReadonlyMap<string, RevisionMetrics>): ValueMap {
  return mapValues(revisions, revision =>
    'error' in revision
      ? troubleJson(revision.error)
      : new Map([
          [
            'data',
            mapValues(revision.data, file =>
              'error' in file ? troubleJson(file.error) : new Map([['data', file.data]]),
            ),
          ],
        ]),
  );
}

function troubleJson(trouble: Trouble): ValueMap {
  return new Map([
    [
      'error',
      new Map([
        ['type', trouble.type],
        ['msg', trouble.message],
      ]),
    ],
  ]);
}

function mapValues<From>(map: ReadonlyMap<string, From>, change: (value: From) => Value): ValueMap {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
