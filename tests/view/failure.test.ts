import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/model/failure.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { describeFailure, renderFailure } from '../../src/view/failure.ts';
import { noPaint } from '../../src/view/paint.ts';

const layout = LAYOUTS.dvc;

it('in a project of our own, nothing is said of DVC', () => {
  const failures: Failure[] = [
    { code: 'not-a-project', folder: '/x' },
    { code: 'already-initialised', directory: LAYOUTS.mltrack.directory },
    { code: 'init-needs-git', directory: '/x' },
  ];
  const words = failures.map(failure => renderFailure(failure, LAYOUTS.mltrack, noPaint));
  expect(words).toEqual([
    "ERROR: you are not inside of a project (looked up to '/')\nhint: `mltrack init` makes one here.\n",
    `ERROR: '${LAYOUTS.mltrack.directory}' exists already.\nhint: In a new clone, \`mltrack merge-driver --install\` is all that is left to set up. \`--force\` replaces what is there, its cache included.\n`,
    "ERROR: '/x' is not the top folder of a git repository.\nhint: `git init` makes it one, `--subdir` is for folders further down, `--no-scm` does without git.\n",
  ]);
});

describe('what a failure says', () => {
  const table: readonly [Failure, message: string][] = [
    [
      { code: 'not-a-project', folder: '/x' },
      "you are not inside of a DVC repository (checked up to mount point '/')",
    ],
    [
      { code: 'cycle', stages: ['a', 'b'] },
      'Same item(s) are defined as both a dependency and an output in stages: a, b.',
    ],
    [
      { code: 'cycle', stages: ['a'] },
      'Same item(s) are defined as both a dependency and an output in stage: a.',
    ],
    [
      { code: 'output-twice', path: 'x', stages: ['a'] },
      "output 'x' is already specified in stage: 'a'.\nUse `dvc remove a` to stop tracking the overlapping output.",
    ],
    [
      { code: 'output-twice', path: 'x', stages: ['a', 'b'] },
      "output 'x' is specified in:\n\t- a\n\t- b\nUse `dvc remove` with any of the above targets to stop tracking the overlapping output.",
    ],
    [
      { code: 'outputs-overlap', outer: 'd', outerStage: 'a', inner: 'd/x', innerStage: 'b' },
      "The output paths:\n'd'('a')\n'd/x'('b')\noverlap and are thus in the same tracked directory.\nTo keep reproducibility, outputs should be in separate tracked directories or tracked individually.",
    ],
    [{ code: 'stage-not-found', name: 'x', file: 'f.yaml' }, "Stage 'x' not found inside 'f.yaml' file"],
    [
      { code: 'target-not-found', target: 'x', file: 'f.yaml' },
      "'x' does not exist as an output or a stage name in 'f.yaml'",
    ],
    [
      { code: 'pipeline-file-ignored', file: `a/${layout.pipelineFile}` },
      `bad DVC file name 'a/${layout.pipelineFile}' is git-ignored.`,
    ],
    [{ code: 'pipeline-file-ignored', file: layout.lockFile }, `'${layout.lockFile}' is git-ignored.`],
    [
      { code: 'path-busy', path: '/p/o', holders: [{ pid: 7, cmd: `dvc  repro\n${'x'.repeat(200)}` }] },
      `'/p/o' is busy, it is being blocked by:\n  (PID 7): dvc repro ${'x'.repeat(109)}…`,
    ],
    [{ code: 'dependency-missing', path: 'x' }, "dependency 'x' does not exist"],
    [{ code: 'data-missing', paths: ['x'] }, "missing data 'source': x"],
    [{ code: 'data-missing', paths: ['x', 'y'] }, "missing data 'sources': x, y"],
    [
      { code: 'params-missing', file: 'p.yaml', keys: ['a', 'b'] },
      "Parameters 'a, b' are missing from 'p.yaml'.",
    ],
    [{ code: 'repro-failed', stages: ['a'] }, "failed to reproduce 'a'"],
    [{ code: 'repro-failed', stages: ['a', 'b', 'c'] }, "failed to reproduce stages: 'a', 'b' and 'c'"],
    [
      {
        code: 'repro-failed',
        stages: ['a'],
        cause: { code: 'command-failed', command: 'python train.py', exit: 1 },
      },
      "failed to reproduce 'a': failed to run: python train.py, exited with 1",
    ],
    [
      { code: 'already-initialised', directory: layout.directory },
      `failed to initiate DVC - '${layout.directory}' exists. Use \`-f\` to force.`,
    ],
    [{ code: 'path-ignored', path: 'x', rule: 'ignore:2:x*' }, "Path 'x' is ignored by ignore:2:x*"],
    [
      { code: 'ignore-file-inside', folder: 'd' },
      `${layout.ignoreFile} file should not be in collected dir path: 'd'`,
    ],
    [
      { code: 'checkout-failed', paths: ['a', 'b'] },
      'Checkout failed for following targets:\na\nb\nIs your cache up to date?',
    ],
    [
      { code: 'checkout-failed', paths: ['a'], damaged: ['a'] },
      "Checkout failed for following targets:\na\nas the cache's copy of 'a' was damaged and has been removed.",
    ],
    [
      {
        code: 'checkout-failed',
        paths: ['a', 'd'],
        damaged: ['a', 'd/1', 'd/2', 'd/3', 'd/4', 'd/5', 'd/6'],
      },
      "Checkout failed for following targets:\na\nd\nas the cache's copies of 'a', 'd/1', 'd/2', 'd/3', 'd/4' and 2 more were damaged and have been removed.",
    ],
    [{ code: 'revision-unknown', revision: 'v1' }, "unknown Git revision 'v1'"],
    [
      { code: 'tracked-nowhere', target: 'x', revisions: ['HEAD', 'workspace'] },
      "'x' is tracked neither in HEAD nor in workspace.",
    ],
    [
      { code: 'folder-list-lost', folder: 'data' },
      "failed to load directory 'data': the cache does not have the list of its files.",
    ],
    [{ code: 'path-missing', path: 'x' }, "there is no 'x'."],
    [{ code: 'tree-and-json' }, 'Cannot use --tree and --json options together.'],
    [
      { code: 'commit-needs-force', stage: 'a' },
      "failed to commit - unable to commit changed stage: 'a'. Use `-f|--force` to force.",
    ],
    [{ code: 'config-invalid', message: 'bad' }, 'configuration error - config file error: bad'],
    [
      { code: 'file-trouble', action: 'writing', path: 'x', errno: 'ENOSPC' },
      "failed while writing 'x': no space left on the disk (ENOSPC)",
    ],
    [
      { code: 'file-trouble', action: 'reading', path: 'x', errno: 'EWEIRD' },
      "failed while reading 'x': EWEIRD",
    ],
    [{ code: 'refused', message: 'no' }, 'no'],
    [
      {
        code: 'files-undeclared',
        stage: 'sub/p.yaml:train@1',
        name: 'train',
        file: 'sub/p.yaml',
        reads: ['../src/a.py', '- odd: "x"'],
        writes: ['log'],
      },
      "stage 'sub/p.yaml:train@1' uses files that it does not declare. Lines to add in 'sub/p.yaml':\n" +
        '  train:\n    deps:\n    - ../src/a.py\n    - "- odd: \\"x\\""\n    outs:\n    - log',
    ],
    [{ code: 'tracing-unavailable', why: 'platform' }, '--trace works on Linux only.'],
    [{ code: 'tracing-unavailable', why: 'missing' }, '--trace needs strace, which is not installed.'],
    [
      { code: 'tracing-unavailable', why: 'refused', message: 'no' },
      'strace cannot look at commands here: no',
    ],
  ];
  it.each(table)('%j', (failure, message) => expect(describeFailure(failure, layout).message).toBe(message));

  it('names the program of the layout', () => {
    const failure: Failure = { code: 'not-a-project', folder: '/x' };
    expect(describeFailure(failure, LAYOUTS.dvc).hint).toBe('`dvc init` makes one here.');
    expect(describeFailure(failure, LAYOUTS.mltrack).hint).toBe('`mltrack init` makes one here.');
  });
});

describe('a failure on stderr', () => {
  it('has a hint where there is one', () => {
    const failure: Failure = { code: 'stage-not-found', name: 'trian', file: 'f.yaml', similar: 'train' };
    expect(renderFailure(failure, layout, noPaint)).toBe(
      "ERROR: Stage 'trian' not found inside 'f.yaml' file\nhint: Did you mean 'train'?\n",
    );
  });

  it('says that a file of parameters is missing as a whole', () => {
    const failure: Failure = { code: 'params-missing', file: 'p.yaml', keys: ['a'], isFileMissing: true };
    expect(renderFailure(failure, layout, noPaint)).toBe(
      "ERROR: Parameters 'a' are missing from 'p.yaml'.\nhint: There is no 'p.yaml'.\n",
    );
  });

  it('is one line where there is none', () => {
    expect(renderFailure({ code: 'interrupted' }, layout, noPaint)).toBe('ERROR: interrupted by the user\n');
  });

  it('shows every mistake of a file at its place', () => {
    const file = 'p.yaml' as RepoPath;
    const failure: Failure = {
      code: 'file-invalid',
      file: 'p.yaml',
      mistake: 'schema',
      revision: '0123456789abcdef',
      diagnostics: [
        {
          file,
          line: 1,
          column: 1,
          length: 4,
          source: 'stag:',
          message: 'unknown key',
          hint: 'did you mean `stages`?',
        },
        { file, line: 3, column: 5, length: 3, source: '  a: []', message: 'expected a map' },
      ],
    };
    expect(`\n${renderFailure(failure, layout, noPaint)}`).toBe(`
ERROR: './p.yaml' validation failed in revision '0123456': 2 errors.

p.yaml:1:1  unknown key
 1 | stag:
   | ^~~~
   = did you mean \`stages\`?

p.yaml:3:5  expected a map
 3 |   a: []
   |     ^~~
`);
  });
});

it("a mistake of the config is told in DVC's words to programs, and to people by its place alone", () => {
  const place = { file: 'config', line: 2, column: 1, length: 5, source: 'x = 1', message: 'no such option' };
  const failure: Failure = {
    code: 'config-invalid',
    message: "extra keys @ data['x']",
    diagnostics: [place],
  };
  const shown = '\n\nconfig:2:1  no such option\n 2 | x = 1\n   | ^~~~~\n';
  expect(renderFailure(failure, layout, noPaint)).toBe(
    `ERROR: configuration error - config file error: extra keys @ data['x']${shown}`,
  );
  expect(renderFailure(failure, layout, noPaint, true)).toBe(`ERROR: the config is wrong.${shown}`);
});
