import { datasetName } from '../datasets/record.ts';
import type { Layout } from '../../model/layout.ts';
import {
  basename,
  dirname,
  isInside,
  isUrl,
  join,
  normalise,
  relative,
  ROOT,
  startsWithDrive,
  within,
} from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import type { Dependency, Output, OutputRole, ParamsDependency, Pipeline, Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { checkProjectSections } from '../gates/project-sections.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';
import { NUL_IN_PATH } from '../paths.ts';
import { pyStr } from '../python/text.ts';
import { check } from '../schema/shape.ts';
import type { Problem } from '../schema/shape.ts';
import type { Definition, Definitions } from './definitions.ts';
import { OWN_META, readExecution } from './execution.ts';
import { OWN_PIPELINE_SHAPE, PIPELINE_SHAPE, PLOT_PROPERTIES } from './shapes.ts';

export interface ProjectNames {
  readonly root: string;
  readonly layout: Pick<Layout, 'pipelineFile' | 'dataSuffix'>;
}

export interface BuiltPipeline {
  readonly pipeline: Pipeline;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * The parsed content of a pipeline file as a mapping of the right shape.
 *
 * @param file where it lies: sections about the whole project stand at the root alone.
 * @returns all problems at once; `top` is meant for use only when there are none.
 */
export function checkPipeline(
  content: Value,
  layout: Layout['kind'],
  file = '' as RepoPath,
): {
  readonly top: ValueMap;
  readonly problems: readonly Problem[];
} {
  const read = content ?? new Map<string, Value>();
  const top: ValueMap = isMap(read) ? read : new Map();
  if (layout === 'dvc') return { top, problems: check(read, PIPELINE_SHAPE) };
  const problems = check(read, OWN_PIPELINE_SHAPE);
  return { top, problems: [...problems, ...checkProjectSections(top, dirname(file) === ROOT, problems)] };
}

/**
 * Turns the definitions of a pipeline file into stages.
 *
 * @param project its root as an absolute path: absolute paths inside it are turned into relative ones.
 * @returns all problems at once; `pipeline` is meant for use only when there are none.
 */
export function buildPipeline(
  { stages: definitions, sections }: Definitions,
  file: RepoPath,
  project: ProjectNames,
): BuiltPipeline {
  const folder = dirname(file) as RepoPath;
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const stages: Stage[] = [];
  for (const definition of definitions) {
    const reader = new StageReader(definition, file, project);
    stages.push(reader.read());
    problems.push(...reader.problems);
    warnings.push(...reader.warnings);
  }
  const pipeline: Pipeline = {
    file,
    stages,
    metrics: topPaths(sections.get('metrics'), folder),
    params: topPaths(sections.get('params'), folder),
    plots: sections.get('plots') ?? [],
    artifacts: sections.get('artifacts') ?? new Map(),
    datasets: sections.get('datasets') ?? [],
  };
  return { pipeline, problems, warnings };
}

function topPaths(value: Value | undefined, folder: RepoPath): RepoPath[] {
  if (!isList(value)) return [];
  return value.flatMap(item => (typeof item === 'string' ? (within(folder, item) ?? []) : []));
}

const WEB = /^https?:\/\//i;

/** Reads one stage definition that is known to have the right shape. */
class StageReader {
  readonly problems: Problem[] = [];
  readonly warnings: string[] = [];
  readonly #source: Definition;
  readonly #definition: ValueMap;
  readonly #file: RepoPath;
  readonly #root: string;
  readonly #layout: ProjectNames['layout'];
  #workdir = '' as RepoPath;

  constructor(source: Definition, file: RepoPath, { root, layout }: ProjectNames) {
    this.#source = source;
    this.#definition = source.definition;
    this.#file = file;
    this.#root = root;
    this.#layout = layout;
  }

  read(): Stage {
    const folder = dirname(this.#file) as RepoPath;
    this.#workdir = folder;
    this.#workdir = this.#readWorkdir();
    const desc = this.#definition.get('desc');
    const { name, group, isTemplated, used, path } = this.#source;
    const groupKind = path.at(2) === 'do' ? 'foreach' : 'matrix';
    const { execution, problems, unknown } = readExecution(this.#definition);
    for (const key of unknown)
      this.warnings.push(
        `'${key}' under 'meta: ${OWN_META}:' of stage '${name}' is not known: it has no effect`,
      );
    for (const problem of problems)
      this.problems.push({ ...problem, path: [...this.#source.path, ...problem.path] });
    return {
      kind: 'pipeline',
      name,
      file: this.#file,
      place: { file: this.#file },
      command: this.#command(),
      workdir: this.#workdir,
      dependencies: this.#texts('deps').map(written => this.#dependency(written)),
      params: this.#params(),
      outputs: [
        ...this.#outputs('outs', 'data'),
        ...this.#outputs('metrics', 'metric'),
        ...this.#outputs('plots', 'plot'),
      ],
      frozen: this.#definition.get('frozen') === true,
      alwaysChanged: this.#definition.get('always_changed') === true,
      ...(typeof desc === 'string' ? { desc } : {}),
      isImport: false,
      ...(execution === undefined ? {} : { execution }),
      ...(group === undefined ? {} : { group, groupKind }),
      ...(isTemplated ? { isTemplated, usedParams: used as Stage['usedParams'] & {} } : {}),
    };
  }

  /** Is itself read from the folder of the file. */
  #readWorkdir(): RepoPath {
    const folder = this.#workdir;
    const written = this.#definition.get('wdir');
    if (typeof written !== 'string') return folder;
    const path = within(folder, this.#intoRoot(written));
    if (path !== undefined) return path;
    this.#report(
      ['wdir'],
      'the working folder is outside the project',
      'a stage runs below the project root',
    );
    return folder;
  }

  /** As in DVC an empty command is none, and what is no text is one as Python writes it: `False`. */
  #command(): Stage['command'] {
    const written = this.#definition.get('cmd');
    if (isList(written)) return written.length === 0 ? undefined : written.map(pyStr);
    return typeof written === 'string' && written !== '' ? written : undefined;
  }

  #texts(key: string): string[] {
    const value = this.#definition.get(key);
    return isList(value) ? value.filter(item => typeof item === 'string') : [];
  }

  /** Files that say what is tracked are themselves left to git. */
  #checkPath(key: string, written: string, what: 'a dependency' | 'an output'): void {
    if (written.includes('\0')) this.#report([key], NUL_IN_PATH);
    const { pipelineFile, dataSuffix } = this.#layout;
    if (basename(written) === pipelineFile || written.endsWith(dataSuffix))
      this.#report([key], `DVC file '${written}' cannot be ${what}.`);
  }

  #dependency(written: string): Dependency {
    this.#checkPath('deps', written, 'a dependency');
    const path = this.#path(written);
    const dataset = datasetName(written);
    return {
      written: this.#writtenInRoot(written),
      path,
      ...this.#outside(written, path),
      ...(WEB.test(written) ? { url: written } : {}),
      ...(dataset === undefined ? {} : { dataset }),
    };
  }

  #outside(written: string, path: RepoPath | undefined): { readonly outside?: string } {
    return path !== undefined || isUrl(written) || startsWithDrive(written)
      ? {}
      : { outside: this.#absolute(written) };
  }

  /** Paths are locked as written, except that absolute ones inside the project become relative. */
  #writtenInRoot(written: string): string {
    return written.startsWith('/') ? this.#intoRoot(written) : written;
  }

  /** An absolute path inside the project as a path relative to the working folder; everything else unchanged. */
  #intoRoot(written: string): string {
    if (!written.startsWith('/')) return written;
    const absolute = normalise(written);
    if (!isInside(absolute, this.#root)) return written;
    return relative(this.#workdir, absolute.slice(this.#root.length + 1));
  }

  #absolute(written: string): string {
    return join(join(this.#root, this.#workdir), written);
  }

  #path(written: string): RepoPath | undefined {
    if (isUrl(written)) return undefined;
    return within(this.#workdir, this.#intoRoot(written));
  }

  #params(): ParamsDependency[] {
    const files = new Map<string, string[] | 'whole'>();
    const add = (file: string, keys: readonly string[] | 'whole') => {
      const known = files.get(file);
      if (keys === 'whole' || known === 'whole') files.set(file, 'whole');
      else files.set(file, [...(known ?? []), ...keys]);
    };
    const entries = this.#definition.get('params');
    (isList(entries) ? entries : []).forEach((entry, index) => {
      if (typeof entry === 'string') add(DEFAULT_PARAMS_FILE, [entry]);
      else if (isMap(entry)) {
        for (const [file, keys] of entry) this.#paramsOfFile(file, keys, index, add);
      }
    });
    return [...files].flatMap(([written, keys]) => {
      this.#checkPath('params', written, 'a dependency');
      const path = this.#path(written);
      if (path === undefined) {
        this.#report(['params'], `the parameters file '${written}' is outside the project`);
        return [];
      }
      const distinct = keys === 'whole' ? keys : [...new Set(keys)];
      return [{ written: this.#writtenInRoot(written), path, keys: distinct }];
    });
  }

  #paramsOfFile(
    file: unknown,
    keys: Value,
    index: number,
    add: (file: string, keys: readonly string[] | 'whole') => void,
  ): void {
    if (typeof file !== 'string') {
      this.#report(['params', index], 'expected the name of a parameters file');
    } else if (keys === null || (isList(keys) && keys.length === 0)) {
      add(file, 'whole');
    } else if (isList(keys) && keys.every(key => typeof key === 'string')) {
      add(file, keys);
    } else {
      this.#report(['params', index, file], 'expected a list of keys, or nothing for the whole file');
    }
  }

  #outputs(key: string, role: OutputRole): Output[] {
    const merged = new Map<string, Map<string, Value>>();
    const entries = this.#definition.get(key);
    (isList(entries) ? entries : []).forEach(entry => {
      if (typeof entry === 'string') flagsOf(entry);
      else if (isMap(entry)) {
        for (const [path, flags] of entry) {
          if (typeof path !== 'string' || !isMap(flags)) continue;
          const into = flagsOf(path);
          for (const [flag, value] of flags) if (typeof flag === 'string') into.set(flag, value);
        }
      }
    });
    return [...merged].map(([written, flags]) => {
      this.#checkPath(key, written, 'an output');
      return this.#output(written, role, flags);
    });

    function flagsOf(path: string): Map<string, Value> {
      const flags = merged.get(path) ?? new Map<string, Value>();
      merged.set(path, flags);
      return flags;
    }
  }

  #output(written: string, role: OutputRole, flags: ReadonlyMap<string, Value>): Output {
    const desc = flags.get('desc');
    const remote = flags.get('remote');
    const path = this.#path(written);
    const cached = flags.get('cache') !== false;
    if (cached && path === '')
      this.#report(
        ['outs'],
        `the output '${written}' is the project itself`,
        'outputs in the cache lie inside it',
      );
    const extra = new Map(
      [...flags].filter(
        ([flag]) => !PLAIN_FLAGS.has(flag) && (role === 'plot' || !PLOT_PROPERTIES.has(flag)),
      ),
    );
    return {
      written: this.#writtenInRoot(written),
      path,
      ...this.#outside(written, path),
      role,
      cached,
      persistent: flags.get('persist') === true,
      push: flags.get('push') !== false,
      ...(typeof remote === 'string' ? { remote } : {}),
      ...(typeof desc === 'string' ? { desc } : {}),
      ...(extra.size > 0 ? { extra } : {}),
    };
  }

  #report(path: readonly (string | number)[], message: string, hint?: string): void {
    this.problems.push({
      path: [...this.#source.path, ...path],
      at: 'value',
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

const PLAIN_FLAGS: ReadonlySet<string> = new Set([
  'cache',
  'persist',
  'push',
  'remote',
  'desc',
  'checkpoint',
]);
