import { LockDocument } from '../core/lock/document.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports.ts';
import type { Project } from './project.ts';
import { diagnose, parseSource, readSource } from './source-file.ts';
import type { ParsedTexts } from './source-file.ts';

/** What the lock is to say of a stage. */
export type NewEntry = readonly [stage: Stage, entry: LockEntry];

/** The lock files of one state of the project, each read when it is first asked for. */
export class LockFiles {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #parsed: ParsedTexts | undefined;
  readonly #documents = new Map<RepoPath, Result<LockDocument, Failure>>();
  /** The text behind each document: another process may have written the file since. */
  readonly #texts = new Map<RepoPath, string | undefined>();

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
   * Writes new entries of stages of one pipeline file to the workspace, all at once. `changed` is false when the file
   * said the same before.
   */
  async write(
    pipelineFile: RepoPath,
    entries: readonly NewEntry[],
  ): Promise<Result<{ readonly changed: boolean; readonly created: boolean }, Failure>> {
    const path = this.pathFor(pipelineFile);
    const { files } = this.#project.context;
    const before = files.readText(this.#project.absolute(path));
    if (before !== this.#texts.get(path)) this.#documents.delete(pipelineFile);
    const read = await this.document(pipelineFile);
    if (!read.ok) return read;
    let document = read.value;
    let changed = false;
    for (const [{ name }, entry] of entries) {
      const next = document.with(name, entry);
      document = next.document;
      changed ||= next.changed;
    }
    const asRead = before === undefined || before === read.value.text();
    const names = entries.map(([{ name }]) => name);
    const text = asRead ? document.text() : await withRemarks(before, names, document);
    if (text !== before) files.writeAtomic(this.#project.absolute(path), text);
    this.#texts.set(path, text);
    // Two blanks at which a line was folded are one when they are read again. DVC reads the file anew each time.
    if (/ {2}\n/.test(text)) this.#documents.delete(pipelineFile);
    else this.#documents.set(pipelineFile, ok(document));
    return ok({ changed, created: before === undefined });
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
    const content = await (this.#parsed?.parse(source.value) ?? parseSource(source.value));
    if (!content.ok) return content;
    const document = LockDocument.read(content.value);
    if (document instanceof LockDocument) return ok(document);
    const mistake = LockDocument.isOld(content.value) ? 'old-schema' : 'schema';
    return err(await diagnose(source.value, document, mistake));
  }
}

/** Comments cost a reader of their own, which is loaded only where there are any. */
async function withRemarks(
  before: string,
  names: readonly string[],
  document: LockDocument,
): Promise<string> {
  const { withEntry } = await import('../core/lock/remarks.ts');
  let text: string | undefined = before;
  for (const name of names) text = text === undefined ? text : withEntry(text, name, document.value(name));
  return text ?? document.text();
}
