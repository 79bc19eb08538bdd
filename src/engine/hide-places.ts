import { hidePaths } from '../core/report/hide-paths.ts';
import type { GateResult } from '../model/gate.ts';
import type { Project } from './project.ts';

/** Takes the folders of this machine out of texts: of the project, of its repository, of the user. */
export function pathHider({ context, git, root }: Project): (text: string) => string {
  const places = [
    [root, ''],
    [git?.root ?? root, '…'],
    [context.env['HOME'] ?? context.env['USERPROFILE']?.replaceAll('\\', '/') ?? '', '~'],
  ] as const;
  const all = places.flatMap(([folder, shown]) => {
    const real = folder === '' ? undefined : context.files.realPath(folder);
    return [[folder, shown] as const, ...(real === undefined ? [] : [[real, shown] as const])];
  });
  return text => hidePaths(text, all);
}

/** What a stage printed may name folders of this machine. */
export function hidingPlaces(result: GateResult, hide: (text: string) => string): GateResult {
  const { why } = result;
  if (why?.kind !== 'seeds' && why?.kind !== 'unreadable') return result;
  const detail = hide(why.detail);
  if (why.kind === 'unreadable') return { ...result, why: { ...why, detail } };
  const { lines } = why;
  return { ...result, why: { ...why, detail, ...(lines === undefined ? {} : { lines: lines.map(hide) }) } };
}
