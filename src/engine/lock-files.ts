import { LockDocument } from '../core/lock/document.ts';
import type { Problem } from '../core/schema/shape.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { writeGuarded } from './guard.ts';
import type { Project } from './project.ts';
import { diagnose, parseSource, readSource } from './source-file.ts';
import type { ParsedTexts } from './source-file.ts';

/** What the lock is to say of a stage. */
export type NewEntry = readonly [stage: Stage, entry: LockEntry];

interface Written {
  readonly changed: boolean;
  readonly created: boolean;
}

/** The lock files of one state of the project, each read when it is first asked for. */
export class LockFiles {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #parsed: ParsedTexts | undefined;
  readonly #documents = new Map<RepoPath, Result<LockDocument, Failure>>();
  /** Stages whose entries were added here, with their ranks. */
  readonly #added = new Map<RepoPath, Map<string, number>>();
  /** The text behind each document: another process may have written the file since. */
  readonly #texts = new Map<RepoPath, string | undefined>();
  #writing: Promise<unknown> = Promise.resolve();

  /** @param texts what was parsed for other states of the project. */
  constructor(project: Project, snapshot: Snapshot, texts?: ParsedTexts) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#parsed = texts;
  }

  /** What the lock says of a stage; a data file is its own lock and has no entry. */
  async entry(stage: Stage): Promise<Result<LockEntry | undefined, Failure>> {
    if (stage.kind === 'data') return ok(undefined);
    const document = await this.document(stage.file);
    return document.ok ? ok(document.value.entry(stage.name)) : document;
  }

  async document(pipelineFile: RepoPath): Promise<Result<LockDocument, Failure>> {
    const known = this.#documents.get(pipelineFile);
    if (known !== undefined) return known;
    const read = await this.#read(this.pathFor(pipelineFile));
    this.#documents.set(pipelineFile, read);
    return read;
  }

  /**
   * Forgets what the lock file of a pipeline file said when another process has written it since.
   *
   * @returns whether that is so.
   */
  refresh(pipelineFile: RepoPath): boolean {
    if (!this.#documents.has(pipelineFile)) return false;
    const path = this.pathFor(pipelineFile);
    const text = this.#project.context.files.readText(this.#project.absolute(path));
    return text !== this.#texts.get(path) && this.#documents.delete(pipelineFile);
  }

  /**
   * Writes new entries of stages of one pipeline file to the workspace, all at once. `changed` is false when the file
   * said the same before.
   *
   * @param rankOf the order of those that are added in this run, whatever the order in which they come; without it
   *        they go to the end.
   */
  write(
    pipelineFile: RepoPath,
    entries: readonly NewEntry[],
    rankOf?: (stage: Stage) => number,
  ): Promise<Result<Written, Failure>> {
    // One after the other, as each goes out from what the one before it has left.
    const writing = this.#writing.then(() => this.#write(pipelineFile, entries, rankOf));
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  async #write(
    pipelineFile: RepoPath,
    entries: readonly NewEntry[],
    rankOf?: (stage: Stage) => number,
  ): Promise<Result<Written, Failure>> {
    const path = this.pathFor(pipelineFile);
    const { files } = this.#project.context;
    const before = files.readText(this.#project.absolute(path));
    if (before !== this.#texts.get(path)) this.#documents.delete(pipelineFile);
    const read = await this.document(pipelineFile);
    if (!read.ok) return read;
    let document = read.value;
    let changed = false;
    const places = new Map<string, string | undefined>();
    for (const [stage, entry] of entries) {
      const { name } = stage;
      const follower = rankOf && this.#follower(pipelineFile, document, name, rankOf(stage));
      places.set(name, follower);
      const next = document.with(name, entry, follower);
      document = next.document;
      changed ||= next.changed;
    }
    const asRead = before === undefined || before === read.value.text();
    const text = asRead ? document.text() : await withRemarks(before, places, document);
    if (text !== before) writeGuarded(this.#project, path, text);
    this.#texts.set(path, text);
    // Two blanks at which a line was folded are one when they are read again. DVC reads the file anew each time.
    if (/ {2}\n/.test(text)) this.#documents.delete(pipelineFile);
    else this.#documents.set(pipelineFile, ok(document));
    return ok({ changed, created: before === undefined });
  }

  /** The entry before which a new one belongs: the first of those added in this run that stand behind it in rank. */
  #follower(pipelineFile: RepoPath, document: LockDocument, name: string, rank: number): string | undefined {
    const added = this.#added.get(pipelineFile) ?? new Map<string, number>();
    this.#added.set(pipelineFile, added);
    if (document.entry(name) !== undefined) return undefined;
    const followers = [...added].filter(([, other]) => other > rank).sort(([, a], [, b]) => a - b);
    added.set(name, rank);
    return followers[0]?.[0];
  }

  /** Takes a stage's entry out of the lock file in the workspace. A lock file without entries goes, as in DVC. */
  async remove(pipelineFile: RepoPath, name: string): Promise<Result<undefined, Failure>> {
    const path = this.#project.absolute(this.pathFor(pipelineFile));
    const { files } = this.#project.context;
    const before = files.readText(path);
    this.#documents.delete(pipelineFile);
    const read = await this.document(pipelineFile);
    if (!read.ok) return read;
    if (before === undefined || !read.value.has(name)) return ok(undefined);
    this.#documents.delete(pipelineFile);
    const document = read.value.without(name);
    if (document.isEmpty) files.remove(path);
    else if (before === read.value.text()) files.writeAtomic(path, document.text());
    else {
      const { withoutEntry } = await import('../core/lock/remarks.ts');
      files.writeAtomic(path, withoutEntry(before, name) ?? document.text());
    }
    return ok(undefined);
  }

  /** The lock file beside a pipeline file. */
  pathFor(pipelineFile: RepoPath): RepoPath {
    return join(dirname(pipelineFile), this.#project.layout.lockFile) as RepoPath;
  }

  async #read(path: RepoPath): Promise<Result<LockDocument, Failure>> {
    const source = await readSource(this.#project, this.#snapshot, path);
    if (!source.ok) return source;
    this.#texts.set(path, source.value?.text);
    if (source.value === undefined) return ok(LockDocument.EMPTY);
    const content = await (this.#parsed?.parse(source.value, lockProblems) ??
      parseSource(source.value, lockProblems));
    if (!content.ok) return content;
    const document = LockDocument.read(content.value);
    if (document instanceof LockDocument) return ok(document);
    const mistake = LockDocument.isOld(content.value) ? 'old-schema' : 'schema';
    return err(await diagnose(source.value, document, mistake));
  }
}

function lockProblems(content: Value): readonly Problem[] {
  const read = LockDocument.read(content);
  return read instanceof LockDocument ? [] : read;
}

/** Comments cost a reader of their own, which is loaded only where there are any. */
async function withRemarks(
  before: string,
  places: ReadonlyMap<string, string | undefined>,
  document: LockDocument,
): Promise<string> {
  const { withEntry } = await import('../core/lock/remarks.ts');
  let text: string | undefined = before;
  for (const [name, follower] of places)
    text = text === undefined ? text : withEntry(text, name, document.value(name), follower);
  return text ?? document.text();
}
