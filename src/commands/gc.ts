import { GarbageCollection, STORES } from '../engine/gc.ts';
import type { Garbage } from '../engine/gc.ts';
import type { Scope } from '../engine/kept-states.ts';
import { namesOf } from '../engine/object-names.ts';
import { objectKey } from '../engine/object-uses.ts';
import { askUntilAnswered } from './confirm.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { emptyTrash } from '../engine/undo.ts';
import { line, lines } from '../model/doc.ts';
import type { Block, Doc } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import { join } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { amountText, bytesText } from '../model/size.ts';
import type { Context } from '../ports/context.ts';
import { flag, text, texts } from './command.ts';
import type { Args, Command, Outcome } from './command.ts';

/** Rows of a list of what goes. */
const MOST_ROWS = 40;

const QUESTION = 'Are you sure you want to proceed? [y/n]: ';

const NOBODY = {
  message: 'Nothing was removed, as only a person at a terminal can answer.',
  hint: 'With `-f` it does not ask.',
};

export const command: Command = {
  spec: {
    name: 'gc',
    summary: 'Remove from the cache what is not used',
    description:
      'Keeps what the workspace uses, and with the other options what revisions use. The rest goes into a trash, from which `undo` brings it back within 30 days. The run cache stays.',
    options: [
      { flags: '-w, --workspace', description: 'keep only what the workspace uses' },
      { flags: '-a, --all-branches', description: 'keep also what the tips of all branches use' },
      { flags: '-T, --all-tags', description: 'keep also what all tags use' },
      { flags: '-A, --all-commits', description: 'keep also what all commits use' },
      { flags: '--all-experiments', description: 'keep also what all experiments use' },
      { flags: '--rev <commit>', description: 'keep also what this commit uses' },
      {
        flags: '-n, --num <n>',
        description: 'with --rev or --all-branches: so many commits of each, the last ones (default: 1)',
      },
      {
        flags: '--date <yyyy-mm-dd>',
        description: 'keep also what commits use that were made on this day or later',
      },
      {
        flags: '-p, --projects [paths...]',
        description: 'keep also what these projects use, which have the same cache',
      },
      { flags: '--dry', description: 'show what would go, change nothing' },
      { flags: '-f, --force', description: 'do not ask' },
      { flags: '--skip-failed', description: 'leave out revisions that cannot be read' },
      { flags: '--empty-trash', description: 'nothing but this: remove for good what earlier calls removed' },
      { flags: '-j, --jobs <n>', description: 'accepted for compatibility', hidden: true },
    ],
    examples: [
      { command: 'gc -w --dry', explains: 'what the workspace does not need' },
      { command: 'gc -aT', explains: 'keep what branches and tags need' },
      { command: 'gc --rev main -n 5', explains: 'keep what the last five commits of `main` need' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    if (flag(args, 'emptyTrash')) return discardTrash(project.value, args);
    const scope = scopeOf(args);
    if (!scope.ok) return scope;
    const dry = flag(args, 'dry');
    const force = flag(args, 'force') || dry;
    context.emit({ type: 'warning', message: warningOf(context, args, scope.value) });
    const prepared = GarbageCollection.prepare(project.value, {
      scope: scope.value,
      force,
      skipFailed: flag(args, 'skipFailed'),
      projects: texts(args, 'projects'),
    });
    if (!prepared.ok) return prepared;
    const collection = prepared.value;
    if (collection.mayBeShared) context.emit({ type: 'warning', ...sharedCache(project.value) });
    if (dry) {
      const found = await collection.find();
      if (!found.ok) return found;
      return ok({ doc: await dryDoc(project.value, found.value) });
    }
    const tell = async (garbage: readonly Garbage[]): Promise<void> => {
      if (garbage.length === 0) return;
      context.emit({ type: 'notice', level: 'detail', message: await listText(project.value, garbage) });
    };
    let shown: readonly Garbage[] | undefined;
    if (!force) {
      if (context.terminal) {
        const found = await collection.find();
        if (!found.ok) return found;
        shown = found.value;
        if (shown.length === 0) return ok({ doc: removedLines(shown) });
        await tell(shown);
      }
      const isConfirmed = await askUntilAnswered(context, QUESTION);
      if (isConfirmed === undefined) context.emit({ type: 'warning', ...NOBODY });
      // Where nobody can answer the question stands there alone, as in DVC.
      const alone: Doc =
        isConfirmed === undefined ? [{ kind: 'verbatim', text: QUESTION, isOpen: true }] : [];
      if (isConfirmed !== true) return ok({ doc: alone, exitCode: 1 });
    }
    const removed = await collection.remove(shown, shown === undefined ? tell : () => Promise.resolve());
    if (!removed.ok) return removed;
    const hint = `\`${context.program} undo\` brings it back; \`${context.program} gc --empty-trash\` frees the space.`;
    return ok({
      doc: [...removedLines(removed.value), ...(removed.value.length > 0 ? [remark(hint)] : [])],
    });
  },
};

const SCOPE_NEEDED =
  'Either of `-w|--workspace`, `-a|--all-branches`, `-T|--all-tags` `--all-experiments`, `--all-commits`, `--date` or `--rev` needs to be set.';

/** Options that make no sense are refused, in DVC's words. */
function scopeOf(args: Args): Result<Scope, Failure> {
  const number = text(args, 'num');
  if (number !== undefined && !/^[+-]?\d+$/.test(number))
    return err({
      code: 'usage',
      command: 'gc',
      message: `argument -n/--num: invalid int value: '${number}'`,
    });
  const since = text(args, 'date');
  const revision = text(args, 'rev');
  const scope: Scope = {
    branches: flag(args, 'allBranches'),
    tags: flag(args, 'allTags'),
    commits: flag(args, 'allCommits'),
    experiments: flag(args, 'allExperiments'),
    ...(since === undefined || since === '' ? {} : { since }),
    ...(revision === undefined || revision === '' ? {} : { revision }),
    // As in DVC none is one.
    number: Number(number ?? 1) || 1,
  };
  const given = scope.branches || scope.tags || scope.commits || scope.experiments || flag(args, 'workspace');
  const counted = Number(number ?? 0) !== 0;
  if (!given && !counted && scope.since === undefined && scope.revision === undefined)
    return err({ code: 'refused', message: SCOPE_NEEDED });
  if (counted && scope.revision === undefined && !scope.branches)
    return err({
      code: 'refused',
      message: '`--num` can only be used alongside `--rev` or `--all-branches`',
    });
  return ok(scope);
}

function warningOf(context: Context, args: Args, scope: Scope): string {
  const { branches, tags, commits, experiments, since, revision, number } = scope;
  const parts = ['the workspace'];
  const branchText = text(args, 'num') === undefined || number === 0 ? undefined : number;
  if (commits) parts.push('all git commits');
  else {
    if (branches && branchText !== undefined) {
      parts.push(`last ${branchText} commits from all git branches`);
      if (tags) parts.push('all git tags');
    } else if (branches) parts.push(`all git branches${tags ? ' and tags' : ''}`);
    else if (tags) parts.push('all git tags');
    if (since !== undefined) parts.push(`all git commits before date ${since}`);
    if (revision !== undefined) parts.push(`last ${number} commits from ${revision}`);
  }
  if (experiments) parts.push('all experiments');
  const projects = texts(args, 'projects').map(path => `\n  - ${join(context.cwd, path)}`);
  const whose =
    projects.length > 0
      ? ` of the current and the following repos:${projects.join('')}`
      : ' of the current repo.';
  return `This will remove all cache except items used in ${parts.join(' and ')}${whose}`;
}

function sharedCache({ cacheDirectory }: Project): { message: string; hint: string } {
  return {
    message: `The cache ${cacheDirectory} lies outside of this project. What other projects keep there goes as well.`,
    hint: 'Name those projects with `--projects`.',
  };
}

function removedLines(garbage: readonly Garbage[]): Block[] {
  return STORES.map(store => {
    const count = garbage.filter(each => each.store === store).length;
    return line(
      count > 0 ? `Removed ${count} objects from ${store} cache.` : `No unused '${store}' cache to remove.`,
    );
  });
}

async function dryDoc(project: Project, garbage: readonly Garbage[]): Promise<Doc> {
  if (project.context.terminal && garbage.length > 0)
    return [line(await listText(project, garbage)), remark('Nothing was removed.')];
  return STORES.flatMap(store => {
    const own = garbage.filter(each => each.store === store);
    const counted = removedLines(own)[STORES.indexOf(store)];
    return [lines(own.map(({ path }) => `Removing ${path}`)), ...(counted === undefined ? [] : [counted])];
  });
}

/** The largest first. */
async function listText(project: Project, garbage: readonly Garbage[]): Promise<string> {
  const largest = [...garbage].sort((a, b) => b.size - a.size).slice(0, MOST_ROWS);
  const keyOf = ({ store, digest }: Garbage): string => objectKey(store, digest);
  const names = await namesOf(project, largest.map(keyOf));
  const width = Math.max(...largest.map(({ size }) => bytesText(size).length));
  const shown = largest.map(
    each => `  ${bytesText(each.size).padStart(width)}  ${names.get(keyOf(each)) ?? each.digest}`,
  );
  const more = garbage.length > MOST_ROWS ? [`  and ${garbage.length - MOST_ROWS} more`] : [];
  return [...shown, ...more, amountText(garbage)].join('\n');
}

async function discardTrash(project: Project, args: Args): Promise<Result<Outcome, Failure>> {
  const others = Object.entries(args.options).filter(
    ([name, value]) => !['emptyTrash', 'force', 'quiet', 'verbose'].includes(name) && value !== undefined,
  );
  if (others.length > 0)
    return err({ code: 'refused', message: '`--empty-trash` is not used with other options' });
  const gone = await emptyTrash(project);
  return ok({
    doc: [line(gone.length > 0 ? `Removed for good: ${amountText(gone)}.` : 'The trash is empty.')],
  });
}

function remark(message: string): Block {
  return { kind: 'remark', text: message };
}
