/** What is tried on a project with a mistake, and how both tools are compared in it. */
import { expect } from 'vitest';
import { Both } from './both.ts';
import type { FileContent } from './both.ts';

/** A stage that is right. */
export const pipeline = 'stages:\n  copy:\n    cmd: cp a b\n    deps: [a]\n    outs: [b]\n';

export interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, FileContent>>;
  /** Commands that come before, in order. */
  readonly before?: readonly (readonly string[])[];
  readonly lines: readonly (readonly string[])[];
}

export const everyCommand: readonly (readonly string[])[] = [
  ['status'],
  ['status', '--json'],
  ['repro'],
  ['dag'],
  ['dag', '--dot'],
  ['stage', 'list'],
  ['stage', 'list', '--all'],
  ['metrics', 'show'],
  ['metrics', 'diff'],
  ['metrics', 'diff', '--json'],
  ['params', 'diff'],
  ['checkout'],
  ['commit', '-f'],
  ['root'],
];

export const listings: readonly (readonly string[])[] = [
  ['stage', 'list', '--all'],
  ['stage', 'list', '-R', '.'],
  ['stage', 'list', '-R'],
  ['stage', 'list', '-R', 'nope'],
  ['stage', 'list', '--fail'],
  ['stage', 'list', '--all', '--fail'],
];

/** Both tools end all lines with the same exit code and leave the same files; the words are their own. */
export async function expectSameEnds({ files, before, lines }: Case): Promise<void> {
  using both = await Both.create();
  for (const [path, text] of Object.entries(files ?? {})) both.write(path, text);
  both.commitAll('base');
  for (const line of before ?? []) await both.run(line);
  for (const line of lines) {
    const { judge, subject } = await both.run(line);
    if (judge.stderr !== '') expect(subject.stderr, `stderr of ${line.join(' ')}`).not.toBe('');
    both.compareTrees();
  }
}
