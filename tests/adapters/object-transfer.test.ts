import fs, {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it } from 'vitest';
import { createDigester, SMALL_FILE_BYTES } from '../../src/adapters/digest.ts';
import { createStore, restoreObject } from '../../src/adapters/object-transfer.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const nobodyListens = (): void => undefined;
const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex');
const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;
const objectOf = (digest: string): string => `objects/${digest.slice(0, 2)}/${digest.slice(2)}`;

/** Small files are read whole, big ones are copied by the kernel: both ways keep the same promises. */
const sizes = [
  ['small', Buffer.from('some text')],
  ['big', Buffer.alloc(SMALL_FILE_BYTES + 1, 'big')],
] as const;

/** The modes that files have at the moment in which they are renamed. */
function modesAtRename(work: () => void): readonly number[] {
  const modes: number[] = [];
  const real = fs.renameSync;
  fs.renameSync = (from, to) => {
    modes.push(modeOf(String(from)));
    real(from, to);
  };
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    fs.renameSync = real;
    syncBuiltinESMExports();
  }
  return modes;
}

/** Every file below a folder, relative to it. */
function filesBelow(top: string): string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(top.length + 1))
    .sort();
}

describe.each(sizes)('storing a %s file', (_, content) => {
  const digest = md5(content);

  it('leaves one read-only object under its digest, and the file as it was', () => {
    const top = folder();
    write(top, { file: content });
    chmodSync(`${top}/file`, 0o751);
    const stored = createStore(`${top}/objects`, false)(`${top}/file`, nobodyListens);
    expect(stored).toEqual({ md5: digest, size: content.length });
    expect(filesBelow(top)).toEqual(['file', objectOf(digest)]);
    expect(modeOf(`${top}/${objectOf(digest)}`)).toBe(0o444);
    expect(modeOf(`${top}/file`)).toBe(0o751);
    expect(statSync(`${top}/${objectOf(digest)}`).ino).not.toBe(statSync(`${top}/file`).ino);
  });

  it.each([0o644, 0o444])(
    'makes the object of a file of mode %o read-only when it stands under its name, not before',
    mode => {
      const top = folder();
      write(top, { file: content });
      chmodSync(`${top}/file`, mode);
      const store = createStore(`${top}/objects`, false);
      const modes = modesAtRename(() => void store(`${top}/file`, nobodyListens));
      expect(modes.length).toBeGreaterThan(0);
      expect(modes).not.toContain(0o444);
      expect(modeOf(`${top}/${objectOf(digest)}`)).toBe(0o444);
    },
  );

  it('replaces an object that was cut off, as long as it is not marked as finished', () => {
    const top = folder();
    write(top, { file: content, [objectOf(digest)]: content.subarray(0, 5) });
    chmodSync(`${top}/${objectOf(digest)}`, 0o644);
    createStore(`${top}/objects`, false)(`${top}/file`, nobodyListens);
    expect(md5(readFileSync(`${top}/${objectOf(digest)}`))).toBe(digest);
    expect(modeOf(`${top}/${objectOf(digest)}`)).toBe(0o444);
    expect(filesBelow(top)).toEqual(['file', objectOf(digest)]);
  });

  it('puts an object in place of a link that stands under its name, and leaves alone where that leads', () => {
    const top = folder();
    write(top, { file: content, elsewhere: 'kept' });
    mkdirSync(`${top}/objects/${digest.slice(0, 2)}`, { recursive: true });
    symlinkSync(`${top}/elsewhere`, `${top}/${objectOf(digest)}`);
    createStore(`${top}/objects`, false)(`${top}/file`, nobodyListens);
    expect(lstatSync(`${top}/${objectOf(digest)}`).isFile()).toBe(true);
    expect(md5(readFileSync(`${top}/${objectOf(digest)}`))).toBe(digest);
    expect(readFileSync(`${top}/elsewhere`, 'utf8')).toBe('kept');
  });

  it('leaves no temporary file behind when the object cannot be put in place', () => {
    const top = folder();
    write(top, { file: content, [`${objectOf(digest)}/in the way`]: 'kept' });
    const store = createStore(`${top}/objects`, false);
    expect(() => store(`${top}/file`, nobodyListens)).toThrow(FileTrouble);
    expect(filesBelow(top)).toEqual(['file', `${objectOf(digest)}/in the way`]);
  });
});

describe('storing', () => {
  it('answers nothing for a file that is not there', () => {
    const top = folder();
    expect(createStore(`${top}/objects`, false)(`${top}/no`, nobodyListens)).toBeUndefined();
    expect(existsSync(`${top}/objects`)).toBe(false);
  });
});

describe.each(sizes)('restoring a %s object', (_, content) => {
  const digest = md5(content);
  const restore = (top: string, mode = 0o644): boolean =>
    restoreObject(
      { object: `${top}/object`, md5: digest, to: `${top}/to`, mode },
      createDigester(false),
      nobodyListens,
    );

  it('makes a file of the wanted mode that is no link to the object', () => {
    const top = folder();
    write(top, { object: content });
    chmodSync(`${top}/object`, 0o444);
    expect(restore(top, 0o744)).toBe(true);
    expect(md5(readFileSync(`${top}/to`))).toBe(digest);
    expect(modeOf(`${top}/to`)).toBe(0o744);
    expect(statSync(`${top}/to`).ino).not.toBe(statSync(`${top}/object`).ino);
    expect(filesBelow(top)).toEqual(['object', 'to']);
  });

  it.each([
    ['cut off', content.subarray(0, -1)],
    ['longer than it should be', Buffer.concat([content, Buffer.from('!')])],
    ['empty', Buffer.alloc(0)],
    ['another of the same length', Buffer.concat([Buffer.from('!'), content.subarray(1)])],
  ])('makes nothing from one that is %s, and leaves the file that is there', (__, damaged) => {
    const top = folder();
    write(top, { object: damaged, to: 'the old one' });
    chmodSync(`${top}/object`, 0o444);
    expect(restore(top)).toBe(false);
    expect(readFileSync(`${top}/to`, 'utf8')).toBe('the old one');
    expect(filesBelow(top)).toEqual(['object', 'to']);
  });

  it('makes nothing when the object is missing', () => {
    const top = folder();
    write(top, { to: 'the old one' });
    expect(restore(top)).toBe(false);
    expect(filesBelow(top)).toEqual(['to']);
  });

  it('takes the place of a link and does not write where it leads', () => {
    const top = folder();
    write(top, { object: content, elsewhere: 'kept' });
    symlinkSync('elsewhere', `${top}/to`);
    expect(restore(top)).toBe(true);
    expect(lstatSync(`${top}/to`).isFile()).toBe(true);
    expect(readFileSync(`${top}/elsewhere`, 'utf8')).toBe('kept');
  });

  it('leaves no temporary file behind when the new one cannot be put in place', () => {
    const top = folder();
    write(top, { object: content, 'to/inside': 'kept' });
    expect(() => restore(top)).toThrow(FileTrouble);
    expect(filesBelow(top)).toEqual(['object', 'to/inside']);
  });

  it('replaces a link to another object without touching that object', () => {
    const top = folder();
    write(top, { object: content, other: 'of another version' });
    chmodSync(`${top}/other`, 0o444);
    symlinkSync(`${top}/other`, `${top}/to`);
    expect(readlinkSync(`${top}/to`)).toBe(`${top}/other`);
    restore(top);
    expect(readFileSync(`${top}/other`, 'utf8')).toBe('of another version');
    writeFileSync(`${top}/to`, 'edited');
    expect(readFileSync(`${top}/other`, 'utf8')).toBe('of another version');
  });
});
