/** TOML and Python files are read as the very readers of DVC read them: tomlkit, and CPython's `ast`. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonText } from '../core/pyfile/arbitrary.ts';
import { tomlText } from '../core/toml/arbitrary.ts';
import { ParamFiles, readHere } from './drivers/param-files.ts';

const NUM_RUNS = 3000;
const SEEDS = [20_261_126, 7, 41];

let dvc: ParamFiles;
beforeAll(async () => {
  dvc = await ParamFiles.start();
});
afterAll(() => dvc.close());

/** @param suffix without its dot. */
async function compare(suffix: string, texts: readonly string[]): Promise<readonly Compared[]> {
  const theirs = await dvc.read(`.${suffix}`, texts);
  return Promise.all(
    texts.map(async (text, index) => ({
      text,
      ours: await readHere(`.${suffix}`, text),
      theirs: theirs[index] ?? '',
    })),
  );
}

interface Compared {
  readonly text: string;
  readonly ours: string;
  readonly theirs: string;
}

const isRefusal = (answer: string): boolean => answer.startsWith('error: ');

describe.each(SEEDS)('TOML against tomlkit (seed %i)', seed => {
  let compared: readonly Compared[];
  beforeAll(async () => {
    compared = await compare('toml', fc.sample(tomlText, { numRuns: NUM_RUNS, seed }));
  });

  it('reads no other value', () => {
    let read = 0;
    for (const { text, ours, theirs } of compared) {
      if (isRefusal(ours) || isRefusal(theirs)) continue;
      read++;
      expect(ours, text).toBe(theirs);
    }
    expect(read).toBeGreaterThan(NUM_RUNS / 3);
  });

  it('refuses the same, but where tomlkit forgets or makes up what a header did far above', () => {
    for (const { text, ours, theirs } of compared) {
      if (isRefusal(ours) === isRefusal(theirs)) continue;
      expect(isRefusal(ours) ? ours : theirs, text).toMatch(/is there already|KeyAlreadyPresent/);
      expect(text.match(/^\s*\[/gm)?.length ?? 0, text).toBeGreaterThan(1);
    }
  });
});

describe.each(SEEDS)('Python against CPython (seed %i)', seed => {
  let compared: readonly Compared[];
  beforeAll(async () => {
    compared = await compare('py', fc.sample(pythonText, { numRuns: NUM_RUNS, seed }));
  });

  it('reads what DVC reads', () => {
    let read = 0;
    for (const { text, ours, theirs } of compared) {
      if (isRefusal(theirs)) continue;
      read++;
      expect(ours, text).toBe(theirs);
    }
    expect(read).toBeGreaterThan(NUM_RUNS / 3);
  });

  it('refuses no file that DVC reads, and keys that cannot be keys by the same name', () => {
    for (const { text, ours, theirs } of compared) {
      if (theirs.startsWith('error: TypeError: ')) expect(ours, text).toContain(theirs);
      else if (isRefusal(ours)) expect(theirs, text).toMatch(/^error: PythonFileCorruptedError/);
    }
  });
});

describe('what goes too far', () => {
  const deep = (open: string, close: string, levels: number): string =>
    `a = ${open.repeat(levels)}${close.repeat(levels)}\n`;

  it.for([
    ['toml', 'lists', deep('[', ']', 100_000)],
    ['toml', 'inline tables', deep('{a=', '}', 100_000)],
    ['toml', 'parts of a key', `${'a.'.repeat(100_000)}a = 1\n`],
    ['toml', 'parts of a header', `[${'a.'.repeat(100_000)}a]\n`],
    ['toml', 'digits', `a = ${'1'.repeat(4301)}\n`],
    ['py', 'lists', deep('[', ']', 100_000)],
    ['py', 'tuples', deep('(', ')', 100_000)],
    ['py', 'maps', deep('{1: ', '}', 100_000)],
    ['py', 'blocks', Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}if x:\n`).join('')],
    ['py', 'digits', `a = ${'1'.repeat(4301)}\n`],
  ] as const)('is refused by both: %s, %s', async ([suffix, , text]) => {
    const [answer] = await compare(suffix, [text]);
    expect(answer?.theirs).toMatch(/^error: /);
    expect(answer?.ours).toMatch(/^error: /);
  });

  it('are neither 100 levels nor digits in hexadecimal', async () => {
    const texts = [deep('[', ']', 100), `a = 0x${'f'.repeat(5000)}\n`, `${'a.'.repeat(99)}a = 1\n`];
    for (const { ours, theirs } of await compare('toml', texts)) {
      expect(isRefusal(theirs)).toBe(false);
      expect(isRefusal(ours)).toBe(false);
    }
  });
});
