import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockFiles } from '../../src/engine/lock-files.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { LockEntry, Stage } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, stageOf, valueOf } from './opened.ts';
import { content } from './stages.ts';

const ENTRY: LockEntry = {
  command: 'run',
  dependencies: [],
  params: new Map(),
  outputs: [{ written: 'out', record: content('b') }],
};

function write(locks: LockFiles, stage: Stage, entry: LockEntry): ReturnType<LockFiles['write']> {
  return locks.write(stage.file, [[stage, entry]]);
}

async function project(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': 'stages:\n  one: {cmd: run, outs: [out]}\n  two: {cmd: run, outs: [other]}\n',
    'sub/dvc.yaml': 'stages:\n  deep: {cmd: run, outs: [out]}\n',
  });
  return rig;
}

describe('lock files', () => {
  it('lie beside their pipeline files, and know nothing of data files', async () => {
    using rig = await project();
    rig.write({ data: 'x' });
    await rig.mltrack('add data');
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    await write(locks, stageOf(engine, 'deep'), ENTRY);
    expect([rig.has('dvc.lock'), rig.has('sub/dvc.lock')]).toEqual([false, true]);
    expect(valueOf(await locks.entry(stageOf(engine, 'deep')))).toEqual(ENTRY);
    expect(valueOf(await locks.entry(stageOf(engine, 'data.dvc')))).toBeUndefined();
  });

  it('are made once, changed when an entry changes, and otherwise not touched', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    const one = stageOf(engine, 'one');
    expect(valueOf(await write(locks, one, ENTRY))).toEqual({ created: true, changed: true });
    const { ino } = statSync(join(rig.root, 'dvc.lock'));
    expect(valueOf(await write(locks, one, ENTRY))).toEqual({ created: false, changed: false });
    expect(statSync(join(rig.root, 'dvc.lock')).ino).toBe(ino);
    expect(valueOf(await write(locks, one, { ...ENTRY, command: 'new' }))).toEqual({
      created: false,
      changed: true,
    });
    expect(rig.read('dvc.lock')).toContain('    cmd: new\n');
  });

  it('take entries that come at the same time one after the other, ranked as a serial run would', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    const [one, two] = [stageOf(engine, 'one'), stageOf(engine, 'two')];
    const rankOf = (stage: Stage): number => (stage.name === 'one' ? 0 : 1);
    const ended = [two, one].map(stage => locks.write(stage.file, [[stage, ENTRY]], rankOf));
    expect((await Promise.all(ended)).map(valueOf)).toEqual([
      { created: true, changed: true },
      { created: false, changed: true },
    ]);
    expect(rig.read('dvc.lock').match(/^ {2}\w+(?=:)/gm)).toEqual(['  one', '  two']);
  });

  it('keep what another process has written since they were read', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    await write(locks, stageOf(engine, 'one'), ENTRY);
    const text = rig.read('dvc.lock');
    rig.write({ 'dvc.lock': `${text}  theirs:\n    cmd: run\n` });
    await write(locks, stageOf(engine, 'two'), ENTRY);
    expect(rig.read('dvc.lock')).toBe(
      `${text}  theirs:\n    cmd: run\n${text.slice(text.indexOf('  one:')).replace('one', 'two')}`,
    );
  });

  it('are written once for several stages, with remarks or without', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    const both = [stageOf(engine, 'one'), stageOf(engine, 'two')];
    const file = both[0]?.file ?? ('' as RepoPath);
    await locks.write(
      file,
      both.map(stage => [stage, ENTRY] as const),
    );
    rig.write({ 'dvc.lock': `# ours\n${rig.read('dvc.lock')}` });
    const changed = { ...ENTRY, command: 'new' };
    expect(
      valueOf(
        await locks.write(
          file,
          both.map(stage => [stage, changed] as const),
        ),
      ),
    ).toEqual({
      created: false,
      changed: true,
    });
    expect(rig.read('dvc.lock')).toMatch(/^# ours\n[^]* {4}cmd: new\n[^]* {4}cmd: new\n/);
  });

  it('say of other stages what is read back, as DVC does: two blanks at the end of a line are one', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    const command = `${'x'.repeat(68)}  yy ${'z'.repeat(30)}`;
    await write(locks, stageOf(engine, 'one'), { ...ENTRY, command });
    const text = rig.read('dvc.lock');
    expect(text).toContain('x  \n');
    await write(locks, stageOf(engine, 'two'), ENTRY);
    expect(rig.read('dvc.lock').startsWith(text)).toBe(false);
    expect(rig.read('dvc.lock')).toContain(`cmd: ${'x'.repeat(68)} yy`);
  });

  it('keep blank lines and comments where somebody left some', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    await write(locks, stageOf(engine, 'one'), ENTRY);
    rig.write({ 'dvc.lock': rig.read('dvc.lock').replace('stages:\n', 'stages:  # ours\n\n') });
    await write(locks, stageOf(engine, 'one'), { ...ENTRY, command: 'new' });
    expect(rig.read('dvc.lock')).toMatch(/^schema: '2\.0'\nstages: {2}# ours\n\n {2}one:\n {4}cmd: new\n/);
  });

  it('are refused when broken, with every mistake and its place; an old one as such', async () => {
    using rig = await project();
    rig.write({
      'dvc.lock': "schema: '2.0'\nstages:\n  one:\n    deps: x\n    more: 1\n",
      'sub/dvc.lock': 'deep:\n  cmd: run\n',
    });
    using engine = await openOn(rig);
    const locks = new LockFiles(engine.project, engine.index.snapshot);
    const one = stageOf(engine, 'one');
    const broken = await locks.entry(one);
    expect(broken).toMatchObject({
      ok: false,
      error: { code: 'file-invalid', file: 'dvc.lock', mistake: 'schema' },
    });
    if (!broken.ok && broken.error.code === 'file-invalid')
      expect(broken.error.diagnostics.map(({ line }) => line).sort()).toEqual([3, 4, 5]);
    expect((await write(locks, one, ENTRY)).ok).toBe(false);
    expect(rig.read('dvc.lock')).toContain('more: 1');
    expect(await locks.entry(stageOf(engine, 'deep'))).toMatchObject({
      ok: false,
      error: { mistake: 'old-schema' },
    });
  });
});
