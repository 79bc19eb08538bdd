import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('stage add in the layout of %s', name => {
  it('writes a new pipeline file, hides outputs from git and says what to commit', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    const file = name === 'dvc' ? 'dvc.yaml' : 'mltrack.yaml';
    const added = await rig.mltrack([
      'stage',
      'add',
      '-n',
      'train',
      '-d',
      'z',
      '-d',
      'a',
      '-p',
      'lr,b.c',
      '-p',
      'o.yaml:k',
      '-o',
      'm',
      '-M',
      'j.json',
      'cp',
      'a b',
      'm',
    ]);
    expect(added).toEqual({
      code: 0,
      stdout: `Added stage 'train' in '${file}'\n\nTo track the changes with git, run:\n\n\tgit add .gitignore ${file}${name === 'dvc' ? '\n\nTo enable auto staging, run:\n\n\tdvc config core.autostage true' : ''}\n`,
      stderr: '',
    });
    expect(rig.read(file)).toBe(
      [
        'stages:',
        '  train:',
        '    cmd: cp "a b" m',
        '    deps:',
        '    - a',
        '    - z',
        '    params:',
        '    - b.c',
        '    - lr',
        '    - o.yaml:',
        '      - k',
        '    outs:',
        '    - m',
        '    metrics:',
        '    - j.json:',
        '        cache: false',
        '',
      ].join('\n'),
    );
    expect(rig.read('.gitignore')).toBe('/m\n');
  });

  it('works in the pipeline file of the folder it is called in', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const before = rig.read(layout.pipelineFile);
    expect((await rig.mltrack('stage add -q -n inner -d in -o out cp in out', 'sub')).stdout).toBe('');
    expect(rig.read(`sub/${layout.pipelineFile}`)).toContain('  inner:\n');
    expect(rig.read('sub/.gitignore')).toBe('/out\n');
    expect(rig.read(layout.pipelineFile)).toBe(before);
  });

  it('refuses a name that is taken, and replaces that stage with --force', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const before = rig.read(layout.pipelineFile);
    expect(await rig.mltrack('stage add -n train true')).toEqual({
      code: 255,
      stdout: '',
      stderr: `ERROR: Stage 'train' already exists in '${layout.pipelineFile}'. Use '--force' to overwrite.\n`,
    });
    expect(rig.read(layout.pipelineFile)).toBe(before);
    expect((await rig.mltrack('stage add -q -f -n train -o other true')).code).toBe(0);
    expect(rig.read(layout.pipelineFile)).toContain("  train:\n    cmd: 'true'\n    outs:\n    - other\n");
    expect(rig.read(layout.pipelineFile)).toContain('  prepare:\n');
  });
});

describe('stage add', () => {
  it('keeps every comment of a file that people write', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': '# why\nstages:\n    a:   # one\n        cmd: x   # two\n# three\nmetrics: [m] # four\n',
    });
    await rig.mltrack('stage add -q -n b true');
    expect(rig.read('dvc.yaml')).toBe(
      "# why\nstages:\n  a:     # one\n    cmd: x       # two\n# three\n  b:\n    cmd: 'true'\nmetrics: [m] # four\n",
    );
  });

  it('leaves what other stages use of a replaced one to them', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages:\n  s:\n    cmd: &c "echo 1" # say\n    deps: &d [x]\n  t: {cmd: *c, deps: *d}\n',
      y: '',
    });
    const done = await rig.mltrack('stage add -q -f -n s -d y -d x -o n true');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(rig.read('dvc.yaml')).toBe(
      'stages:\n  s:\n    cmd: \'true\' # say\n    deps:\n    - x\n    - y\n    outs:\n    - n\n  t: {cmd: "echo 1", deps: [x]}\n',
    );
  });

  it('leaves the line for git to the run where the folder of an output is not there yet', async () => {
    using rig = await Rig.create('dvc');
    const added = await rig.mltrack('stage add -n s -o x -o out/y -o z true');
    expect(added.code).toBe(0);
    expect(rig.read('.gitignore')).toBe('/x\n');
    expect(rig.has('out')).toBe(false);
    expect(added.stderr).toBe(
      "WARNING: 'out' is not there yet: the lines for .gitignore are written when the stage runs.\n",
    );
  });

  it.each([
    ['-n bad.name true', 'Stage name cannot contain punctuation characters.'],
    ['-n none', 'command is not specified'],
    ['-n s -w nowhere true', "stage working dir 'nowhere' does not exist"],
    ['-n s -o clean.txt true', "output 'clean.txt' is already specified in stage: 'prepare'."],
    ['-n s -d q -o q true', "/q' is specified as an output and as a dependency."],
    ['-n s -d x -d ./x true', "/x' is specified more than once."],
    ['-n s -o x -O x true', "/x' is specified more than once."],
    ['-n s -d params.yaml -p lr true', "/params.yaml' is specified more than once."],
    ['-n s -d sub/x.dvc true', "DVC file 'sub/x.dvc' cannot be a dependency."],
    ['-n s -o dvc.yaml true', "DVC file 'dvc.yaml' cannot be an output."],
    ['-n s -d model.txt -o raw.txt true', 'Same item(s) are defined as both a dependency and an output'],
  ])('refuses `%s`, and leaves everything as it is', async (line, words) => {
    const { rig } = await untrained();
    using _ = rig;
    rig.commit('base');
    const refused = await rig.mltrack(`stage add ${line}`);
    expect(refused).toMatchObject({ code: 255, stdout: '' });
    expect(refused.stderr).toContain(words);
    expect(rig.git('status', '--porcelain')).toBe('');
  });

  it('runs the stage at once with --run', async () => {
    using rig = await Rig.create('dvc');
    const added = await rig.mltrack(['stage', 'add', '-n', 's', '--run', '-o', 'made', 'echo made > made']);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toMatch(
      /^Added stage 's' in 'dvc.yaml'\nRunning stage 's':\n> echo made > made\nGenerating lock file 'dvc.lock'\n/,
    );
    expect(added.stdout.match(/git add .*/g)).toEqual(['git add .gitignore dvc.lock dvc.yaml']);
    expect(rig.read('made')).toBe('made\n');
    expect(rig.read('dvc.lock')).toContain('path: made');
  });

  it('writes no ignore file through a link out of the project', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '../outside/keep': '' });
    symlinkSync('../outside', join(rig.root, 'link'));
    const refused = await rig.mltrack('stage add -n s -o link/y true');
    expect(refused).toMatchObject({ code: 255, stdout: '' });
    expect(refused.stderr).toContain('outside of the project');
    expect(rig.has('dvc.yaml')).toBe(false);
    expect(rig.has('../outside/.gitignore')).toBe(false);
  });
});
