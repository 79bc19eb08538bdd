import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cache } from '../../src/engine/objects.ts';
import type { Project } from '../../src/engine/project.ts';
import { Trash } from '../../src/engine/trash.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function trashOf(project: Project): Trash {
  return new Trash(project, new Cache(project));
}

function at({ project }: OpenedProject, now: number): Project {
  const { context } = project;
  return { ...project, context: { ...context, clock: { ...context.clock, now: () => now } } };
}

const object = { store: 'repo', place: 'ab/cd', size: 1 } as const;
const old = { store: 'legacy', place: 'ef/01', size: 2 } as const;

async function withObjects(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ '.dvc/cache/files/md5/ab/cd': 'x', '.dvc/cache/ef/01': 'yy' });
  return rig;
}

describe('the trash', () => {
  it('takes objects of both stores and gives them back', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const trash = trashOf(opened.project);
    trash.put('gc', [object, old]);
    expect([rig.has('.dvc/cache/files/md5/ab/cd'), rig.has('.dvc/cache/ef/01')]).toEqual([false, false]);
    const [entry] = trash.entries();
    expect(trash.takeBack(entry!)).toEqual([object, old]);
    expect([rig.read('.dvc/cache/files/md5/ab/cd'), rig.read('.dvc/cache/ef/01')]).toEqual(['x', 'yy']);
    expect(trash.entries()).toEqual([]);
  });

  it('loses nothing when it is stopped half way', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const { project } = opened;
    let renames = 0;
    const files = {
      ...project.context.files,
      rename: (from: string, to: string): void => {
        if (++renames === 2) throw new Error('power cut');
        renameSync(from, to);
      },
    };
    const broken = trashOf({ ...project, context: { ...project.context, files } });
    expect(() => broken.put('gc', [object, old])).toThrow('power cut');
    const trash = trashOf(project);
    expect(trash.takeBack(trash.entries()[0]!)).toEqual([object]);
    expect([rig.read('.dvc/cache/files/md5/ab/cd'), rig.read('.dvc/cache/ef/01')]).toEqual(['x', 'yy']);
  });

  it('has the list of a folder in the cache at no moment without its files', async () => {
    using rig = await withObjects();
    rig.write({ '.dvc/cache/files/md5/ab/ef.dir': '[]' });
    using opened = await openOn(rig);
    const { project } = opened;
    const renamed: string[] = [];
    const files = {
      ...project.context.files,
      rename: (from: string, to: string): void => {
        renamed.push(from.slice(from.lastIndexOf('/') + 1));
        renameSync(from, to);
      },
    };
    const trash = trashOf({ ...project, context: { ...project.context, files } });
    trash.put('gc', [object, { ...object, place: 'ab/ef.dir' }]);
    trash.takeBack(trash.entries()[0]!);
    expect(renamed).toEqual(['ef.dir', 'cd', 'cd', 'ef.dir']);
  });

  it('is rid of what a crash left of an entry that was taken back', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    rig.write({ '.dvc/tmp/mltrack/trash/1/repo/ab/cd': 'x' });
    trashOf(opened.project).emptyOld();
    expect(readdirSync(join(rig.root, '.dvc/tmp/mltrack/trash'))).toEqual([]);
  });

  it('leaves alone what was stored again since', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const trash = trashOf(opened.project);
    trash.put('gc', [object]);
    rig.write({ '.dvc/cache/files/md5/ab/cd': 'again' });
    trash.takeBack(trash.entries()[0]!);
    expect(rig.read('.dvc/cache/files/md5/ab/cd')).toBe('again');
  });

  it('is emptied of what is older than 30 days', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const now = Date.UTC(2026, 0, 31);
    trashOf(at(opened, now)).put('gc', [object]);
    trashOf(at(opened, now + 20 * DAY_MS)).put('gc', [old]);
    const later = trashOf(at(opened, now + 31 * DAY_MS));
    later.emptyOld();
    expect(later.entries().map(({ objects }) => objects)).toEqual([[old]]);
    expect(later.empty()).toEqual([old]);
    expect(existsSync(join(rig.root, '.dvc/tmp/mltrack/trash'))).toBe(false);
  });

  it('keeps what was damaged until it is whole again, however old it is', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const now = Date.UTC(2026, 0, 31);
    trashOf(at(opened, now)).put('fsck', [object]);
    const later = trashOf(at(opened, now + 31 * DAY_MS));
    later.emptyOld();
    expect(later.entries()).toHaveLength(1);
    const place = join(rig.root, '.dvc/cache/files/md5', object.place);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, 'whole');
    later.emptyOld();
    expect(later.entries()).toHaveLength(0);
  });

  it('keeps apart what goes at the same moment', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const trash = trashOf(at(opened, 1000));
    trash.put('gc', [object]);
    trash.put('gc', [old]);
    trash.put('gc', []);
    expect(trash.entries().map(entry => entry.at)).toEqual([1001, 1000]);
  });

  it('believes no names that lead elsewhere', async () => {
    using rig = await withObjects();
    using opened = await openOn(rig);
    const folder = join(rig.root, '.dvc/tmp/mltrack/trash/1');
    mkdirSync(folder, { recursive: true });
    const objects = ['../../x', 'ab/..', 'ab/../../x', '/etc/passwd', 'ab/c/d'].map(place => ({
      ...object,
      place,
    }));
    writeFileSync(join(folder, 'contents.json'), JSON.stringify({ command: 'gc', at: 1, objects }));
    mkdirSync(join(rig.root, '.dvc/tmp/mltrack/trash/2'));
    writeFileSync(join(rig.root, '.dvc/tmp/mltrack/trash/2/contents.json'), 'no JSON');
    expect(trashOf(opened.project).entries()).toEqual([{ folder, command: 'gc', at: 1, objects: [] }]);
    expect(readdirSync(rig.root)).not.toContain('x');
    expect(readFileSync(join(rig.root, '.dvc/cache/ef/01'), 'utf8')).toBe('yy');
  });
});
