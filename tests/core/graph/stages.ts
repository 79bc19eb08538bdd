import { expect } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import type { Graph } from '../../../src/model/graph.ts';
import { parentOf, within } from '../../../src/model/path.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Stage, StageId } from '../../../src/model/stage.ts';

export interface Parts {
  readonly deps?: readonly string[];
  readonly params?: readonly string[];
  readonly outs?: readonly string[];
  readonly file?: string;
  readonly frozen?: boolean;
}

/** A stage of a pipeline file; paths are read from the folder of that file. */
export function stage(name: string, parts: Parts = {}): Stage {
  const file = (parts.file ?? 'pipeline.yaml') as RepoPath;
  return {
    ...common(file, parts),
    kind: 'pipeline',
    name,
    params: (parts.params ?? []).map(written => {
      const path = within(parentOf(file), written);
      if (path === undefined) return expect.fail(`${written} is outside the project`);
      return { written, path, keys: 'whole' as const };
    }),
  };
}

/** A data file; it describes the path without its suffix unless `outs` says otherwise. */
export function data(file: string, parts: Parts = {}): Stage {
  const own = file.slice(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
  return { ...common(file as RepoPath, { outs: [own], ...parts }), kind: 'data', name: '', params: [] };
}

function common(
  file: RepoPath,
  { deps = [], outs = [], frozen = false }: Parts,
): Omit<Stage, 'kind' | 'name' | 'params'> {
  return {
    file,
    place: { file },
    command: 'true',
    workdir: parentOf(file),
    dependencies: deps.map(written => place(file, written)),
    outputs: outs.map(written => ({
      ...place(file, written),
      role: 'data',
      cached: true,
      persistent: false,
      push: true,
    })),
    frozen,
    alwaysChanged: false,
    isImport: false,
  };
}

function place(file: RepoPath, written: string): { written: string; path: RepoPath | undefined } {
  return { written, path: written.includes('://') ? undefined : within(parentOf(file), written) };
}

export function graphOf(...stages: Stage[]): Graph {
  const built = buildGraph(stages);
  if (!built.ok) expect.fail(JSON.stringify(built.error));
  return built.value;
}

/** The id of a stage of the pipeline file at the root. */
export function id(name: string): StageId {
  return `pipeline.yaml:${name}` as StageId;
}

export function names(ids: readonly StageId[]): string[] {
  return ids.map(each => each.replace(/^pipeline.yaml:/, ''));
}
