import { findUnsupported } from '../core/params/unsupported.ts';
import { DEFAULT_PARAMS_FILE } from '../core/params/default-file.ts';
import { buildPipeline, checkPipeline } from '../core/pipeline/build.ts';
import type { BuiltPipeline } from '../core/pipeline/build.ts';
import { needsExpansion, plainDefinitions } from '../core/pipeline/definitions.ts';
import type { Definitions } from '../core/pipeline/definitions.ts';
import { soundParts, soundStages } from '../core/pipeline/sound-parts.ts';
import { pyTypeName } from '../core/python/type-name.ts';
import { readData } from '../core/reading/by-suffix.ts';
import type { Problem } from '../core/schema/shape.ts';
import type { LoadedParams } from '../core/template/variables.ts';
import { FailureError, withOthers } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Pipeline } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';
import { diagnose, readSource } from './source-file.ts';
import type { SourceFile } from './source-text.ts';
import { troubleOf, unreadable } from './trouble.ts';

/** `listable`: as far as that goes, where only templates of other sections than the stages are wrong. */
export type ReadPipeline =
  | { readonly ok: true; readonly value: Pipeline }
  | { readonly ok: false; readonly error: Failure; readonly listable?: Pipeline };

/** Do the stages not depend on it? */
function isElsewhere({ path: [section] }: Problem): boolean {
  return section !== undefined && section !== 'stages' && section !== 'vars';
}

/** Turns the parsed pipeline files of one state of the project into stages. A file of values is read once for all. */
export class PipelineFiles {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #params = new Map<RepoPath, Promise<Result<Value, Failure> | undefined>>();
  /** Pipeline file → what is wrong with files of values that it names. */
  readonly #unreadable = new Map<RepoPath, readonly Failure[]>();

  constructor(project: Project, snapshot: Snapshot) {
    this.#project = project;
    this.#snapshot = snapshot;
  }

  /**
   * All mistakes come back at once: of the file's shape, and of the templates and paths in whatever has the right one.
   *
   * @param hasParams lies a parameters file of the default name beside it?
   */
  async read(source: SourceFile, content: Value, hasParams: boolean): Promise<ReadPipeline> {
    const { top, problems } = checkPipeline(content, this.#project.layout.kind, source.path);
    const wrong = hasParams ? await this.checkDefault(source.path) : undefined;
    if (problems.length > 0) {
      const further = await this.#besides(source.path, top, problems);
      return err(await this.#refusal(source, [...problems, ...further], wrong));
    }
    if (wrong !== undefined) return err(wrong);
    const built = await this.#build(source.path, top);
    if (!built.ok) return built;
    const { pipeline, warnings } = built.value;
    const { problems: mistakes, raised } = built.value;
    if (mistakes.length > 0) {
      const refusal = err(await this.#refusal(source, mistakes, undefined, raised));
      return mistakes.every(isElsewhere) ? { ...refusal, listable: pipeline } : refusal;
    }
    for (const message of warnings) this.#project.context.emit({ type: 'warning', message });
    return ok(pipeline);
  }

  /** The mistakes of a pipeline file, and those of the files that it takes values from. */
  async #refusal(
    source: SourceFile,
    problems: readonly Problem[],
    wrong?: Failure,
    raised?: Definitions['raised'],
  ): Promise<Failure> {
    const unreadable = this.#unreadable.get(source.path) ?? [];
    return withOthers(await diagnose(source, problems, 'schema', raised), [
      ...(wrong === undefined ? [] : [wrong]),
      ...unreadable,
    ]);
  }

  /** What is wrong with a content that is not going to be used, see {@link Judge}. */
  async problems(file: RepoPath, content: Value, isWhole: boolean): Promise<readonly Problem[]> {
    const { top, problems } = checkPipeline(content, this.#project.layout.kind, file);
    // Templates may want values that were not read.
    return isWhole ? [...problems, ...(await this.#besides(file, top, problems))] : problems;
  }

  /** Further mistakes, in the parts that have no mistake of shape. */
  async #besides(file: RepoPath, top: ValueMap, problems: readonly Problem[]): Promise<readonly Problem[]> {
    // Of values that cannot be read no template can be judged.
    if ((await this.checkDefault(file)) !== undefined) return [];
    const sound = soundParts(top, problems);
    const built = sound === undefined ? undefined : await this.#build(file, sound);
    // What is wrong with other files is told when this one is right.
    return built?.ok === true ? built.value.problems : [];
  }

  async #build(
    file: RepoPath,
    top: ValueMap,
  ): Promise<Result<BuiltPipeline & Pick<Definitions, 'warnings' | 'raised'>, Failure>> {
    const expanded = await this.definitions(file, top);
    if (!expanded.ok) return expanded;
    const { problems, warnings, raised } = expanded.value;
    const built = buildPipeline(soundStages(expanded.value), file, this.#project);
    return ok({
      pipeline: built.pipeline,
      warnings: [...warnings, ...built.warnings],
      problems: [...problems, ...built.problems],
      ...(raised === undefined ? {} : { raised }),
    });
  }

  /** What a file of the right shape defines, as far as its templates can be resolved. */
  async definitions(file: RepoPath, top: ValueMap): Promise<Result<Definitions, Failure>> {
    return needsExpansion(top) ? this.#expand(file, top) : ok(plainDefinitions(top));
  }

  async #expand(file: RepoPath, top: ValueMap): Promise<Result<Definitions, Failure>> {
    const { expandPipeline } = await import('../core/template/expand.ts');
    const style = this.#project.settings.optionStyle;
    const params = {
      read: (path: RepoPath) => this.#loaded(path, file),
      show: this.#project.show.bind(this.#project),
    };
    try {
      return ok(await expandPipeline(top, { file, style, params }));
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      throw error;
    }
  }

  /**
   * DVC loads the parameters file beside a pipeline file with it, whether anything in there uses it or not, and refuses
   * both when it cannot.
   */
  async checkDefault(pipelineFile: RepoPath): Promise<Failure | undefined> {
    const path = join(dirname(pipelineFile), DEFAULT_PARAMS_FILE) as RepoPath;
    const file = this.#project.show(path);
    const read = await this.#values(path);
    if (read === undefined) return undefined;
    if (!read.ok) return read.error;
    const found = pyTypeName(read.value);
    if (!isMap(read.value))
      return { code: 'params-no-map', file, pipelineFile: this.#project.show(pipelineFile), found };
    const unsupported = findUnsupported(read.value);
    return unsupported === undefined ? undefined : { code: 'params-unsupported', file, ...unsupported };
  }

  async #loaded(path: RepoPath, pipelineFile: RepoPath): Promise<LoadedParams | undefined> {
    const read = await this.#values(path);
    if (read === undefined)
      return (await this.#snapshot.list(path)) === undefined
        ? undefined
        : { trouble: 'is a folder', said: { words: `'${this.#project.show(path)}' is a directory` } };
    if (read.ok) return { value: read.value };
    const { error } = read;
    if (error.code === 'params-unexpected') throw new FailureError(error);
    this.#unreadable.set(pipelineFile, [...(this.#unreadable.get(pipelineFile) ?? []), error]);
    return {
      trouble:
        error.code === 'params-invalid'
          ? `cannot be read${error.place}: ${error.message}`
          : 'is not UTF-8 text',
      said: troubleOf(error),
    };
  }

  #values(path: RepoPath): Promise<Result<Value, Failure> | undefined> {
    let values = this.#params.get(path);
    if (values === undefined) this.#params.set(path, (values = this.#read(path)));
    return values;
  }

  async #read(path: RepoPath): Promise<Result<Value, Failure> | undefined> {
    const source = await readSource(this.#project, this.#snapshot, path);
    if (!source.ok) return source;
    if (source.value === undefined) return undefined;
    const read = await readData(path, source.value.text);
    if (read.ok) return read;
    return err(await unreadable(source.value, read.error));
  }
}
