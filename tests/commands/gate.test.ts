import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

/** Declares gates, in whichever file the layout has for them. */
function declare(rig: Rig, gates: string): void {
  const isOwn = rig.has('.mltrack') && rig.has('mltrack.yaml');
  const before = isOwn ? rig.read('mltrack.yaml').replace(/^gates:[^]*/m, '') : '';
  rig.write({ 'mltrack.yaml': `${before}gates:\n${gates.replace(/^/gm, '  ')}\n` });
}

function write(rig: Rig, metrics: unknown): void {
  rig.write({ 'metrics.json': JSON.stringify(metrics) });
}

const DROP = 'metrics.json: {accuracy: {direction: higher, maxDrop: 0.1, min: 0.3}}';

describe.each(LAYOUT_NAMES)('gate in the layout of %s', name => {
  it('passes, or fails with exit code 1, and says what it compared with', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    declare(rig, DROP);
    rig.commit('gates');
    expect((await rig.mltrack('gate')).code).toBe(0);
    write(rig, { accuracy: 0.25 });
    const { code, stdout, stderr } = await rig.mltrack('gate');
    const head = rig.git('rev-parse', '--short=7', 'HEAD').trim();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(
      [
        `Base: ${head}, the last commit, as the workspace has changes`,
        'Head: workspace',
        '',
        'Verdict    Metric    Base    Head    Change             Limit',
        'fail       accuracy  0.5000  0.2500  ▼ 0.2500 (-50.0%)  ≥ 0.3',
        'fail       accuracy  0.5000  0.2500  ▼ 0.2500 (-50.0%)  drop ≤ 0.1',
        '',
        '2 gates failed.',
        '',
      ].join('\n'),
    );
  });

  it('names files from the root, wherever it is asked', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    declare(rig, DROP);
    expect(await rig.mltrack('gate', 'sub')).toEqual(await rig.mltrack('gate'));
  });
});

describe('gate', () => {
  it('compares with where the branch began, or with what is named', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, DROP);
    rig.git('checkout', '-q', '-b', 'feature');
    write(rig, { accuracy: 0.45 });
    rig.commit('a little worse');
    write(rig, { accuracy: 0.36 });
    rig.commit('worse again');
    const fork = rig.git('rev-parse', '--short=7', 'main').trim();
    const far = await rig.mltrack('gate');
    expect(far.code).toBe(1);
    expect(far.stdout).toContain(`Base: ${fork}, where the branch left 'main'`);
    const near = await rig.mltrack('gate HEAD~1');
    expect(near.code).toBe(0);
    expect(near.stdout).toContain("Base: 'HEAD~1' (");
    const other = await rig.mltrack('gate main --head HEAD~1');
    expect(other.code).toBe(0);
    expect(other.stdout).toContain("Head: 'HEAD~1' (");
  });

  it('on the main branch compares with the commit before', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, DROP);
    write(rig, { accuracy: 0.36 });
    rig.commit('worse');
    expect((await rig.mltrack('gate')).stdout).toContain(', the commit before\n');
    expect((await rig.mltrack('gate')).code).toBe(1);
  });

  it('without a base is green, but with --strict', async () => {
    using rig = await Rig.create('mltrack');
    declare(rig, DROP);
    write(rig, { accuracy: 0.5 });
    const { code, stdout } = await rig.mltrack('gate');
    expect(code).toBe(0);
    expect(stdout).toContain('Base: none: nothing is committed yet\n');
    expect(stdout).toContain('not evaluated: no base  accuracy');
    expect(stdout).toContain('1 gate passed, 1 not evaluated.\n');
    const strict = await rig.mltrack('gate --strict');
    expect(strict.code).toBe(2);
    expect(strict.stdout).toContain('Cannot be decided: accuracy of metrics.json: no base.\n');
  });

  it('cannot decide with a base that is not there, but a failure counts more', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, DROP);
    const open = await rig.mltrack('gate mian');
    expect(open.code).toBe(2);
    expect(open.stderr).toContain("unknown Git revision 'mian'");
    expect(open.stderr).toContain("Did you mean 'main'?");
    write(rig, { accuracy: 0.2 });
    const failed = await rig.mltrack('gate mian');
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain("Base: none: there is no commit 'mian'\n");
  });

  it('cannot decide over a required metric that is missing, nor over a broken file', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, 'metrics.json: {auc: {required: true}}');
    const missing = await rig.mltrack('gate');
    expect(missing.code).toBe(2);
    expect(missing.stdout).toContain('undecided: no such metric  auc');
    rig.write({ 'metrics.json': '{"auc": 1,\n "b": }\n' });
    const broken = await rig.mltrack('gate');
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("no values from 'metrics.json' in 'workspace': 2:7");
    expect(broken.stdout).toContain('undecided: workspace: 2:7');
  });

  it('cannot decide where the pipeline of the base is broken, and says what is wrong there', async () => {
    const { rig } = await trained();
    using _ = rig;
    const pipeline = rig.read('dvc.yaml');
    rig.write({ 'dvc.yaml': 'stages: {a: {cmx: 1}}\n' });
    rig.commit('broken');
    rig.write({ 'dvc.yaml': pipeline });
    declare(rig, DROP);
    const { code, stdout, stderr } = await rig.mltrack('gate HEAD');
    expect(code).toBe(2);
    expect(stdout).toContain('undecided: HEAD: the project cannot be read there');
    expect(stderr).toContain('dvc.yaml');
  });

  it('without any gates says how to declare one, of a metric that is there', async () => {
    const { rig } = await trained();
    using _ = rig;
    const { code, stderr } = await rig.mltrack('gate');
    expect(code).toBe(2);
    expect(stderr).toContain("No gates are declared in 'mltrack.yaml': there is nothing to judge by.");
    const example = stderr.slice(stderr.indexOf('  gates:'));
    rig.write({ 'mltrack.yaml': example.replace(/^ {2}/gm, '') });
    expect((await rig.mltrack('gate')).code).toBe(0);
  });

  it('reads metrics that the cache holds, and says where it has lost them', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'dvc.yaml': rig.read('dvc.yaml').replace('cache: false', 'cache: true') });
    rig.git('rm', '-q', '--cached', 'metrics.json');
    await rig.mltrack('repro -q -f');
    declare(rig, DROP);
    rig.commit('cached');
    rig.write({ 'results.json': '{"accuracy": 0.45}' });
    await rig.mltrack('repro -q');
    expect((await rig.mltrack('gate')).stdout).toContain('0.5000  0.4500');
    await rig.mltrack('gc -w -f');
    const { code, stdout } = await rig.mltrack('gate HEAD');
    expect(code).toBe(2);
    expect(stdout).toContain('undecided: HEAD: it is neither there nor in the cache');
  });

  it('answers in JSON that any reader understands', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, 'metrics.json: {accuracy: {direction: higher, maxDrop: 10%}}');
    rig.write({ 'metrics.json': '{"accuracy": NaN}' });
    const { code, stdout } = await rig.mltrack('gate main --json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      verdict: 'fail',
      exitCode: 1,
      reason: '1 gate failed.',
      base: { name: 'main', sha: rig.git('rev-parse', 'main').trim(), how: 'named', why: expect.any(String) },
      head: { name: 'workspace', sha: null },
      results: [
        {
          ...{ file: 'metrics.json', metric: 'accuracy', part: 'maxDrop', verdict: 'fail', level: 'fail' },
          ...{ direction: 'higher', limit: { amount: 10, unit: 'percent' } },
          ...{ old: 0.5, new: 'nan', change: 'nan', why: null, seeds: null },
        },
      ],
    });
  });

  it('answers in Markdown that names from data cannot break', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, 'metrics.json: {"</details>@team|*": {max: 1}}');
    write(rig, { '</details>@team|`x`': 2 });
    const { stdout } = await rig.mltrack('gate --md');
    expect(stdout).toContain(
      [
        '**❌ 1 gate failed.**',
        '',
        '| Metric | Base | Head | Change | Limit | Verdict |',
        '| :-- | --: | --: | --: | :-- | :-- |',
        '| <code>&#60;/details&#62;&#64;\u200bteam&#124;&#96;x&#96;</code> | – | 2 | – | ≤ 1 | ❌ fail |',
        '',
        'Base: `',
      ].join('\n'),
    );
  });

  it('writes JUnit XML, whatever the exit code is', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, 'metrics.json: {accuracy: {min: 0.9, maxDrop: 1}, "<&>\\u0001": {min: 0}}');
    expect((await rig.mltrack('gate main --junit reports/gates.xml')).code).toBe(1);
    const xml = rig.read('reports/gates.xml');
    expect(xml).toContain('<testsuite name="gates" tests="3" failures="1" errors="0" skipped="1" time="0">');
    expect(xml).toContain('<testcase classname="metrics.json" name="accuracy maxDrop" time="0"/>');
    expect(xml).toContain('name="&lt;&amp;&gt;\ufffd min"');
    expect((await rig.mltrack('gate nowhere --junit gates.xml')).code).toBe(1);
    expect(rig.read('gates.xml')).toContain('errors="2"');
  });

  it('quietly prints its table, plain or as Markdown, and no JSON', async () => {
    const { rig } = await trained();
    using _ = rig;
    declare(rig, DROP);
    const { stdout } = await rig.mltrack('gate --md');
    expect(await rig.mltrack('gate -q --md')).toEqual({ code: 0, stdout, stderr: '' });
    expect((await rig.mltrack('gate -q')).stdout).toMatch(/^Verdict .*\nnot evaluated: .*\npass .*\n$/);
    expect((await rig.mltrack('gate -q --json')).stdout).toBe('');
  });
});
