import type { Trouble } from '../core/metrics/revisions.ts';
import {
  closestParent,
  isPathId,
  isWanted,
  namedPlots,
  propsIn,
  topLevelPlots,
} from '../core/plots/definitions.ts';
import type { DeclaredPlots } from '../core/plots/definitions.ts';
import type { DataFormat } from '../core/reading/by-suffix.ts';
import { pyStr } from '../core/python/text.ts';
import type { PlotData } from '../core/plots/records.ts';
import { readSeparated } from '../core/plots/separated.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join, within } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { PlotDefinition, PlotProps } from '../model/plot.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { isMap } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { missingFile, parseTextFile, readTextFile } from './data-file.ts';
import type { Refuse } from './leads-out.ts';
import { Overlay } from './overlay.ts';
import type { Project } from './project.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';

export interface PlotOptions {
  /** Ids, or files from the current folder; empty: all that is declared. */
  readonly targets: readonly string[];
  /** Of the command line: they win over those of the project. */
  readonly props: PlotProps;
  /** Of the state, where somebody has read it already. */
  readonly index?: Result<ProjectIndex, Failure>;
  /** Files that are not read; absent: none. */
  readonly refuse?: Refuse;
}

/** The plots of one state of the project. Paths are as seen from the current folder. */
export interface StatePlots {
  readonly label: string;
  readonly definitions: Result<ReadonlyMap<string, PlotDefinition>, Failure>;
  /** Content of a data file. */
  values(file: string): Promise<Result<PlotData, Trouble>>;
  /** Content of a picture. */
  bytes(file: string): Promise<Result<Uint8Array, Trouble>>;
}

/** Finds what one state of the project wants to be drawn. */
export async function readPlots(
  project: Project,
  snapshot: Snapshot,
  options: PlotOptions,
): Promise<StatePlots> {
  const index = options.index ?? (await loadLockedIndex(project, snapshot, { anyGraph: true }));
  const reader = new PlotReader(project, snapshot, index.ok ? index.value : undefined, options);
  return {
    label: snapshot.label,
    definitions: index.ok ? ok(await reader.definitions(index.value)) : index,
    values: file => reader.values(file),
    bytes: file => reader.bytes(file),
  };
}

class PlotReader {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #overlay: Overlay;
  readonly #options: PlotOptions;
  /** Path from the current folder → whether its first line is a header; of outputs that say so. */
  readonly #headers = new Map<string, boolean>();

  constructor(project: Project, snapshot: Snapshot, index: ProjectIndex | undefined, options: PlotOptions) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#overlay = new Overlay(project, snapshot, index);
    this.#options = options;
  }

  async definitions(index: ProjectIndex): Promise<ReadonlyMap<string, PlotDefinition>> {
    const declared: DeclaredPlots[] = [];
    for (const { file, plots } of index.pipelines)
      declared.push(await this.#ofPipeline(file, topLevelPlots(plots)));
    const others = await this.#ofOutputs(index);
    const hasAny = others.size > 0 || index.pipelines.some(({ plots }) => topLevelPlots(plots).size > 0);
    for (const target of this.#options.targets) {
      const path = this.#inProject(target);
      if (hasAny && (path === undefined || (await this.#snapshot.look(path)) === undefined)) continue;
      for (const file of await this.#expand(target)) others.set(file, this.#withOptions(others.get(file)));
    }
    return namedPlots([...declared, { file: '', plots: others }]);
  }

  async #ofPipeline(path: RepoPath, plots: ReadonlyMap<string, PlotProps>): Promise<DeclaredPlots> {
    const file = this.#project.show(path);
    const folder = dirname(file);
    const places = [...plots.keys()].map(id => join(folder, id));
    const found = new Map<string, PlotProps>();
    for (const [id, props] of plots) {
      if (!isWanted(this.#options.targets, id, file)) continue;
      if (!isPathId(props)) {
        found.set(id, this.#withOptions(inFolder(props, folder)));
        continue;
      }
      const place = join(folder, id);
      for (const each of await this.#expand(place))
        if (closestParent(each, places) === place) found.set(each, this.#withOptions(props));
    }
    return { file, plots: found };
  }

  async #ofOutputs(index: ProjectIndex): Promise<Map<string, PlotProps>> {
    const found = new Map<string, PlotProps>();
    for (const { file, outputs } of index.stages) {
      for (const { role, path, written, extra } of outputs) {
        if (role !== 'plot' || path === undefined) continue;
        const props = propsIn(extra);
        const header = props.get('header');
        if (typeof header === 'boolean') this.#headers.set(this.#project.show(path), header);
        if (!isWanted(this.#options.targets, written, this.#project.show(file))) continue;
        for (const each of await this.#expand(this.#project.show(path)))
          found.set(each, this.#withOptions(props));
      }
    }
    return found;
  }

  async values(file: string): Promise<Result<PlotData, Trouble>> {
    const suffix = /\.[^./]*$/.exec(file)?.[0] ?? '';
    const format = FORMATS.get(suffix);
    if (format === undefined)
      return err({
        type: 'PlotMetricTypeError',
        message: `'${file}' - file type error\nOnly JSON, YAML, CSV and TSV formats are supported.`,
      });
    const path = this.#inProject(file);
    if (path === undefined) return err(outside(file));
    const refusal = this.#options.refuse?.(path);
    if (refusal !== undefined) return err(refusal);
    const text = await readTextFile(this.#project, this.#overlay, path);
    if (!text.ok) return text;
    if (format !== 'csv' && format !== 'tsv') return parseTextFile(this.#project, path, text.value, format);
    const header = this.#options.props.get('header') ?? this.#headers.get(file) ?? true;
    return readSeparated(text.value, {
      delimiter: format === 'tsv' ? '\t' : ',',
      hasHeader: header !== false,
    });
  }

  async bytes(file: string): Promise<Result<Uint8Array, Trouble>> {
    const path = this.#inProject(file);
    if (path === undefined) return err(outside(file));
    const refusal = this.#options.refuse?.(path);
    if (refusal !== undefined) return err(refusal);
    const bytes = await this.#overlay.readBytes(path);
    return bytes === undefined ? err(await missingFile(this.#overlay, path)) : ok(bytes);
  }

  async #expand(shown: string): Promise<readonly string[]> {
    const path = this.#inProject(shown);
    if (path === undefined || this.#options.refuse?.(path) !== undefined) return [shown];
    const files = await this.#overlay.expand(path);
    return files.map(file => (file === path ? shown : join(shown, file.slice(path.length + 1))));
  }

  /** Undefined for what lies outside: it is no part of any state of the project. */
  #inProject(shown: string): RepoPath | undefined {
    return within(this.#project.here, shown);
  }

  #withOptions(props: PlotProps = new Map()): PlotProps {
    return new Map([...props, ...this.#options.props]);
  }
}

const FORMATS: ReadonlyMap<string, DataFormat | 'csv' | 'tsv'> = new Map([
  ['.json', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.toml', 'toml'],
  ['.py', 'python'],
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
] as const);

function outside(file: string): Trouble {
  return { type: 'FileNotFoundError', message: '', detail: `${file} lies outside the project` };
}

/** Files are named from the folder of the file that declares the plot. */
function inFolder(props: PlotProps, folder: string): PlotProps {
  const moved = new Map(props);
  for (const axis of ['x', 'y']) {
    const named = props.get(axis);
    if (isMap(named))
      moved.set(axis, new Map([...named].map(([file, fields]) => [join(folder, pyStr(file)), fields])));
  }
  return moved;
}
