import { mergeRefusal } from '../core/datafile/merge.ts';
import type { DataFile } from '../core/datafile/merge.ts';
import { readDataFile } from '../core/datafile/read.ts';
import { updatedDataFile } from '../core/datafile/write.ts';
import { mergeTrees } from '../core/digest/merge-trees.ts';
import { encodeTree } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { relative } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { isMap } from '../model/value.ts';
import type { Sides } from './merged-tree.ts';
import { Cache } from './objects.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import { diagnose, parseSource } from './source-file.ts';

/** Merges versions of a data file that tracks a folder, given as absolute paths, into the one of `ours`. */
export async function mergeDataFiles(
  project: Project,
  paths: Sides<string>,
): Promise<Result<undefined, Failure>> {
  const ancestor = await load(project, paths.base);
  const our = await load(project, paths.ours);
  const their = await load(project, paths.theirs);
  if (!ancestor.ok) return ancestor;
  if (!our.ok) return our;
  if (!their.ok) return their;
  const merged = await merge(project, ancestor.value, our.value, their.value);
  if (merged.ok) project.context.files.writeAtomic(paths.ours, merged.value);
  return merged.ok ? ok(undefined) : merged;
}

type Loaded = DataFile & { readonly text: string };

async function load(project: Project, path: string): Promise<Result<Loaded, Failure>> {
  const text = project.context.files.readText(path);
  const file = relative(project.root, path) as RepoPath;
  if (text === undefined) return err({ code: 'refused', message: `'${project.show(file)}' does not exist` });
  const source = { path: file, shown: project.show(file), text };
  const content = await parseSource(source);
  if (!content.ok) return content;
  const { stage, problems } = readDataFile(content.value, file, project.root);
  if (problems.length > 0) return err(await diagnose(source, problems));
  return ok({ text, stage, content: isMap(content.value) ? content.value : new Map() });
}

async function merge(
  project: Project,
  ancestor: Loaded,
  our: Loaded,
  their: Loaded,
): Promise<Result<string, Failure>> {
  const written = (outputs: ReadonlyMap<string, HashRecord>, { text, content, stage }: Loaded = our) =>
    updatedDataFile(text, content, stage, { outputs, dependencies: new Map() });
  if (their.stage.outputs.length === 0) return ok(await written(new Map()));
  if (our.stage.outputs.length === 0) {
    const content = new Map(our.content).set('outs', their.content.get('outs') ?? null);
    const stage = { ...our.stage, outputs: their.stage.outputs };
    return ok(await written(new Map(), { text: our.text, content, stage }));
  }
  const refusal = mergeRefusal(ancestor, our, their);
  if (refusal !== undefined) return err({ code: 'refused', message: refusal });
  const [output] = our.stage.outputs;
  const record = output?.recorded;
  if (output === undefined || record === undefined) return ok(await written(new Map()));
  const store = new Cache(project).of(record);
  const before = ancestor.stage.outputs.length === 0 ? [] : await listing(store, ancestor);
  const merged = mergeTrees(before, await listing(store, our), await listing(store, their));
  if (!merged.ok) return err({ code: 'refused', message: merged.error });
  const { digest, bytes } = encodeTree(merged.value);
  store.putTree(digest, bytes, merged.value);
  const size = sizeOf(project, store, merged.value);
  const nfiles = merged.value.length;
  const next: HashRecord = { name: record.name, digest, nfiles, ...(size === undefined ? {} : { size }) };
  return ok(await written(new Map([[output.written, next]])));
}

/** @throws FailureError when the cache does not have it. */
async function listing(store: ObjectStore, { stage }: Loaded): Promise<readonly TreeEntry[]> {
  const [output] = stage.outputs;
  const digest = output?.recorded?.digest ?? '';
  const entries = await store.tree(digest);
  if (entries !== undefined) return entries;
  const folder = output?.written ?? '';
  throw new FailureError(
    store.refusal(digest, folder) ?? {
      code: 'refused',
      message: `the cache does not have the list of files of '${folder}' (${digest})`,
      hint: 'Get it with `pull`, and merge again.',
    },
  );
}

/** Undefined when the cache does not have all of it. */
function sizeOf({ context }: Project, store: ObjectStore, entries: readonly TreeEntry[]): number | undefined {
  let sum = 0;
  for (const { md5 } of entries) {
    const size = context.files.stat(store.pathOf(md5))?.size;
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum;
}
