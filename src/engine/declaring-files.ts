import { checkPipeline } from '../core/pipeline/build.ts';
import type { GraphRemark } from '../core/graph/mistakes.ts';
import { inputPlace, outputPlace } from '../core/pipeline/entry-path.ts';
import type { Problem } from '../core/schema/shape.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RepoPath } from '../model/path.ts';
import { isList, isMap } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { PipelineFiles } from './pipeline-file.ts';
import type { Project } from './project.ts';
import { diagnosticsOf } from './refused-text.ts';
import { parseSource, readSource } from './source-file.ts';
import type { SourceFile } from './source-text.ts';

/**
 * Shows what is to be said of entries of stages where they are declared. Stages do not know that place, as nobody else
 * asks: the files are read again.
 */
export class DeclaringFiles {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #pipelines: PipelineFiles;
  readonly #read = new Map<RepoPath, Promise<{ source: SourceFile; content: Value } | undefined>>();

  constructor(project: Project, snapshot: Snapshot) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#pipelines = new PipelineFiles(project, snapshot);
  }

  /** Nothing for a file that has changed meanwhile. */
  async show(remark: GraphRemark): Promise<readonly Diagnostic[]> {
    const { file } = remark.stage;
    let read = this.#read.get(file);
    if (read === undefined) this.#read.set(file, (read = this.#content(file)));
    const known = await read;
    if (known === undefined) return [];
    const place = await this.#placeOf(remark, known.content);
    if (place === undefined) return [];
    const { message, hint } = remark;
    return diagnosticsOf(known.source, [{ ...place, message, ...(hint === undefined ? {} : { hint }) }]);
  }

  async #content(path: RepoPath): Promise<{ source: SourceFile; content: Value } | undefined> {
    const source = await readSource(this.#project, this.#snapshot, path);
    if (!source.ok || source.value === undefined) return undefined;
    const content = await parseSource(source.value);
    return content.ok ? { source: source.value, content: content.value } : undefined;
  }

  async #placeOf(remark: GraphRemark, content: Value): Promise<Pick<Problem, 'path' | 'at'> | undefined> {
    const { stage, entry } = remark;
    if (stage.kind === 'data') return dataPlace(remark, content);
    const { top } = checkPipeline(content, this.#project.layout.kind);
    const definitions = await this.#pipelines.definitions(stage.file, top);
    const found = definitions.ok
      ? definitions.value.stages.find(({ name }) => name === stage.name)
      : undefined;
    if (found === undefined) return undefined;
    const { path, at } =
      'role' in entry ? outputPlace(found.definition, entry) : inputPlace(found.definition, entry);
    return { path: [...found.path, ...path], at };
  }
}

function dataPlace({ entry }: GraphRemark, content: Value): Pick<Problem, 'path' | 'at'> {
  const list = 'role' in entry ? 'outs' : 'deps';
  const entries = isMap(content) ? content.get(list) : undefined;
  const index = isList(entries)
    ? entries.findIndex(each => isMap(each) && each.get('path') === entry.written)
    : -1;
  return { path: [list, ...(index < 0 ? [] : [index, 'path'])], at: 'value' };
}
