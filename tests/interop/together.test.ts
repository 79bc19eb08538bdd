/** Two processes on one project at once, mltrack and DVC in both directions: what one works on the other leaves alone. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { dvcTool } from './rig/dvc.ts';
import { environmentAt, makeTemporaryFolder } from './rig/environment.ts';
import { mltrack } from './rig/mltrack.ts';
import { startingPoint } from './rig/starting-point.ts';
import type { Run, Tool } from './rig/tool.ts';

/** A stage that begins with what is there of its output, and is at work until somebody lets it end. */
const PIPELINE = `stages:
  slow:
    cmd: echo begin >> out.txt; touch started; for i in $(seq 200); do test -e go && break; sleep 0.05; done; cat in.txt >> out.txt
    deps: [in.txt]
    outs: [out.txt]
  other:
    cmd: cp other-in.txt other.txt
    deps: [other-in.txt]
    outs: [other.txt]
`;
const WHOLE = 'begin\nin\n';

interface Place extends Disposable {
  readonly root: string;
  run(tool: Tool, ...argv: readonly string[]): Promise<Run>;
  read(path: string): string;
  /** Runs the slow stage until its command is at work. */
  begin(tool: Tool): Promise<{ end(): Promise<Run> }>;
}

async function project(): Promise<Place> {
  const folder = makeTemporaryFolder();
  const root = join(folder.path, 'project');
  cpSync(await startingPoint(true, true), root, { recursive: true });
  writeFileSync(join(root, 'dvc.yaml'), PIPELINE);
  writeFileSync(join(root, 'in.txt'), 'in\n');
  writeFileSync(join(root, 'other-in.txt'), 'other\n');
  const env = environmentAt(join(folder.path, 'home'));
  const run: Place['run'] = (tool, ...argv) => tool.run(root, env, argv);
  return {
    root,
    run,
    read: path => readFileSync(join(root, path), 'utf8'),
    begin: async tool => {
      for (const sign of ['started', 'go']) rmSync(join(root, sign), { force: true });
      const running = run(tool, 'repro', '-f', '-s', 'slow');
      while (!existsSync(join(root, 'started'))) await pause(20);
      return {
        end: () => {
          writeFileSync(join(root, 'go'), '');
          return running;
        },
      };
    },
    [Symbol.dispose]: () => folder.dispose(),
  };
}

async function runnerOf(name: 'dvc' | 'mltrack'): Promise<Tool> {
  return name === 'dvc' ? dvcTool() : mltrack;
}

describe.each(['dvc', 'mltrack'] as const)('while %s runs a stage', name => {
  it.each([
    ['repro', 'slow'],
    ['commit', '-f', 'slow'],
    ['checkout', 'out.txt'],
    ['remove', 'slow'],
  ])('mltrack %s %s waits, names it and gives up in the end', async (...argv) => {
    using place = await project();
    const slow = await place.begin(await runnerOf(name));
    const second = await place.run(mltrack, ...argv);
    const first = await slow.end();
    expect(first.code, first.stderr).toBe(0);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain(`Waiting for '${place.root}/out.txt', on which PID `);
    expect(second.stderr).toMatch(/out\.txt' is busy, it is being blocked by:\n {2}\(PID \d+\): \S.*repro/);
    expect(place.read('out.txt')).toBe(WHOLE);
    expect((await place.run(mltrack, 'status', 'slow')).stdout).toBe('Data and pipelines are up to date.\n');
    expect(place.read('.dvc/tmp/rwlock')).not.toContain('out.txt');
  });

  it('one who has the time waits for its end, and finds nothing left to do', async () => {
    using place = await project();
    const slow = await place.begin(await runnerOf(name));
    const second = place.run(mltrack, '--wait-for-lock', 'repro', 'slow');
    await pause(3_500);
    expect((await slow.end()).code).toBe(0);
    const { code, stdout, stderr } = await second;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("Stage 'slow' didn't change, skipping\n");
    expect(place.read('out.txt')).toBe(WHOLE);
  });

  it.each([
    ['checkout', 'old\n'],
    ['commit', 'new\n'],
  ])('what mltrack %s waits for it with goes by what is there afterwards', async (command, content) => {
    using place = await project();
    for (const text of ['old\n', 'new\n']) {
      writeFileSync(join(place.root, 'data.txt'), text);
      expect((await place.run(mltrack, 'add', 'data.txt')).code).toBe(0);
      if (text === 'old\n') cpSync(join(place.root, 'data.txt.dvc'), join(place.root, 'old'));
    }
    writeFileSync(join(place.root, 'other.txt'), 'other\n');
    const slow = await place.begin(await runnerOf(name));
    const second = place.run(mltrack, '--wait-for-lock', command, '-f');
    await pause(1_500);
    cpSync(join(place.root, 'old'), join(place.root, 'data.txt.dvc'));
    writeFileSync(join(place.root, 'more.txt'), 'more\n');
    writeFileSync(join(place.root, 'more.txt.dvc'), 'outs:\n- path: more.txt\n');
    expect((await slow.end()).code).toBe(0);
    const { code, stderr } = await second;
    expect(stderr).toContain('Waiting for');
    // Nothing is recorded of the one that came while it waited, which only a commit can change.
    expect(code, stderr).toBe(command === 'commit' ? 0 : 255);
    expect(place.read('data.txt')).toBe(content);
    const recorded = place.read('data.txt.dvc') === place.read('old') ? 'old\n' : 'new\n';
    expect(recorded).toBe(content);
    expect(place.read('more.txt.dvc').includes('md5: ')).toBe(command === 'commit');
  });

  it('nothing is collected as garbage', async () => {
    using place = await project();
    const slow = await place.begin(await runnerOf(name));
    const gc = await place.run(mltrack, 'gc', '-w', '-f');
    expect(gc.code).not.toBe(0);
    expect(gc.stderr).toContain('is busy');
    expect((await slow.end()).code).toBe(0);
  });

  it('other stages can be run, and reads do not wait', async () => {
    using place = await project();
    const slow = await place.begin(await runnerOf(name));
    const other = await place.run(mltrack, 'repro', '-s', 'other');
    expect(other.code, other.stderr).toBe(0);
    expect(other.stderr).not.toContain('Waiting');
    expect((await place.run(mltrack, 'status')).stderr).toBe('');
    expect((await slow.end()).code).toBe(0);
    expect(place.read('dvc.lock')).toMatch(/^ {2}slow:$/m);
    expect(place.read('dvc.lock')).toMatch(/^ {2}other:$/m);
  });
});

describe('while mltrack runs a stage', () => {
  it.each([
    ['repro', '-s', 'slow'],
    ['commit', '-f', 'slow'],
  ])('DVC refuses to %s it, and can afterwards', async (...argv) => {
    using place = await project();
    const dvc = await dvcTool();
    const slow = await place.begin(mltrack);
    const second = await place.run(dvc, ...argv);
    const first = await slow.end();
    expect(first.code, first.stderr).toBe(0);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toMatch(
      /is busy, it is being blocked by:\n {2}\(PID \d+\): mltrack repro -f -s slow/,
    );
    expect(place.read('out.txt')).toBe(WHOLE);
    const after = await place.run(dvc, ...argv);
    expect(after.code, after.stderr).toBe(0);
    expect(after.stderr).not.toContain('had been killed');
    expect(place.read('out.txt')).toBe(WHOLE);
  });

  it('a DVC that runs another one leaves its entry alone', async () => {
    using place = await project();
    const slow = await place.begin(mltrack);
    const other = await place.run(await dvcTool(), 'repro', '-s', 'other');
    expect(other.code, other.stderr).toBe(0);
    expect(place.read('.dvc/tmp/rwlock')).toContain(`"${place.root}/out.txt"`);
    expect((await slow.end()).code).toBe(0);
  });
});

describe('a list of who reads and writes that DVC refuses', () => {
  it.each(['{"read": 3}', '{"write": {"/x": 1}}', '{"read": []}'])(
    'is repaired by mltrack: %s',
    async text => {
      using place = await project();
      const dvc = await dvcTool();
      writeFileSync(join(place.root, 'go'), '');
      mkdirSync(join(place.root, '.dvc/tmp'), { recursive: true });
      writeFileSync(join(place.root, '.dvc/tmp/rwlock'), text);
      expect((await place.run(dvc, 'repro', 'other')).stderr).toContain('format error');
      const repaired = await place.run(mltrack, 'repro', 'other');
      expect(repaired.stderr).toContain("'.dvc/tmp/rwlock' was damaged");
      const after = await place.run(dvc, 'repro');
      expect(after.code, after.stderr).toBe(0);
    },
  );
});
