import { naturalSize } from '../core/python/natural-size.ts';
import { listEntries, listTree } from '../engine/list-entries.ts';
import type { Listed, ListedNode } from '../engine/list-entries.ts';
import { openListing } from '../engine/listing-source.ts';
import type { Line, Span } from '../model/doc.ts';
import { lines } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import { flag, JSON_OPTION, positional, text } from './command.ts';
import type { Args, Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'ls',
    summary: 'List files of a project, tracked data included',
    description:
      'Tracked data is listed whether it is in the workspace or not. Only what is on this machine can be listed: a folder, or the file: URL of a repository.',
    arguments: [
      { name: 'url', description: 'a folder of the project, or a file: URL (its last commit)' },
      { name: 'path', description: 'a folder or file in it (default: all)', optional: true },
    ],
    options: [
      { flags: '-R, --recursive', description: 'list the files of all folders' },
      { flags: '-T, --tree', description: 'draw folders as a tree' },
      { flags: '-L, --level <depth>', description: 'go no deeper than this' },
      { flags: '--dvc-only', description: 'only tracked data' },
      JSON_OPTION,
      { flags: '--rev [commit]', description: 'a commit, branch or tag instead of what is on disk' },
      { flags: '--size', description: 'show sizes' },
      { flags: '--show-hash', description: 'show the hashes of tracked data' },
    ],
    examples: [
      { command: 'ls .', explains: 'what is in this project' },
      { command: 'ls . data -R --size', explains: 'a tracked folder, file by file' },
      { command: 'ls ../other -T --dvc-only --rev v1.0', explains: 'the data of another project at a tag' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    if (flag(args, 'tree') && flag(args, 'json')) return err({ code: 'tree-and-json' });
    const depth = depthOf(args);
    if (!depth.ok) return depth;
    const path = positional(args, 'path');
    const listing = await openListing(context, {
      url: positional(args, 'url') ?? '.',
      path,
      revision: text(args, 'rev'),
      trackedOnly: flag(args, 'dvcOnly'),
    });
    if (!listing.ok) return listing;
    const columns = { size: flag(args, 'size'), hash: flag(args, 'showHash') };
    const looks = context.terminal || columns.size || flag(args, 'json');
    if (flag(args, 'tree')) {
      const top = await listTree(listing.value, path === undefined || path === '' ? '.' : path, {
        depth: depth.value,
        looks,
      });
      return ok({ doc: [lines(rowLines(treeRows(top, '', 'top'), columns))] });
    }
    const recursive = flag(args, 'recursive');
    const entries = await listEntries(listing.value, { recursive, depth: depth.value, looks });
    const rows = entries.map((entry): Row => ({ entry, drawn: '' }));
    return ok({ data: entries.map(entryJson), doc: [lines(rowLines(rows, columns))] });
  },
};

function depthOf(args: Args): Result<number | undefined, Failure> {
  const given = text(args, 'level');
  if (given === undefined) return ok(undefined);
  if (/^\s*[+-]?\d+\s*$/.test(given)) return ok(Number(given));
  const message = `argument -L/--level: invalid int value: '${given}'`;
  return err({ code: 'usage', command: 'ls', message });
}

function entryJson(entry: Listed): Value {
  return new Map<string, Value>([
    ['isout', entry.isOutput],
    ['isdir', entry.isDirectory],
    ['isexec', entry.isExecutable],
    ['size', entry.size ?? null],
    ['md5', entry.digest ?? null],
    ['path', entry.path],
  ]);
}

interface Row {
  readonly entry: Listed;
  /** The branches of the tree before its name. */
  readonly drawn: string;
}

/** @param prefix what is drawn before the children of the node above. */
function treeRows(node: ListedNode, prefix: string, place: 'top' | 'between' | 'last'): readonly Row[] {
  const branch = place === 'top' ? '' : place === 'last' ? '└── ' : '├── ';
  const inner = place === 'top' ? '' : prefix + (place === 'last' ? '    ' : '│   ');
  return [
    { entry: node, drawn: prefix + branch },
    ...node.contents.flatMap((child, index) =>
      treeRows(child, inner, index === node.contents.length - 1 ? 'last' : 'between'),
    ),
  ];
}

/** Sizes stand at the right of their column, everything else at the left. */
function rowLines(
  rows: readonly Row[],
  columns: { readonly size: boolean; readonly hash: boolean },
): readonly Line[] {
  const sizes = rows.map(({ entry }) => sizeText(entry));
  const hashes = rows.map(({ entry }) => entry.digest ?? '-');
  const widthOf = (texts: readonly string[]): number =>
    texts.reduce((most, each) => Math.max(most, each.length), 0);
  const [sizeWidth, hashWidth] = [widthOf(sizes), widthOf(hashes)];
  return rows.map(({ entry, drawn }, index) => [
    ...(columns.size
      ? [{ text: `${(sizes[index] ?? '').padStart(sizeWidth)}  `, style: 'number' as const }]
      : []),
    ...(columns.hash
      ? [{ text: `${(hashes[index] ?? '').padEnd(hashWidth)}  `, style: 'dim' as const }]
      : []),
    ...(drawn === '' ? [] : [{ text: drawn, style: 'dim' as const }]),
    nameSpan(entry),
  ]);
}

function sizeText({ size, isDirectory }: Listed): string {
  return size === undefined || (size === 0 && isDirectory) ? '' : naturalSize(size);
}

function nameSpan({ path, isDirectory, isExecutable, isOutput }: Listed): Span {
  if (isDirectory) return { text: path, style: 'path' };
  if (isExecutable) return { text: path, style: 'good' };
  return isOutput ? { text: path, style: 'name' } : path;
}
