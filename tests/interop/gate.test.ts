/** Gates: beside real DVC, on the users' farmers, and read by other programs than ours. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeSpan, plainText } from '../../src/core/markdown/escape.ts';
import { Both } from './rig/both.ts';
import { mlOptions, needData, overlay, writeBase } from './rig/ml-project.ts';
import { dvcPython } from './rig/peers.ts';

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
});

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
