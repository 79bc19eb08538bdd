import type { ConfigLevel } from '../core/config/settings.ts';
import type { Layout } from '../model/layout.ts';
import { dirname, join, relative } from '../model/path.ts';
import type { Context } from '../ports/context.ts';

/** Where an option is set; later ones win. */
export const CONFIG_LEVELS = ['system', 'global', 'project', 'local'] as const;

export type ConfigLevelName = (typeof CONFIG_LEVELS)[number];

/** Whose config it is. Without a root only the levels that hold for every project are there. */
export interface ConfigOwner {
  readonly root: string | undefined;
  readonly layout: Layout;
}

/** The file of a level; undefined for one that only a project has. */
export function configFile(
  context: Context,
  { root, layout }: ConfigOwner,
  level: ConfigLevelName,
): string | undefined {
  if (level === 'system' || level === 'global') return `${configFolder(context, layout, level)}/config`;
  if (root === undefined) return undefined;
  return `${root}/${layout.directory}/${level === 'local' ? 'config.local' : 'config'}`;
}

/** The texts of the files that are there, lowest level first. */
export function configTexts(context: Context, owner: ConfigOwner): ConfigLevel[] {
  return CONFIG_LEVELS.flatMap(level => configText(context, owner, level) ?? []);
}

/** The text of one level's file; undefined when there is none. */
export function configText(
  context: Context,
  owner: ConfigOwner,
  level: ConfigLevelName,
): ConfigLevel | undefined {
  const file = configFile(context, owner, level);
  const text = file === undefined ? undefined : context.files.readText(file);
  if (file === undefined || text === undefined) return undefined;
  const isOwn = level === 'project' || level === 'local';
  const source = isOwn ? relative(context.cwd, file) : file;
  return { text, source, directory: dirname(file), home: context.machine.homeDirectory };
}

/** @source iterative/dvc dvc/dirs.py: the platform's folders for settings, or the variable that names another. */
function configFolder({ env, machine }: Context, layout: Layout, level: 'global' | 'system'): string {
  const named = env[layout.configVariables[level]];
  if (named !== undefined && named !== '') return named;
  const home = machine.homeDirectory;
  if (machine.platform === 'darwin') {
    return level === 'global'
      ? `${home}/Library/Application Support/${layout.configFolder}`
      : `/Library/Application Support/${layout.configFolder}`;
  }
  const base =
    level === 'global'
      ? (env['XDG_CONFIG_HOME'] ?? join(home, '.config'))
      : (env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':')[0];
  return `${base ?? '/etc/xdg'}/${layout.configFolder}`;
}
