import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { collect } from './collect.ts';
import { Exclusive } from './exclusive.ts';
import { LockFiles } from './lock-files.ts';
import { Workspace } from './workspace.ts';
import type { Project } from './project.ts';

/**
 * Makes a project a plain folder again: its pipeline, lock and data files go, its ignore file and its own folder with
 * the cache. What is in the workspace stays, as files of their own, and so does a cache that lies elsewhere.
 */
export async function destroy(project: Project): Promise<Result<undefined, Failure>> {
  const { context, root, layout } = project;
  const { files } = context;
  const snapshot = context.workspace(root);
  const exclusive = new Exclusive(project);
  await exclusive.acquire('everything');
  try {
    const { stages, failures } = await collect(project, snapshot);
    const [failed] = failures;
    if (failed !== undefined) return err(failed.failure);
    const workspace = new Workspace(project);
    const outputs = stages.flatMap(stage => stage.outputs);
    // All of it before anything goes: links that still lead into the cache would lose their content.
    for (const { path, cached } of outputs) if (cached && path !== undefined) workspace.unprotect(path);
    const locks = new LockFiles(project, snapshot);
    for (const { kind, file } of stages) {
      files.remove(project.absolute(file));
      if (kind === 'pipeline') files.remove(project.absolute(locks.pathFor(file)));
    }
  } finally {
    exclusive.release();
  }
  files.remove(`${root}/${layout.ignoreFile}`);
  files.remove(`${root}/${layout.directory}`);
  return ok(undefined);
}
