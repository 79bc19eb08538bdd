import type { Failure } from '../model/failure.ts';
import { join } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import type { Watch } from '../ports/surroundings.ts';
import { expected } from './expected.ts';
import { findRoot } from './project.ts';
import { EVERYTHING_COUNTS, sameLooks, SeenFiles } from './seen-files.ts';
import type { Survey } from './seen-files.ts';

/** Who saves several files is done when nothing has come for so long. */
const QUIET_MS = 200;

type Work = (context: Context, seen: SeenFiles, isFirst: boolean) => Promise<Result<unknown, Failure>>;

/**
 * Does work, and again whenever what it reads has been edited since it began, until the user ends it. Work that fails
 * is told, and waits for an edit as well.
 *
 * @param work gets a context that notes what is read, and where to add to that.
 * @returns the failure of work that the user interrupted, or that no edit will help.
 */
export async function repeatOnEdits(context: Context, work: Work): Promise<Result<undefined, Failure>> {
  const found = findRoot(context, context.cwd);
  if (found === undefined) return err({ code: 'not-a-project', folder: context.cwd });
  const held = await holdWatch(context, `${found.root}/${found.layout.ownDirectory}/watch`);
  if (!held.ok) return held;
  try {
    return await repeat(context, found, work);
  } finally {
    held.value.release();
  }
}

/** Two that watch would answer each edit together. */
async function holdWatch(context: Context, path: string): Promise<Result<{ release(): void }, Failure>> {
  const { locks, waitsForLock } = context;
  const holder = (): string => locks.holder(path) ?? 'another process';
  const held = await locks.acquire(path, waitsForLock, () => {
    context.emit({ type: 'lock-awaited', holder: holder(), path });
  });
  if (held !== undefined) return ok(held);
  return err({
    code: 'refused',
    message: `this project is watched already (${holder()}).`,
    hint: 'One `repro --watch` at a time: end the other one first.',
  });
}

async function repeat(
  context: Context,
  found: NonNullable<ReturnType<typeof findRoot>>,
  work: Work,
): Promise<Result<undefined, Failure>> {
  // The lock is ours to write, and git's ignore file as well.
  const leftOut = new Set([found.layout.lockFile, '.gitignore']);
  const hinted = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const seen = new SeenFiles(context, found.root, leftOut);
    // Where there is none, one may come.
    seen.add({ path: join(context.cwd, found.layout.pipelineFile), skip: EVERYTHING_COUNTS });
    const told = seen.reading(isFirst ? noting(context, hinted) : short(context, hinted));
    const failure = await failureOf(() => work(told, seen, isFirst));
    seen.keepMade();
    if (failure !== undefined && isFinal(failure)) return err(failure);
    if (failure !== undefined) context.emit({ type: 'target-failed', failure });
    const watch = await context.watch();
    try {
      if ((await nextEdit(context, watch, seen)) === 'stop') return ok(undefined);
    } finally {
      watch.close();
    }
  }
}

/** Notes what the user was told to add to git. */
function noting(context: Context, hinted: Set<string>): Context {
  return {
    ...context,
    emit: event => {
      if (event.type === 'git-hint') for (const path of event.paths) hinted.add(path);
      context.emit(event);
    },
  };
}

/** After the first time it is of interest what runs, and what is new for git. */
function short(context: Context, hinted: Set<string>): Context {
  const told = noting(context, hinted);
  return {
    ...context,
    emit: event => {
      if (event.type === 'stage-skipped') return;
      if (event.type === 'git-hint' && event.paths.every(path => hinted.has(path))) return;
      told.emit(event);
    },
  };
}

async function failureOf(work: () => Promise<Result<unknown, Failure>>): Promise<Failure | undefined> {
  try {
    const done = await work();
    return done.ok ? undefined : done.error;
  } catch (error) {
    const failure = expected(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

/** The user's end, or trouble in files that are not watched. */
function isFinal({ code }: Failure): boolean {
  return code === 'interrupted' || code === 'config-invalid' || code === 'usage';
}

async function nextEdit(context: Context, watch: Watch, seen: SeenFiles): Promise<'edited' | 'stop'> {
  context.emit({ type: 'watching', files: seen.survey().files });
  for (;;) {
    const survey = surveyWatched(watch, seen);
    if (seen.hasChanged(survey)) return settled(context, watch, seen, survey);
    if ((await watch.next()) === 'stop') return 'stop';
  }
}

/** Looks only after it listens where it looks. */
function surveyWatched(watch: Watch, seen: SeenFiles): Survey {
  for (;;) {
    const survey = seen.survey();
    if (!watch.folders(survey.folders)) return survey;
  }
}

/** Waits until the files look the same for a while. What happens elsewhere in their folders does not count. */
async function settled(
  { clock }: Context,
  watch: Watch,
  seen: SeenFiles,
  first: Survey,
): Promise<'edited' | 'stop'> {
  let survey = first;
  let until = clock.steady() + QUIET_MS;
  for (let left = QUIET_MS; left > 0; left = until - clock.steady()) {
    if ((await watch.next(left)) === 'stop') return 'stop';
    const now = surveyWatched(watch, seen);
    if (!sameLooks(now.looks, survey.looks)) until = clock.steady() + QUIET_MS;
    survey = now;
  }
  return 'edited';
}
