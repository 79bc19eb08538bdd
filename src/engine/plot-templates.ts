import { readJson } from '../core/json/read.ts';
import { toMap } from '../core/plots/theme.ts';
import type { PlainMap } from '../core/plots/theme.ts';
import { FailureError } from '../model/failure.ts';
import { join } from '../model/path.ts';
import { isMap } from '../model/value.ts';
import type { ValueMap } from '../model/value.ts';
import type { Context } from '../ports/context.ts';
import type { Files } from '../ports/files.ts';
import type { Project } from './project.ts';

export interface PlotTemplate {
  readonly name: string;
  /** A Vega-Lite specification with anchors. */
  readonly content: ValueMap;
}

/** In the order in which they are listed. */
export const BUILT_IN = [
  ...['simple', 'linear', 'confusion', 'confusion_normalized', 'scatter', 'scatter_jitter', 'smooth'],
  ...['bar_horizontal_sorted', 'bar_horizontal'],
] as const;
const DEFAULT = 'linear';

/** Looks up templates: the project's own, files from the current folder, those that come with the program. */
export class PlotTemplates {
  readonly #project: Project;
  readonly #known = new Map<string, PlotTemplate>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** @throws FailureError when there is none of that name, or it is no JSON map. */
  find(name = DEFAULT): PlotTemplate {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { files, cwd } = this.#project.context;
    const own = `${this.#project.root}/${this.#project.layout.directory}/plots`;
    const places = [
      join(own, name),
      join(own, name.replace(/(?<=[^/])(?:\.[^./]*)?$/, '.json')),
      join(cwd, name),
    ];
    const found = places.find(place => files.stat(place)?.kind === 'file');
    const content =
      found === undefined ? builtInTemplate(this.#project.context, name) : readTemplate(files, found);
    if (content === undefined)
      throw new FailureError({
        code: 'refused',
        isUnexpected: true,
        message: `Template '${name}' not found.`,
      });
    const template = { name, content };
    this.#known.set(name, template);
    return template;
  }
}

/** One that comes with the program; undefined for other names. */
export function builtInTemplate({ files, machine }: Context, name: string): ValueMap | undefined {
  if (!BUILT_IN.some(each => each === name)) return undefined;
  const path = `${machine.installDirectory}/templates/plots/${name}.json`;
  // Our own JSON needs no reader that can say what is wrong with it.
  return toMap(JSON.parse(files.readText(path) ?? '') as PlainMap);
}

function readTemplate(files: Files, path: string): ValueMap {
  const read = readJson(files.readText(path) ?? '');
  if (read.ok && isMap(read.value)) return read.value;
  const place = read.ok ? '' : `:${read.error.line}:${read.error.column}`;
  const why = read.ok ? 'it is no JSON object' : read.error.message;
  throw new FailureError({
    code: 'refused',
    isUnexpected: true,
    message: `template '${path}${place}': ${why}`,
  });
}
