/** A random project as a value: what the generator makes, the mutations change, and the files are written from. */
import type { FileContent } from '../rig/both.ts';
import type { ParamsFile } from './params.ts';
import { templated } from './templates.ts';
import type { Templating } from './templates.ts';
import type { Plain } from './yaml-text.ts';

export interface PlainFile {
  readonly content: FileContent;
  readonly mode: number;
}

/** One line of `outs:`, `metrics:` or `plots:`. Paths are relative to the stage's working folder. */
export interface OutPlan {
  readonly section: 'outs' | 'metrics' | 'plots';
  readonly path: string;
  readonly isFolder: boolean;
  readonly flags: Readonly<Record<string, Plain>>;
}

export interface StagePlan {
  readonly name: string;
  /** Relative to the project: '' or ends with a slash. */
  readonly workdir: string;
  /** As written in the file. */
  readonly wdir: string | undefined;
  /** Shell lines that make the outs. */
  lines: string[];
  form: 'one string' | 'lines of a string' | 'list';
  /** Relative to the project. */
  deps: string[];
  readonly params: Plain[];
  readonly outs: readonly OutPlan[];
  /** `frozen`, `always_changed`, `desc`, `meta`. */
  extras: Readonly<Record<string, Plain>>;
}

export interface PipelinePlan {
  /** Relative to the project: '' or ends with a slash. */
  readonly folder: string;
  readonly stages: StagePlan[];
  readonly top: Readonly<Record<string, Plain>>;
  /** Absent: all is said in plain words. */
  readonly templating?: Templating;
}

export interface Project {
  /** Path relative to the project → content. Params and pipeline files are not among them. */
  readonly files: Map<string, PlainFile>;
  /** Paths given to `add`. A folder's files are in `files`. */
  readonly tracked: readonly string[];
  readonly params: readonly ParamsFile[];
  readonly pipelines: readonly PipelinePlan[];
}

/** The value of one pipeline file. */
export function pipelineValue(pipeline: PipelinePlan): Plain {
  const { templating } = pipeline;
  const stages: Record<string, Plain> = Object.fromEntries(
    pipeline.stages.map(stage => [
      stage.name,
      templating === undefined ? stageValue(stage) : templatedStage(stage, templating),
    ]),
  );
  Object.assign(stages, templating?.groups);
  return {
    ...(templating === undefined ? {} : { vars: templating.vars }),
    ...(Object.keys(stages).length > 0 ? { stages } : {}),
    ...pipeline.top,
  };
}

/** Flags and annotations are no places for templates, or hold text that other tests are about. */
function templatedStage(stage: StagePlan, { said }: Templating): Plain {
  const value = stageValue(stage) as Readonly<Record<string, Plain>>;
  const places = new Set(['cmd', 'wdir', 'deps', 'outs', 'metrics', 'plots']);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, places.has(key) ? templated(item, said) : item]),
  );
}

function stageValue(stage: StagePlan): Plain {
  const section = (name: OutPlan['section']): Record<string, Plain> => {
    const outs = stage.outs.filter(out => out.section === name).map(outValue);
    return outs.length > 0 ? { [name]: outs } : {};
  };
  return {
    cmd: commandValue(stage),
    ...(stage.wdir === undefined ? {} : { wdir: stage.wdir }),
    ...(stage.deps.length > 0 ? { deps: stage.deps.map(dep => relativeTo(stage.workdir, dep)) } : {}),
    ...(stage.params.length > 0 ? { params: stage.params } : {}),
    ...section('outs'),
    ...section('metrics'),
    ...section('plots'),
    ...stage.extras,
  };
}

function commandValue(stage: StagePlan): Plain {
  switch (stage.form) {
    case 'list':
      return stage.lines;
    case 'lines of a string':
      return stage.lines.join('\n');
    case 'one string':
      return stage.lines.join(' && ');
  }
}

function outValue(out: OutPlan): Plain {
  return Object.keys(out.flags).length === 0 ? out.path : { [out.path]: out.flags };
}

/** The way from a folder ('' or with a slash at its end) to a path, both relative to the project. */
export function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').slice(0, -1);
  const to = path.split('/');
  while (from.length > 0 && to.length > 1 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return [...from.map(() => '..'), ...to].join('/');
}
