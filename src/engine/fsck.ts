import { decodeTree } from '../core/digest/tree.ts';
import { DIR_SUFFIX, isDirDigest, namesObject } from '../model/hash.ts';
import type { TreeEntry } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import { objectKey, usedByWorkspace, usesOf } from './object-uses.ts';
import type { Use } from './object-uses.ts';
import { Cache } from './objects.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import { showing } from './showing.ts';
import { storedObjects } from './stored-objects.ts';
import type { StoredObject } from './stored-objects.ts';
import { Trash } from './trash.ts';
import type { StoreName } from './used-objects.ts';

/** Something in the cache that is not as it should be. */
export interface Finding extends StoredObject {
  /**
   * `incomplete`: the listing of a folder, some of whose files the cache does not have. `missing`: named by the
   * workspace, and not there. `lost`: taken out of the way as damaged, used somewhere, and not there again since.
   */
  readonly kind: 'damaged' | 'misplaced' | 'incomplete' | 'missing' | 'lost';
  readonly store: StoreName;
  readonly size: number;
  /** MD5 of what is there now, where it is damaged. */
  readonly actual?: string;
  /** Absolute path at which it would be right, where it is misplaced and has one. */
  readonly belongs?: string;
  readonly missing?: readonly TreeEntry[];
  /** Where it was put when it was lost, absolute. */
  readonly trash?: string;
}

export interface Checked {
  readonly objects: number;
  readonly size: number;
  readonly findings: readonly Finding[];
  /** Who uses what was found. */
  readonly uses: ReadonlyMap<string, Use>;
  /** What is whole, by {@link objectKey}. */
  readonly whole: ReadonlySet<string>;
}

interface CheckedStore {
  readonly objects: number;
  readonly size: number;
  readonly findings: readonly Finding[];
  readonly whole: ReadonlySet<string>;
  readonly trees: ReadonlyMap<string, readonly TreeEntry[]>;
}

const OBJECT = /^[0-9a-f]{32}(\.dir)?$/;

/** Hashes every object of the cache anew, whatever its mode says, and looks for what should be there. Changes nothing. */
export async function checkCache(project: Project): Promise<Checked> {
  const cache = new Cache(project);
  const repo = await checkStore(project, 'repo', cache.current, cache.legacy);
  const legacy = await checkStore(project, 'legacy', cache.legacy, cache.current);
  const whole = new Set<string>();
  for (const [store, { whole: digests }] of [
    ['repo', repo],
    ['legacy', legacy],
  ] as const)
    for (const digest of digests) whole.add(objectKey(store, digest));
  const treeOf = (store: StoreName, digest: string): readonly TreeEntry[] | undefined =>
    (store === 'repo' ? repo : legacy).trees.get(digest);
  const there = [...repo.findings, ...legacy.findings];
  // What was taken out of the way is told as that, also where the workspace names it.
  const gone = new Map([...(await missing(project, cache, there, treeOf)), ...discarded(project, cache)]);
  for (const { store, digest } of there) gone.delete(objectKey(store, digest));
  for (const key of whole) gone.delete(key);
  const candidates = [...there, ...gone.values()];
  const wanted = new Set(candidates.map(({ store, digest }) => objectKey(store, digest)));
  const { byObject, isComplete } =
    wanted.size === 0
      ? { byObject: new Map<string, Use>(), isComplete: true }
      : await usesOf(project, wanted, treeOf);
  const isUsed = ({ store, digest }: Finding): boolean =>
    !isComplete || isOutside(project) || byObject.has(objectKey(store, digest));
  return {
    objects: repo.objects + legacy.objects,
    size: repo.size + legacy.size,
    findings: candidates.filter(finding => finding.kind !== 'lost' || isUsed(finding)),
    uses: byObject,
    whole,
  };
}

/** Others may use what is in a cache outside of the project. */
function isOutside({ context: { files }, cacheDirectory, root }: Project): boolean {
  return !isInside(files.realPath(cacheDirectory) ?? cacheDirectory, files.realPath(root) ?? root);
}

/** What was taken out of the way because it was damaged; the last time counts. */
function discarded(project: Project, cache: Cache): readonly (readonly [string, Finding])[] {
  return new Trash(project, cache)
    .entries()
    .filter(({ command }) => command === 'fsck')
    .reverse()
    .flatMap(({ folder, objects }) =>
      objects.flatMap(({ store, place, size, wasMisplaced }): [string, Finding][] => {
        const digest = place.replace('/', '');
        if (wasMisplaced === true || !OBJECT.test(digest)) return [];
        const path = storeOf(cache, store).pathOf(digest);
        const trash = `${folder}/${store}/${place}`;
        return [[objectKey(store, digest), { kind: 'lost', store, digest, place, path, size, trash }]];
      }),
    );
}

/** What the workspace names and the cache does not have, but for files of folders: those are told with the folder. */
async function missing(
  project: Project,
  cache: Cache,
  there: readonly Finding[],
  treeOf: (store: StoreName, digest: string) => readonly TreeEntry[] | undefined,
): Promise<ReadonlyMap<string, Finding>> {
  const ofFolders = new Set(
    there.flatMap(({ store, missing: entries = [] }) => entries.map(({ md5 }) => objectKey(store, md5))),
  );
  const found = new Map<string, Finding>();
  const failure = await usedByWorkspace(project, treeOf, (store, digest) => {
    const key = objectKey(store, digest);
    const path = storeOf(cache, store).pathOf(digest);
    if (!namesObject(digest) || ofFolders.has(key) || project.context.files.lstat(path) !== undefined) return;
    const place = `${digest.slice(0, 2)}/${digest.slice(2)}`;
    found.set(key, { kind: 'missing', store, digest, place, path, size: 0 });
  });
  if (failure !== undefined) project.context.emit({ type: 'file-left-out', failure });
  return found;
}

function storeOf(cache: Cache, store: StoreName): ObjectStore {
  return store === 'repo' ? cache.current : cache.legacy;
}

async function checkStore(
  project: Project,
  name: StoreName,
  store: ObjectStore,
  other: ObjectStore,
): Promise<CheckedStore> {
  // Temporary files may be about to become objects.
  const stored = storedObjects(project, store).filter(({ place }) => !place.startsWith('.', 3));
  const digests = await hashAll(project, stored, store.isLegacy);
  const findings: Finding[] = [];
  const listings: { object: StoredObject; size: number; entries: readonly TreeEntry[] }[] = [];
  const known = new Set<string>();
  const whole = new Set<string>();
  let bytes = 0;
  for (const [index, object] of stored.entries()) {
    const found = digests[index];
    if (found === undefined) continue;
    const { md5: actual, size } = found;
    bytes += size;
    const { digest } = object;
    const isListing = isDirDigest(digest);
    if (OBJECT.test(digest) && actual === digest.replace(DIR_SUFFIX, '')) {
      known.add(digest);
      const entries = isListing ? decodeTree(project.context.files.readText(object.path) ?? '') : undefined;
      if (entries?.ok !== false) whole.add(digest);
      if (entries?.ok === true) listings.push({ object, size, entries: entries.value });
      else if (entries !== undefined)
        findings.push({ ...object, kind: 'damaged', store: name, size, actual });
      continue;
    }
    const belongs = await placeOf(project, object, actual, store, other);
    findings.push(
      belongs !== undefined || !OBJECT.test(digest)
        ? { ...object, kind: 'misplaced', store: name, size, ...(belongs === undefined ? {} : { belongs }) }
        : { ...object, kind: 'damaged', store: name, size, actual },
    );
    // It is there, and said to be damaged: a folder does not miss it as well.
    known.add(digest);
  }
  for (const { object, size, entries } of listings) {
    const missing = entries.filter(({ md5 }) => !known.has(md5));
    if (missing.length > 0) findings.push({ ...object, kind: 'incomplete', store: name, size, missing });
  }
  const trees = new Map(listings.map(({ object, entries }) => [object.digest, entries]));
  return { objects: stored.length, size: bytes, findings, whole, trees };
}

function hashAll(
  { context }: Project,
  stored: readonly StoredObject[],
  legacy: boolean,
): Promise<readonly ({ readonly md5: string; readonly size: number } | undefined)[]> {
  if (stored.length === 0) return Promise.resolve([]);
  const paths = stored.map(({ path }) => path);
  return showing(context, 'checking', { files: paths.length }, onProgress =>
    context.hasher().hash(paths, { legacy, onProgress }),
  );
}

/** Where whole content lies under a wrong name: in the folder of other digits, or among objects of the other kind. */
async function placeOf(
  { context }: Project,
  { digest, path }: StoredObject,
  actual: string,
  store: ObjectStore,
  other: ObjectStore,
): Promise<string | undefined> {
  const suffix = isDirDigest(digest) ? DIR_SUFFIX : '';
  const plain = digest.replace(DIR_SUFFIX, '');
  if (plain.slice(2) === actual.slice(2)) return store.pathOf(actual + suffix);
  const [asOther] = await context.hasher().hash([path], { legacy: other.isLegacy });
  return asOther?.md5 === plain ? other.pathOf(digest) : undefined;
}
