import { readdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Exclusive } from '../../src/engine/exclusive.ts';
import { cleanLeftOvers, markWriting } from '../../src/engine/left-overs.ts';
import { memoFolder } from '../../src/engine/memo.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const PREFIX = `.${'ab'.repeat(12)}`;
const folder = '.dvc/tmp/mltrack/writing';

describe('while a process writes', () => {
  it('a file says so, and is gone afterwards', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const exclusive = new Exclusive(engine.project);
    await exclusive.acquire();
    const { files, processes } = engine.project.context;
    expect(readdirSync(join(rig.root, folder))).toEqual([processes.self + files.temporaryPrefix]);
    cleanLeftOvers(engine.project);
    expect(readdirSync(join(rig.root, folder))).toHaveLength(1);
    exclusive.release();
    expect(readdirSync(join(rig.root, folder))).toEqual([]);
  });

  it('that file is no condition', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ [folder]: 'a file in the way' });
    markWriting(engine.project)();
    expect(rig.read(folder)).toBe('a file in the way');
  });
});

describe('after the death of a process', () => {
  it('whoever takes the lock takes its temporary files away', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const dead = engine.project.context.processes.self.replace(`-${process.pid}-`, `-${2 ** 30}-`);
    rig.write({ [`${folder}/${dead}${PREFIX}`]: '', [`${PREFIX}1.tmp`]: 'half' });
    const exclusive = new Exclusive(engine.project);
    await exclusive.acquire();
    exclusive.release();
    expect(rig.has(`${PREFIX}1.tmp`)).toBe(false);
  });

  it('its temporary files go, in the project, the cache and the memo, and those of others stay', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvc/config.local': '[cache]\n    dir = ../../elsewhere\n' });
    using engine = await openOn(rig);
    const { project } = engine;
    const dead = project.context.processes.self.replace(`-${process.pid}-`, `-${2 ** 30}-`);
    const memo = relative(rig.root, memoFolder(project));
    rig.write({
      [`${folder}/${dead}${PREFIX}`]: '',
      [`images/${PREFIX}1.tmp`]: 'half',
      [`${PREFIX}-1-z.tmp`]: 'half',
      [`../elsewhere/files/md5/${PREFIX}2.tmp`]: 'half',
      [`${memo}/${PREFIX}4.tmp`]: 'half',
      [`../elsewhere/runs/ab/${PREFIX}run.tmp/${'c'.repeat(64)}`]: 'half',
      [`images/${PREFIX}1.txt`]: 'not of that form',
      [`images/.${'cd'.repeat(12)}1.tmp`]: 'of another process',
    });
    symlinkSync('nowhere', join(rig.root, `images/${PREFIX}3.tmp`));
    cleanLeftOvers(project);
    expect(readdirSync(join(rig.root, folder))).toEqual([]);
    expect(readdirSync(join(rig.root, 'images')).sort()).toEqual([
      `${PREFIX}1.txt`,
      `.${'cd'.repeat(12)}1.tmp`,
    ]);
    expect(rig.has(`${memo}/${PREFIX}4.tmp`)).toBe(false);
    expect(rig.has(`${PREFIX}-1-z.tmp`)).toBe(false);
    expect(readdirSync(join(rig.root, '../elsewhere/files/md5'))).toEqual([]);
    expect(readdirSync(join(rig.root, '../elsewhere/runs/ab'))).toEqual([]);
  });

  it('a command that hashes comes after the cleaning', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'images/a.png': 'A' });
    await rig.mltrack('add -q images');
    const recorded = rig.read('images.dvc');
    using engine = await openOn(rig);
    const dead = engine.project.context.processes.self.replace(`-${process.pid}-`, `-${2 ** 30}-`);
    rig.write({ [`${folder}/${dead}${PREFIX}`]: '', [`images/${PREFIX}1.tmp`]: 'half' });
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect((await rig.mltrack('add images')).code).toBe(0);
    expect(rig.read('images.dvc')).toBe(recorded);
  });
});
