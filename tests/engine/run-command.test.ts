import { describe, expect, it } from 'vitest';
import { commandLines, runCommand } from '../../src/engine/run-command.ts';
import type { Project } from '../../src/engine/project.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import { stage } from './stages.ts';

const nothing = (): void => undefined;
const ALONE = {
  sideBySide: false,
  abort: new AbortController().signal,
  copy: { stdout: nothing, stderr: nothing },
  onExit: nothing,
};

/** The project as if the process had these variables. */
const withEnv = (project: Project, env: Record<string, string>): Project => ({
  ...project,
  context: { ...project.context, env: { ...project.context.env, ...env } },
});

describe('a command', () => {
  it.each<[string | string[], string[]]>([
    ['one', ['one']],
    ['one\ntwo\n', ['one', 'two']],
    ['one\r\ntwo\rthree\u2028four', ['one', 'two', 'three', 'four']],
    ['one\n\n', ['one', '']],
    ['one \\\n  two', ['one \\', '  two']],
    ['', []],
    [
      ['a\nb', ''],
      ['a\nb', ''],
    ],
  ])('%j has the lines %j', (command, lines) => expect(commandLines(command)).toEqual(lines));

  it('runs line by line in its folder, each in a shell of its own', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'sub/keep': '' });
    using engine = await openOn(rig);
    const command = 'x=1; cd ..; pwd > seen\necho "[$x]" > here';
    await runCommand(engine.project, stage({ workdir: 'sub' as RepoPath }), command, ALONE);
    expect([rig.read('seen'), rig.read('sub/here')]).toEqual([`${rig.root}\n`, '[]\n']);
    expect(engine.events.filter(({ type }) => type === 'command-started')).toEqual([
      { type: 'command-started', stage: 'one', command: 'x=1; cd ..; pwd > seen' },
      { type: 'command-started', stage: 'one', command: 'echo "[$x]" > here' },
    ]);
  });

  it('ends with the first line that fails', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const run = (command: string[]): Promise<unknown> =>
      failureOf(() => runCommand(engine.project, stage(), command, ALONE));
    expect(await run(['true', 'exit 3', 'touch after'])).toEqual({
      code: 'command-failed',
      command: 'exit 3',
      exit: 3,
    });
    expect(rig.has('after')).toBe(false);
  });

  it('that a signal has ended fails with the number of that signal, negative', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const exit = { code: undefined, signal: 'SIGTERM', signalNumber: 15 };
    const shell = { ...engine.project.context.shell, run: () => Promise.resolve(exit) };
    const project = { ...engine.project, context: { ...engine.project.context, shell } };
    expect(await failureOf(() => runCommand(project, stage(), 'x', ALONE))).toEqual({
      code: 'command-failed',
      command: 'x',
      exit: -15,
    });
  });

  it('knows its project and its stage', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'sub/keep': '' });
    using engine = await openOn(rig, 'sub');
    const file = 'mltrack.yaml' as RepoPath;
    const command = 'echo "$DVC_ROOT $MLTRACK_ROOT $DVC_STAGE $MLTRACK_STAGE" > env';
    await runCommand(engine.project, stage({ file }), command, ALONE);
    const address = '../mltrack.yaml:one';
    expect(rig.read('env')).toBe(`${rig.root} ${rig.root} ${address} ${address}\n`);
  });

  it('that another stage has started still sees the root of the outer project', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const project = withEnv(engine.project, { DVC_ROOT: '/outer', DVC_STAGE: 'outer' });
    await runCommand(project, stage(), 'echo "[$DVC_ROOT] $DVC_STAGE" > env', ALONE);
    // The shell of this test has no DVC_ROOT; what counts is that nobody overwrites the outer one.
    expect(rig.read('env')).toBe('[] one\n');
  });

  it('counts as interrupted when the user ended it, even if it went well', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const { context } = engine.project;
    const cancelled = AbortSignal.abort();
    const project = { ...engine.project, context: { ...context, cancelled } };
    expect(
      await failureOf(() => runCommand(project, stage(), ['echo x >> ran', 'echo y >> ran'], ALONE)),
    ).toEqual({
      code: 'interrupted',
    });
    expect(rig.read('ran')).toBe('x\n');
  });
});
