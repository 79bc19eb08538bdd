import { chmodSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { Rig } from '../rig/rig.ts';
import { needStrace } from '../rig/strace.ts';
import { LAYOUT_NAMES, untrained } from '../rig/trained.ts';

/** A project whose only stage is `one`, with this command, and these further lines. */
async function project(
  cmd: string,
  more = '',
  name: (typeof LAYOUT_NAMES)[number] = 'dvc',
): Promise<{ readonly rig: Rig; readonly file: string; readonly directory: string }> {
  const { rig, layout } = await untrained(name);
  rig.write({ [layout.pipelineFile]: `stages:\n  one:\n    cmd: ${JSON.stringify(cmd)}\n${more}` });
  return { rig, file: layout.pipelineFile, directory: layout.ownDirectory };
}

describe('repro --trace', () => {
  beforeEach(needStrace);

  it.each(LAYOUT_NAMES)('lists what a stage does not declare, in the layout of %s', async name => {
    const { rig, file, directory } = await project(
      'cat raw.txt src/a.txt params.yaml > out.txt; cp out.txt log.txt; echo x > tmp; mv tmp moved; touch gone; rm gone',
      '    deps: [raw.txt]\n    params: [lr]\n    outs: [out.txt]\n',
      name,
    );
    using _ = rig;
    rig.write({ 'src/a.txt': 'a\n' });
    const ran = await rig.mltrack('repro --trace');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toBe(
      `WARNING: stage 'one' uses files that it does not declare. Lines to add in '${file}':\n` +
        '  one:\n    deps:\n    - src/a.txt\n    outs:\n    - log.txt\n    - moved\n',
    );
    expect(readdirSync(join(rig.root, directory))).not.toContainEqual(expect.stringMatching(/^trace/));
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('says nothing of a stage that declares all, nor of one that does not run', async () => {
    const { rig } = await project('cat raw.txt > out.txt', '    deps: [raw.txt]\n    outs: [out.txt]\n');
    using _ = rig;
    expect((await rig.mltrack('repro --trace --strict')).stderr).toBe('');
    expect((await rig.mltrack('repro --trace --strict')).code).toBe(0);
  });

  it('fails the stage with --strict, and records nothing', async () => {
    const { rig, file } = await project('cat raw.txt > out.txt', '    outs: [out.txt]\n');
    using _ = rig;
    const ran = await rig.mltrack('repro --trace --strict');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toBe(
      `ERROR: failed to reproduce 'one': stage 'one' uses files that it does not declare. Lines to add in '${file}':\n` +
        '  one:\n    deps:\n    - raw.txt\n',
    );
    expect(rig.has('dvc.lock')).toBe(false);
    expect((await rig.mltrack('repro --strict')).code).toBe(254);
  });

  it('names what all stages of a group lack once, under the key that they share', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({
      'mltrack.yaml':
        'stages:\n  each:\n    foreach: [a, b]\n    do: {cmd: "cat hidden > ${item}", outs: ["${item}"]}\n  all:\n    matrix: {n: [c, d]}\n    cmd: cat hidden > ${item.n}; echo > log-${item.n}\n    outs: ["${item.n}"]\n',
      hidden: 'x\n',
    });
    const { stderr } = await rig.mltrack('repro --trace');
    const lead = "uses files that it does not declare. Lines to add in 'mltrack.yaml', for all of";
    const tail = '(`${item}` for what differs from stage to stage):';
    const lines = (name: string): string =>
      `WARNING: stage 'all@${name}' ${lead} 'all' ${tail}\n  all:\n    deps:\n    - hidden\n    outs:\n    - log-${name}\n`;
    expect(stderr).toBe(
      `WARNING: stage 'each@a' ${lead} 'each' ${tail}\n  each:\n    do:\n      deps:\n      - hidden\n${lines('c')}${lines('d')}`,
    );
  });

  it('leaves out what is ignored, and names the folder of data that is tracked as a whole', async () => {
    const { rig } = await project(
      'cat data/1 data/2 skipped by-git .git/HEAD __pycache__/x.pyc > /dev/null; cat .dvc/config dvc.yaml > /dev/null; date > cache/y',
    );
    using _ = rig;
    rig.write({
      'data/1': '1',
      'data/2': '2',
      skipped: '',
      'by-git': '',
      '__pycache__/x.pyc': '',
      'cache/x': '',
      '.dvcignore': 'skipped\n',
      '.gitignore': 'by-git\ncache/\n',
    });
    await rig.mltrack('add -q data');
    expect((await rig.mltrack('repro --trace')).stderr).toContain(
      "'dvc.yaml':\n  one:\n    deps:\n    - data\n",
    );
    expect((await rig.mltrack('repro --trace -f')).stderr.split('\n')).toHaveLength(5);
  });

  it('names files as the stage would: from its folder, by the links that it uses', async () => {
    const { rig } = await project(
      './tool; cat link raw-link "we ird.txt" > /dev/null',
      '    wdir: sub\n    deps: [../raw.txt]\n',
    );
    using _ = rig;
    rig.write({ 'sub/tool': '#!/bin/sh\n', 'sub/we ird.txt': '', 'top.txt': '' });
    chmodSync(join(rig.root, 'sub/tool'), 0o755);
    symlinkSync('../top.txt', join(rig.root, 'sub/link'));
    symlinkSync('../raw.txt', join(rig.root, 'sub/raw-link'));
    expect((await rig.mltrack('repro --trace')).stderr).toContain(
      '\'dvc.yaml\':\n  one:\n    deps:\n    - link\n    - tool\n    - "we ird.txt"\n',
    );
  });

  it('follows many processes, and lines that run one after the other', async () => {
    const { rig } = await project(
      'for i in $(seq 60); do (cat part/$i) & done | cat > out.txt\necho x > tmp\ncat tmp; rm tmp',
      '    outs: [out.txt]\n',
    );
    using _ = rig;
    const names = Array.from({ length: 60 }, (_, index) => `part/${String(index + 1)}`);
    rig.write(Object.fromEntries(names.map(name => [name, 'x\n'])));
    const ran = await rig.mltrack('repro --trace');
    expect(ran.stderr.split('\n').filter(line => line.startsWith('    - '))).toHaveLength(60);
    expect(ran.stderr).not.toContain('tmp');
    expect(rig.read('out.txt')).toBe('x\n'.repeat(60));
  });

  it('leaves streams and exit codes to the command, side by side as well', async () => {
    const { rig } = await project('echo out; echo err >&2; exit 7', '  two:\n    cmd: kill -9 $$\n');
    using _ = rig;
    const ran = await rig.mltrack('repro --trace');
    expect(ran.stdout).toContain('\nout\n');
    expect(ran.stderr).toBe(
      "err\nLast lines of 'one':\n  out\n  err\nERROR: failed to reproduce 'one': failed to run: echo out; echo err >&2; exit 7, exited with 7\n",
    );
    const both = await rig.mltrack('repro --trace -k -j 2');
    expect(both.stderr).toContain('exited with 7\n');
    expect(both.stderr).toContain('kill -9 $$, exited with -9\n');
  });
});

describe('where strace is missing', () => {
  it('--trace says so, and how to get it', async () => {
    const { rig } = await project('true');
    using _ = rig;
    let printed = '';
    const io = rig.process(['repro', '--trace']);
    const code = await main({
      ...io,
      env: { ...io.env, PATH: '/nonexistent' },
      stderr: { ...io.stderr, write: text => (printed += String(text)) },
    });
    expect(code).toBe(255);
    expect(printed).toMatch(
      process.platform === 'linux'
        ? /needs strace, which is not installed\.\nhint: .*apt install/
        : /Linux only/,
    );
    expect(rig.has('dvc.lock')).toBe(false);
  });
});
