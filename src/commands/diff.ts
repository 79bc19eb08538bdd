import { diffJson, diffRows, hashText, pathText } from '../core/data/diff.ts';
import type { DiffRows, DiffState } from '../core/data/diff.ts';
import { diffData } from '../engine/data-diff.ts';
import { openProject } from '../engine/project.ts';
import { HEAD, WORKSPACE } from '../engine/revisions.ts';
import { Workspace } from '../engine/workspace.ts';
import type { Doc, Line, Style, Table } from '../model/doc.ts';
import { lines } from '../model/doc.ts';
import { ok } from '../model/result.ts';
import { flag, JSON_OPTION, MD_OPTION, positional, texts } from './command.ts';
import type { Command } from './command.ts';
import { REVISIONS } from './comparison.ts';

/** In the order in which people read them. */
const STATES: readonly (readonly [state: DiffState, title: string, style: Style])[] = [
  ['added', 'Added', 'good'],
  ['deleted', 'Deleted', 'bad'],
  ['renamed', 'Renamed', 'name'],
  ['modified', 'Modified', 'warn'],
  ['not in cache', 'Not in cache', 'bad'],
];

export const command: Command = {
  spec: {
    name: 'diff',
    summary: 'Show tracked data that differs between two revisions',
    description:
      'Files in tracked folders are compared one by one. Against the workspace, what the cache lacks of the old side is told as well.',
    arguments: REVISIONS,
    options: [
      { flags: '--targets <paths...>', description: 'only these tracked paths, data files or stages' },
      JSON_OPTION,
      MD_OPTION,
      { flags: '--show-hash', description: 'show hashes, too' },
      { flags: '--hide-missing', description: 'do not tell what is not in the cache' },
    ],
    examples: [
      { command: 'diff', explains: 'what changed since the last commit' },
      { command: 'diff main --targets data', explains: 'one folder against a branch' },
      { command: 'diff v1.0 v1.1 --md', explains: 'two tags, as a Markdown table' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    const workspace = new Workspace(project.value);
    const names = [positional(args, 'a_rev') ?? HEAD, positional(args, 'b_rev') ?? WORKSPACE] as const;
    try {
      const { changes, notInCache } = await diffData(workspace, names, texts(args, 'targets'));
      const hide = flag(args, 'hideMissing') || positional(args, 'b_rev') !== undefined;
      const all = diffRows(changes, notInCache);
      const rows = new Map([...all].filter(([state]) => !hide || state !== 'not in cache'));
      const hashes = flag(args, 'showHash');
      return ok({
        data: diffJson(rows, { hashes }),
        doc: flag(args, 'md') ? [markdownTable(rows, hashes)] : diffDoc(rows, hashes, names),
      });
    } finally {
      workspace.save();
    }
  },
};

function diffDoc(rows: DiffRows, hashes: boolean, [old, new_]: readonly [string, string]): Doc {
  const all: Line[] = [];
  const summary: string[] = [];
  for (const [state, title, style] of STATES) {
    const found = rows.get(state) ?? [];
    if (found.length === 0) continue;
    all.push([{ text: title, style }, ':']);
    for (const row of found) {
      const hash = hashes ? hashText(row) : '';
      all.push([
        '    ',
        ...(hash === '' ? [] : [{ text: hash, style: 'dim' as const }, '  ']),
        pathText(row),
      ]);
    }
    all.push(['']);
    const files = found.filter(row => !pathText(row).endsWith('/')).length;
    if (files > 0) summary.push(`${String(files)} ${state}`);
  }
  if (summary.length > 0) all.push([`files summary: ${summary.join(', ')}`]);
  if (all.length > 0) return [lines(all)];
  return [{ kind: 'remark', text: `No tracked data differs between ${old} and ${new_}.` }];
}

function markdownTable(rows: DiffRows, hashes: boolean): Table {
  const cells = STATES.flatMap(([state]) =>
    (rows.get(state) ?? []).map(row => [state, ...(hashes ? [hashText(row)] : []), pathText(row)]),
  );
  return { kind: 'table', header: ['Status', ...(hashes ? ['Hash'] : []), 'Path'], rows: cells };
}
