import { compileGlob } from '../core/params/glob.ts';
import { join } from '../model/path.ts';
import type { Files } from '../ports/files.ts';

/**
 * The paths that a shell pattern means, as they would be typed in `folder`, sorted.
 *
 * @source Python's glob.iglob with recursive=True: `*`, `?` and brackets within one part of a path, `**` for any folders
 *         and, as the last part, all that lies in them. None of them means a name that begins with a dot, unless the
 *         pattern's own part does.
 */
export function expandGlob(files: Files, folder: string, pattern: string): readonly string[] {
  const isAbsolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter(part => part !== '');
  const found = expand(files, isAbsolute ? '/' : folder, '', parts);
  return [...new Set(found.filter(path => path !== ''))]
    .map(path => (isAbsolute ? `/${path}` : path))
    .sort((a, b) => (a < b ? -1 : 1));
}

function expand(files: Files, base: string, prefix: string, parts: readonly string[]): string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [prefix];
  const at = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
  if (!/[*?[]/.test(part)) {
    return files.lstat(join(base, at(part))) === undefined ? [] : expand(files, base, at(part), rest);
  }
  const folder = join(base, prefix);
  if (part === '**') {
    const here = expand(files, base, prefix, rest);
    const below = visible(files, folder, rest.length > 0).flatMap(name =>
      isFolder(files, `${folder}/${name}`)
        ? expand(files, base, at(name), parts)
        : expand(files, base, at(name), rest),
    );
    return [...here, ...below];
  }
  const fits = compileGlob(part);
  const names = part.startsWith('.') ? all(files, folder) : visible(files, folder, rest.length > 0);
  return names
    .filter(name => fits(name) && (rest.length === 0 || isFolder(files, `${folder}/${name}`)))
    .flatMap(name => expand(files, base, at(name), rest));
}

function all(files: Files, folder: string): string[] {
  return files.list(folder)?.map(({ name }) => name) ?? [];
}

function visible(files: Files, folder: string, foldersOnly: boolean): string[] {
  return all(files, folder).filter(
    name => !name.startsWith('.') && (!foldersOnly || isFolder(files, `${folder}/${name}`)),
  );
}

function isFolder(files: Files, path: string): boolean {
  return files.stat(path)?.kind === 'directory';
}
