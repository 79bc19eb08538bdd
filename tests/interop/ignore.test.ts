import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IgnoreRule } from '../../src/core/ignore/parse.ts';
import { extendRules, hidingRule, isHidden, noRules, projectRules } from '../../src/core/ignore/rules.ts';
import type { IgnoreRules } from '../../src/core/ignore/rules.ts';
import { parentOf, ROOT, type RepoPath } from '../../src/model/path.ts';
import { environmentAt, git, makeTemporaryFolder } from './rig/environment.ts';
import { dvcPython } from './rig/peers.ts';

/** A project: paths of files, and the lines of the ignore files of some of its folders. */
interface Case {
  readonly files: readonly string[];
  readonly rules: ReadonlyMap<string, readonly string[]>;
}

const SEED = Number(process.env['MLTRACK_SEED'] ?? 20260);
const names = ['a', 'b', 'ab', 'a.csv', 'b.csv', '.x', 'data', 'a b', 'é', '[a]', 'x!', '#c', '!d'];
const globs = ['*', 'a*', '*.csv', '?', '[ab]', '[!a]*', '*a*', 'a.*', 'd?t*', '.*', '[a-c]*.csv', '**'];
const quoted = ['\\#c', '\\[a]', '\\!d', 'x\\!', '\\a', 'a\\ b', '\\*'];

const name = fc.constantFrom(...names);
const segment = fc.oneof({ weight: 3, arbitrary: name }, { weight: 3, arbitrary: fc.constantFrom(...globs) });

function patterns(extra: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      mark: fc.constantFrom('', '', '', '!'),
      start: fc.constantFrom('', '', '/', '**/'),
      parts: fc.array(fc.oneof({ weight: 8, arbitrary: segment }, extra), { minLength: 1, maxLength: 3 }),
      end: fc.constantFrom('', '', '/', '/**', '  '),
    })
    .map(({ mark, start, parts, end }) => mark + start + parts.join('/') + end);
}

function cases(pattern: fc.Arbitrary<string>): fc.Arbitrary<Case> {
  const file = fc.array(name, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
  return fc
    .record({
      files: fc.array(file, { minLength: 4, maxLength: 12 }),
      rules: fc.array(fc.array(pattern, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    })
    .map(({ files, rules }) => {
      // A path cannot be a file and a folder at once.
      const whole = files.filter(one => !files.some(other => other.startsWith(`${one}/`)));
      const folders = ['', ...new Set(whole.map(dirname).filter(folder => folder !== '.'))];
      return {
        files: whole,
        rules: new Map(rules.map((lines, index) => [folders[index % folders.length] ?? '', lines])),
      };
    });
}

function write(root: string, all: readonly Case[], ignoreFile: string): void {
  for (const [index, { files, rules }] of all.entries()) {
    for (const file of files) {
      mkdirSync(join(root, `p${index}`, dirname(file)), { recursive: true });
      writeFileSync(join(root, `p${index}`, file), '');
    }
    for (const [folder, lines] of rules) {
      writeFileSync(join(root, `p${index}`, folder, ignoreFile), lines.map(line => `${line}\n`).join(''));
    }
  }
}

/** Every path of a case, folders too. */
function pathsOf(one: Case): readonly { path: RepoPath; isDirectory: boolean }[] {
  const folders = new Set<RepoPath>();
  for (const file of one.files) {
    for (let folder = parentOf(file as RepoPath); folder !== ROOT; folder = parentOf(folder))
      folders.add(folder);
  }
  return [
    ...[...folders].map(path => ({ path, isDirectory: true })),
    ...one.files.map(path => ({ path: path as RepoPath, isDirectory: false })),
  ];
}

/** The rules that hold for a path: those of all ignore files above it that are not themselves below something ignored. */
async function rulesFor(
  one: Case,
  path: RepoPath,
  start: IgnoreRules,
  ignoreFile: string,
): Promise<IgnoreRules> {
  let rules = start;
  const above: RepoPath[] = [];
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    above.unshift(folder);
    if (folder === ROOT) break;
  }
  for (const directory of above) {
    if (directory !== ROOT && isHidden(rules, directory, true)) break;
    const lines = one.rules.get(directory);
    const source = directory === ROOT ? ignoreFile : `${directory}/${ignoreFile}`;
    if (isHidden(rules, source as RepoPath, false) && start.dialect === 'project') continue;
    if (lines !== undefined) rules = await extendRules(rules, { directory, text: lines.join('\n'), source });
  }
  return rules;
}

interface Verdict {
  readonly path: string;
  readonly rule: string | undefined;
}

async function ours(all: readonly Case[], start: IgnoreRules, ignoreFile: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [index, one] of all.entries()) {
    for (const { path, isDirectory } of pathsOf(one)) {
      const rules = await rulesFor(one, path, start, ignoreFile);
      const rule = hidingRule(rules, path, isDirectory);
      expect(rule !== undefined).toBe(isHidden(rules, path, isDirectory));
      verdicts.push({ path: `p${index}/${path}`, rule: rule && place(rule, `p${index}/`) });
    }
  }
  return verdicts;
}

function place(rule: IgnoreRule, prefix: string): string {
  return `${prefix}${rule.source}:${rule.line}`;
}

function sample(pattern: fc.Arbitrary<string>, count: number): readonly Case[] {
  return fc.sample(cases(pattern), { seed: SEED, numRuns: count });
}

describe('ignore rules against the real thing', () => {
  it(`hide what git check-ignore hides, by the same line (seed ${SEED})`, async () => {
    const folder = makeTemporaryFolder();
    const env = environmentAt(join(folder.path, 'home'));
    const root = join(folder.path, 'work');
    mkdirSync(root);
    git(root, env, 'init', '-q');
    const all = sample(patterns(fc.constantFrom(...quoted)), 250);
    write(root, all, '.gitignore');
    const verdicts = await ours(all, noRules('git'), '.gitignore');
    expect(verdicts).toEqual(
      gitVerdicts(
        root,
        env,
        verdicts.map(each => each.path),
      ),
    );
    expect(verdicts.filter(each => each.rule !== undefined).length).toBeGreaterThan(verdicts.length / 10);
    folder.dispose();
  });

  it(`hide what DVC hides by its own ignore files (seed ${SEED})`, async () => {
    const folder = makeTemporaryFolder();
    // In a nested file DVC reads `**` as the folder itself, and the folder's name as a pattern.
    const some = patterns(name).filter(one => !/^!?\/?(\*\*\/?)+ *$/.test(one));
    const all = sample(some, 250).map(one => ({
      ...one,
      rules: new Map([...one.rules].filter(([folder]) => !/[[#!]/.test(folder))),
    }));
    write(folder.path, all, '.dvcignore');
    const verdicts = await ours(all, projectRules('.dvc'), '.dvcignore');
    const theirs = await dvcVerdicts(
      folder.path,
      verdicts.map(each => each.path),
    );
    expect(verdicts).toEqual(theirs);
    folder.dispose();
  });
});

function gitVerdicts(
  root: string,
  env: Readonly<Record<string, string>>,
  paths: readonly string[],
): Verdict[] {
  const output = execFileSync(
    'git',
    ['check-ignore', '--stdin', '-z', '--verbose', '--non-matching', '--no-index'],
    {
      cwd: root,
      env,
      encoding: 'utf8',
      input: paths.join('\0'),
      maxBuffer: 1 << 26,
    },
  );
  const fields = output.split('\0');
  return paths.map((path, index) => {
    const [source = '', line = '', pattern = ''] = fields.slice(index * 4, index * 4 + 3);
    return { path, rule: source === '' || pattern.startsWith('!') ? undefined : `${source}:${line}` };
  });
}

const ASK_DVC = `
import json, os, sys
from dvc.fs import localfs
from dvc.ignore import DvcIgnoreFilter
answers, filters = [], {}
for path in json.load(sys.stdin):
    root = os.path.abspath(path.split('/')[0])
    if root not in filters:
        filters[root] = DvcIgnoreFilter(localfs, root)
    answer = filters[root].check_ignore(path)
    answers.append([str(info) for info in answer.pattern_infos][-1] if answer.match else None)
json.dump(answers, sys.stdout)
`;

async function dvcVerdicts(root: string, paths: readonly string[]): Promise<Verdict[]> {
  const output = execFileSync(await dvcPython(), ['-c', ASK_DVC], {
    cwd: root,
    env: environmentAt(join(root, 'home')),
    encoding: 'utf8',
    input: JSON.stringify(paths),
    maxBuffer: 1 << 26,
  });
  const answers = JSON.parse(output) as (string | null)[];
  return paths.map((path, index) => {
    const answer = answers[index] ?? undefined;
    return { path, rule: answer && `${path.split('/')[0]}/${answer.split(':').slice(0, 2).join(':')}` };
  });
}
