import type { ChangedPaths, StatusPaths } from '../core/data/status.ts';
import type { Doc, Line, Style } from '../model/doc.ts';
import { line, lines } from '../model/doc.ts';
import { LAYOUTS, type Layout } from '../model/layout.ts';

const INDENT = '        ';

interface Group {
  readonly title: string;
  readonly hints: readonly string[];
  readonly items: readonly string[];
  readonly style?: Style;
}

/** The state of the data for people: what there is of each group, and what can be done about it. */
export function dataStatusDoc(
  paths: StatusPaths,
  git: { readonly isDirty: boolean; readonly isEmpty: boolean },
  layout: Layout,
): Doc {
  const groups = groupsOf(paths, layout).filter(({ items }) => items.length > 0);
  const body = groups.flatMap((group, index): Line[] => [...(index > 0 ? [['']] : []), ...groupLines(group)]);
  const nothing = `No changes${git.isEmpty ? ' in an empty git repo' : ''}.`;
  const others = groups.length > 0 ? 'other ' : '';
  const dirty = `(there are ${others}changes not tracked by ${layout.program}, use "git status" to see)`;
  return [
    groups.length === 0 ? line(nothing) : lines(body),
    ...(git.isDirty ? [line({ text: dirty, style: 'path' })] : []),
  ];
}

function groupsOf(paths: StatusPaths, { kind, program }: Layout): readonly Group[] {
  const isDvc = kind === 'dvc';
  return [
    {
      title: 'Not in cache',
      // Only DVC can fetch.
      hints: isDvc ? [`use "${LAYOUTS.dvc.program} fetch <file>..." to download files`] : [],
      items: paths.notInCache,
      style: 'bad',
    },
    {
      title: isDvc ? 'DVC committed changes' : 'Committed changes',
      hints: [`git commit the corresponding ${program} files to update the repo`],
      items: changeTexts(paths.committed),
      style: 'good',
    },
    {
      title: isDvc ? 'DVC uncommitted changes' : 'Uncommitted changes',
      hints: [
        `use "${program} commit <file>..." to track changes`,
        `use "${program} checkout <file>..." to discard changes`,
      ],
      items: changeTexts(paths.uncommitted),
      style: 'warn',
    },
    {
      title: 'Untracked files',
      hints: [`use "git add <file> ..." or "${program} add <file>..." to commit to git or to ${program}`],
      items: paths.untracked,
      style: 'name',
    },
    { title: isDvc ? 'DVC unchanged files' : 'Unchanged files', hints: [], items: paths.unchanged },
  ];
}

function changeTexts(changes: ChangedPaths): readonly string[] {
  return [...changes].flatMap(([kind, paths]) =>
    paths.map(path => `${kind}: ${typeof path === 'string' ? path : `${path.old} -> ${path.new}`}`),
  );
}

function groupLines({ title, hints, items, style }: Group): Line[] {
  return [
    [{ text: title, style: 'strong' }, ':'],
    ...hints.map((hint): Line => [{ text: `  (${hint})`, style: 'dim' }]),
    ...items.map((text): Line => [INDENT, style === undefined ? text : { text, style }]),
  ];
}
