import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import { createEventPrinter, type EventPrinterOptions } from '../../src/view/events.ts';
import { shellQuoted } from '../../src/view/shell-quoted.ts';

/** What the events print: stderr's text is marked with `!` at the start of each line. */
function print(events: readonly Event[], options: Partial<EventPrinterOptions> = {}): string {
  let printed = '';
  const emit = createEventPrinter({
    terminal: false,
    quiet: false,
    layout: () => LAYOUTS.dvc,
    stdout: text => (printed += text),
    stderr: text => (printed += text.replace(/^(?=.)/gm, '!')),
    stderrTerminal: false,
    now: () => 0,
    ...options,
  });
  events.forEach(emit);
  return `\n${printed}`;
}

const run: readonly Event[] = [
  { type: 'stage-skipped', stage: 'data/x.csv.data', data: true },
  { type: 'stage-skipped', stage: 'prepare', data: false },
  { type: 'stage-started', stage: 'filter', reasons: ['x.csv modified'] },
  { type: 'command-started', stage: 'filter', command: "egrep '[0-9]+' text.txt" },
  { type: 'stage-finished', stage: 'filter', elapsedMs: 1234 },
  { type: 'lock-written', file: 'lock', created: true },
  { type: 'lock-written', file: 'lock', created: false },
  { type: 'stage-separated' },
  { type: 'stage-restored', stage: 'count' },
  { type: 'lock-written', file: 'lock', created: false },
  { type: 'git-hint', paths: ['lock', 'a b/.gitignore'], autostage: false },
  { type: 'repro-finished', ran: true, elapsedMs: 1500 },
];

const troubles: readonly Event[] = [
  { type: 'stage-frozen', stage: 'a' },
  { type: 'stage-frozen', stage: 'a', hides: 'status' },
  { type: 'stage-verifying', stage: 'a', what: 'outputs', frozen: true },
  { type: 'stage-verifying', stage: 'x.data', what: 'data sources', frozen: false },
  { type: 'output-empty', path: 'x', role: 'data' },
  { type: 'stage-failed', stage: 'b', failure: { code: 'output-missing', path: 'y' }, ignored: false },
  { type: 'stages-dropped', stages: ['c'] },
  {
    type: 'stage-failed',
    stage: 'd',
    failure: { code: 'command-failed', command: 'false', exit: 1 },
    ignored: true,
  },
  { type: 'stages-dropped', stages: ['e', 'f', 'g'] },
  {
    type: 'revision-unreadable',
    kind: 'metrics',
    revision: 'v1',
    failure: { code: 'refused', message: 'no' },
  },
  { type: 'revisions-troubled', what: 'metrics', revisions: ['v1', 'v2'] },
  { type: 'warning', message: 'old file', hint: 'Make it new.' },
  { type: 'notice', message: 'by the way' },
  { type: 'notice', message: 'deep down', level: 'debug' },
];

describe('off a terminal', () => {
  it("a run prints DVC's lines", () => {
    expect(print(run)).toBe(`
'data/x.csv.data' didn't change, skipping
Stage 'prepare' didn't change, skipping
Running stage 'filter':
> egrep '[0-9]+' text.txt
Generating lock file 'lock'
Updating lock file 'lock'

Stage 'count' is cached - skipping run, checking out outputs
Updating lock file 'lock'

To track the changes with git, run:

	git add lock 'a b/.gitignore'

To enable auto staging, run:

	dvc config core.autostage true
Use \`dvc push\` to send your updates to remote storage.
`);
  });

  it('troubles go to stderr as warnings', () => {
    expect(print(troubles)).toBe(`
!WARNING: stage: 'a' is frozen. Its dependencies are not going to be reproduced.
!WARNING: stage: 'a' is frozen. Its dependencies are not going to be shown in the status output.
Verifying outputs in frozen stage: 'a'
Verifying data sources in stage: 'x.data'
!WARNING: 'x' is empty.
!WARNING: output 'y' does not exist
!WARNING: Stage 'c' will be skipped due to this failure
!WARNING: failed to run: false, exited with 1 (ignored)
!WARNING: Stages 'e', 'f' and 'g' will be skipped due to this failure
!WARNING: failed to load metrics in revision 'v1', no
!DVC failed to load some metrics for following revisions: 'v1, v2'.
!WARNING: old file
!Make it new.
by the way
`);
  });

  it('a run that found nothing to do says so', () => {
    expect(print([{ type: 'repro-finished', ran: false, elapsedMs: 1500 }])).toBe(
      '\nData and pipelines are up to date.\n',
    );
  });

  it('a new stage is told with its file', () => {
    const written: Event = {
      type: 'pipeline-written',
      file: 'p.yaml',
      stage: 'a',
      created: true,
      replaced: false,
    };
    expect(print([written, { ...written, created: false, replaced: true }])).toBe(
      "\nCreating 'p.yaml'\nAdding stage 'a' in 'p.yaml'\nModifying stage 'a' in 'p.yaml'\n",
    );
  });

  it('what git was told already is not asked of the user', () => {
    expect(print([{ type: 'git-hint', paths: ['x'], autostage: true }])).toBe('\n');
  });

  it('what is watched is counted', () => {
    const events = [1, 1200].map((files): Event => ({ type: 'watching', files }));
    expect(print(events)).toBe(
      '\nwatching 1 file; edit one or press Ctrl-C\nwatching 1,200 files; edit one or press Ctrl-C\n',
    );
  });

  it('hints name only what there is in the layout of that moment', () => {
    const hints: Event[] = [
      { type: 'git-hint', paths: ['x'], autostage: false },
      { type: 'repro-finished', ran: true, elapsedMs: 1500 },
    ];
    expect(print(hints, { layout: () => LAYOUTS.mltrack })).toBe(
      '\n\nTo track the changes with git, run:\n\n\tgit add x\n',
    );
  });

  it('progress prints nothing', () => {
    const progress: Event = { type: 'progress', task: 'Hashing', done: 1, total: 2, unit: 'files' };
    expect(print([progress, { type: 'progress-ended' }])).toBe('\n');
  });

  it('quiet prints nothing at all', () => {
    expect(print([...run, ...troubles], { quiet: true })).toBe('\n');
  });
});

describe('stages side by side', () => {
  const commands: readonly Event[] = [
    { type: 'command-started', stage: 'a', command: 'run\nit', sideBySide: true },
    { type: 'stage-output', stage: 'b', stream: 'stdout', lines: ['hello'] },
  ];

  it('have their name before each of their commands, as before each line that they print', () => {
    expect(print(commands)).toBe('\n[a] > run\nit\n[b] hello\n');
    expect(print(commands, { terminal: true })).toBe('\na > run\na > it\nb │ hello\n');
  });

  it('that failed with the same last lines are told of once, and of very many the first ones', () => {
    const tails: readonly Event[] = [
      { type: 'stage-tail', stage: 'a', lines: ['no', 'data'], alike: 0 },
      { type: 'stage-tail', stage: 'b', lines: ['none'], alike: 1 },
      { type: 'stage-tail', stage: 'c', lines: ['none'], alike: 1200 },
      { type: 'tails-left-out', stages: 7 },
    ];
    expect(print(tails)).toBe(`
!Last lines of 'a':
!  no
!  data
!Last lines of 'b', and of 1 more stage that failed:
!  none
!Last lines of 'c', and of 1,200 more stages that failed:
!  none
!What 7 more failed stages printed: \`dvc log <stage>\`
`);
    const stages = Array.from({ length: 300 }, (_, index) => `s@${index}`);
    expect(print([{ type: 'stages-dropped', stages }])).toContain("'s@8' and 291 more will be skipped");
  });
});

describe('damaged objects', () => {
  const damaged: readonly Event[] = [
    { type: 'objects-damaged', paths: ['a'] },
    { type: 'objects-damaged', paths: ['d/1', 'd/2'], stage: 'make' },
  ];

  it('are named by their files, with the stage that makes these again', () => {
    expect(print(damaged)).toBe(`
!WARNING: the cache's copy of 'a' was damaged and has been removed.
!WARNING: the cache's copies of 'd/1' and 'd/2' were damaged and have been removed: stage 'make' makes them again.
`);
    expect(print(damaged, { terminal: true })).toContain("'d/1' and 'd/2' were damaged");
  });
});

describe('on a terminal', () => {
  it('a run shows marks, reasons, times and a sum', () => {
    expect(print(run, { terminal: true })).toBe(`
✔ data/x.csv.data  unchanged
✔ prepare  unchanged
▶ filter
    x.csv modified
  > egrep '[0-9]+' text.txt
✔ filter  1.2 s
  wrote lock
↺ count  restored from the cache, not run
To track the changes with git: git add lock 'a b/.gitignore'
1 ran, 1 restored, 2 unchanged in 1.5 s
`);
  });

  it('each of several runs has a sum of its own', () => {
    const one: Event[] = [
      { type: 'stage-finished', stage: 'a', elapsedMs: 1000 },
      { type: 'repro-finished', ran: true, elapsedMs: 1500 },
      { type: 'watching', files: 2 },
    ];
    const text = '✔ a  1.0 s\n1 ran in 1.5 s\nwatching 2 files; edit one or press Ctrl-C\n';
    expect(print([...one, ...one], { terminal: true })).toBe(`\n${text}${text}`);
  });

  it('a run that only looked at data has no sum, and one that did nothing says so', () => {
    const finished = { type: 'repro-finished', elapsedMs: 1500 } as const;
    expect(print([{ ...finished, ran: true }], { terminal: true })).toBe('\n');
    expect(print([{ ...finished, ran: false }], { terminal: true })).toBe(
      '\nData and pipelines are up to date.\n',
    );
  });

  it('troubles show what failed', () => {
    expect(print(troubles, { terminal: true })).toBe(`
!WARNING: stage 'a' is frozen: its dependencies are not looked at
!WARNING: stage 'a' is frozen: its dependencies are not looked at
◆ a  verifying outputs
◆ x.data  verifying data sources
!WARNING: 'x' is empty.
!✖ b  output 'y' does not exist
!WARNING: Stage 'c' will be skipped due to this failure
!✖ d  failed to run: false, exited with 1 (ignored)
!WARNING: Stages 'e', 'f' and 'g' will be skipped due to this failure
!WARNING: failed to load metrics in revision 'v1', no
!WARNING: some files could not be read in v1 and v2
!WARNING: old file
!  Make it new.
by the way
`);
  });

  it('the sum tells the time that passed, not the times of stages that ran side by side together', () => {
    const stages = ['a', 'b', 'c'].map(
      (stage): Event => ({ type: 'stage-finished', stage, elapsedMs: 1400 }),
    );
    expect(
      print([...stages, { type: 'repro-finished', ran: true, elapsedMs: 1500 }], { terminal: true }),
    ).toContain('\n3 ran in 1.5 s\n');
  });

  it('a run that stops says how far it came, unless it was about one stage', () => {
    const stopped: Event = { type: 'repro-stopped', failed: 2, ended: 1, left: 1200, elapsedMs: 1500 };
    const ran: Event = { type: 'stage-finished', stage: 'a', elapsedMs: 1 };
    expect(print([ran, stopped], { terminal: true })).toContain(
      '\n1 ran, 2 failed, 1 ended, 1,200 not run in 1.5 s\n',
    );
    expect(print([ran, stopped])).toBe('\n');
    expect(print([{ ...stopped, failed: 1, ended: 0, left: 0 }], { terminal: true })).toBe('\n');
  });

  it('a dry run says what would be done', () => {
    const dry: Event[] = [
      { type: 'stage-skipped', stage: 'a', data: false },
      { type: 'stage-restored', stage: 'b' },
      { type: 'stage-started', stage: 'b', reasons: [] },
      { type: 'stage-started', stage: 'c', reasons: [] },
      { type: 'repro-finished', ran: true, dry: true, elapsedMs: 1500 },
    ];
    expect(print(dry, { terminal: true })).toContain(
      '\nNothing was run: 1 would run, 1 would be restored, 1 unchanged\n',
    );
  });

  it('of many stages in a row to which the same happens ten are named', () => {
    const many = (type: 'stage-skipped' | 'stage-restored', count: number): Event[] =>
      Array.from({ length: count }, (_, index) => ({ type, stage: `s@${index}`, data: false }));
    const finished: Event = { type: 'repro-finished', ran: false, elapsedMs: 1500 };
    const text = print([...many('stage-skipped', 12), ...many('stage-restored', 11), finished], {
      terminal: true,
    });
    expect(text.split('\n').filter(line => line.includes('unchanged'))).toHaveLength(10);
    expect(text).toContain('✔ s@9  unchanged\n  and 2 more likewise\n↺ s@0');
    expect(text).toContain('↺ s@9  restored from the cache, not run\n  and 1 more likewise\nData and');
    const all = [...many('stage-skipped', 12), finished];
    expect(print(all, { terminal: true, verbose: true })).toContain('✔ s@11  unchanged\n');
    expect(print(all)).toContain("Stage 's@11' didn't change");
  });

  it('the reasons of stages of one group are told again only when they are others', () => {
    const started = (stage: string, ...reasons: string[]): Event => ({
      type: 'stage-started',
      stage,
      reasons,
    });
    const events = [
      started('a@1', 'x changed'),
      started('a@2', 'x changed'),
      started('a@3', 'y changed'),
      started('b@1', 'y changed'),
      started('c', 'y changed'),
    ];
    expect(print(events, { terminal: true })).toBe(`
▶ a@1
    x changed
▶ a@2  likewise
▶ a@3
    y changed
▶ b@1
    y changed
▶ c
    y changed
`);
    expect(print(events.slice(0, 2), { terminal: true, verbose: true })).not.toContain('likewise');
  });

  it('every mark has its looks', () => {
    const paint = (style: string, text: string) => `<${style}>${text}</>`;
    expect(
      print([{ type: 'stage-finished', stage: 'a', elapsedMs: 61_000 }], { terminal: true, paint }),
    ).toBe('\n<good>✔</> a  <dim>1 min 1 s</>\n');
  });
});

it.each([
  ['plain/path-1.csv', 'plain/path-1.csv'],
  ['a b', "'a b'"],
  ["it's", `'it'"'"'s'`],
  ['', "''"],
  ['é', "'é'"],
])('a shell reads %j back from %s', (word, quoted) => expect(shellQuoted(word)).toBe(quoted));

describe('runs with several seeds', () => {
  const events: readonly Event[] = [
    { type: 'seeds-running', run: { seed: '42', index: 2, of: 5, side: 'base' }, elapsedMs: 12_000 },
    { type: 'seeds-running' },
  ];

  it('are told of on a terminal, as long as they go on', () => {
    expect(print(events, { stderrTerminal: true })).toBe('\n!seed 2 of 5, base, 12.0 s: 42\r!\x1b[2K');
    expect(print(events)).toBe('\n');
  });
});
