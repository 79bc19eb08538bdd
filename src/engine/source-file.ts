import type { Problem } from '../core/schema/shape.ts';
import { readYamlFast } from '../core/yaml/block-reader.ts';
import { readYaml } from '../core/yaml/read.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';
import type { Judge, SourceFile } from './source-text.ts';

/** The line that git begins a conflict with. */
const CONFLICT = /^<{7} /m;

/** Reads a file of one state of the project, or undefined when it is missing; it must be UTF-8. */
export async function readSource(
  project: Project,
  snapshot: Snapshot,
  path: RepoPath,
): Promise<Result<SourceFile | undefined, Failure>> {
  const text = await snapshot.readText(path);
  if (text === undefined) return ok(undefined);
  const { revision } = snapshot;
  const source = {
    path,
    shown: project.show(path),
    text,
    ...(revision === undefined ? {} : { revision }),
  };
  if (!text.includes('\ufffd') || (await snapshot.isUtf8(path))) return ok(source);
  const { encodingDiagnostics } = await import('./refused-text.ts');
  return err({ code: 'file-not-text', file: source.shown, diagnostics: encodingDiagnostics(source) });
}

/** Parses a file; all syntax errors come back at once, each with its place, and what else `judge` can be sure of. */
export async function parseSource(file: SourceFile, judge?: Judge): Promise<Result<Value, Failure>> {
  const fast = readYamlFast(file.text);
  if (fast !== undefined) return ok(fast);
  const read = await readYaml(file.text);
  if (read.ok) return read;
  const { syntaxDiagnostics } = await import('./refused-text.ts');
  const mistake = CONFLICT.test(file.text) ? 'conflict' : 'syntax';
  return err(invalid(file, mistake, await syntaxDiagnostics(file, read.error, judge)));
}

/** Parses each distinct text once: for those who read many states of a project, most of whose files are the same. */
export class ParsedTexts {
  readonly #values = new Map<string, Value>();

  /** As {@link parseSource}. Mistakes are looked for again, as they name the file. */
  async parse(file: SourceFile, judge?: Judge): Promise<Result<Value, Failure>> {
    const known = this.#values.get(file.text);
    if (known !== undefined) return ok(known);
    const parsed = await parseSource(file, judge);
    if (parsed.ok) this.#values.set(file.text, parsed.value);
    return parsed;
  }
}

/** Finds the place of each mistake in the text. Slow and rarely needed, so the machinery loads here. */
export async function diagnose(
  file: SourceFile,
  problems: readonly Problem[],
  mistake: 'schema' | 'old-schema' = 'schema',
  raised?: FileInvalid['raised'],
): Promise<Failure> {
  const { diagnosticsOf } = await import('./refused-text.ts');
  const failure = invalid(file, mistake, diagnosticsOf(file, problems));
  return raised === undefined ? failure : { ...failure, raised };
}

type FileInvalid = Extract<Failure, { code: 'file-invalid' }>;

function invalid(
  file: SourceFile,
  mistake: FileInvalid['mistake'],
  diagnostics: readonly Diagnostic[],
): FileInvalid {
  return {
    code: 'file-invalid',
    file: file.shown,
    mistake,
    diagnostics,
    ...(file.revision === undefined ? {} : { revision: file.revision }),
  };
}
