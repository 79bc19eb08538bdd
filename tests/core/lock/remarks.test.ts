import { expect, it } from 'vitest';
import { withEntry, withoutEntry } from '../../../src/core/lock/remarks.ts';

const NEW = new Map([['cmd', 'new']]);

it('a lock file keeps its comments but for those within and behind the entry that is replaced, as in DVC', () => {
  const text = `# top
schema: '2.0'   # as ever
stages:
  # one
  a:
    # of a
    cmd: x  # within

    # behind
  b:
    cmd: y    # kept

`;
  expect(withEntry(text, 'a', NEW)).toBe(`# top
schema: '2.0'   # as ever
stages:
  # one
  a:
    # of a
    cmd: new
  b:
    cmd: y    # kept

`);
});

it('a stage is added behind the last one', () => {
  expect(withEntry("# top\nschema: '2.0'\nstages:\n  a:\n    cmd: x # one\n", 'b', NEW)).toBe(
    "# top\nschema: '2.0'\nstages:\n  a:\n    cmd: x # one\n  b:\n    cmd: new\n",
  );
});

it.each([
  ['no stages', "# top\nschema: '2.0'\n"],
  ['nothing in its stages', "schema: '2.0'\nstages: {} # none\n"],
  ['a mistake', "schema: '2.0'\nstages:\n  a: ]\n"],
])('the text cannot be kept of a file with %s', (_, text) => {
  expect(withEntry(text, 'a', NEW)).toBeUndefined();
});

it('an entry that is taken out takes the comments within and behind it along, as in DVC', () => {
  const text = '# top\nstages:\n  a:\n    cmd: x # within\n  # behind\n  b:\n    cmd: y # kept\n';
  expect(withoutEntry(text, 'a')).toBe('# top\nstages:\n  b:\n    cmd: y # kept\n');
  expect(withoutEntry(text, 'c')).toBe(text);
  expect(withoutEntry('stages: {}\n', 'a')).toBeUndefined();
});
