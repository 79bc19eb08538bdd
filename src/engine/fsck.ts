import { decodeTree } from '../core/digest/tree.ts';
import { DIR_SUFFIX, isDirDigest } from '../model/hash.ts';
import type { TreeEntry } from '../model/hash.ts';
import { Cache } from './objects.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import { showing } from './showing.ts';
import { storedObjects } from './stored-objects.ts';
import type { StoredObject } from './stored-objects.ts';
import type { StoreName } from './used-objects.ts';

/** Something in the cache that is not as it should be. */
export interface Finding extends StoredObject {
  /** `incomplete`: the listing of a folder, some of whose files the cache does not have. */
  readonly kind: 'damaged' | 'misplaced' | 'incomplete';
  readonly store: StoreName;
  readonly size: number;
  /** MD5 of what is there now, where it is damaged. */
  readonly actual?: string;
  /** Absolute path at which it would be right, where it is misplaced and has one. */
  readonly belongs?: string;
  readonly missing?: readonly TreeEntry[];
}

export interface Checked {
  readonly objects: number;
  readonly size: number;
  readonly findings: readonly Finding[];
}

const OBJECT = /^[0-9a-f]{32}(\.dir)?$/;

/** Hashes every object of the cache anew, whatever its mode says. Changes nothing. */
export async function checkCache(project: Project): Promise<Checked> {
  const cache = new Cache(project);
  const stores = [
    { name: 'repo', store: cache.current, other: cache.legacy },
    { name: 'legacy', store: cache.legacy, other: cache.current },
  ] as const;
  const findings: Finding[] = [];
  let objects = 0;
  let size = 0;
  for (const { name, store, other } of stores) {
    const checked = await checkStore(project, name, store, other);
    findings.push(...checked.findings);
    objects += checked.objects;
    size += checked.size;
  }
  return { objects, size, findings };
}

async function checkStore(
  project: Project,
  name: StoreName,
  store: ObjectStore,
  other: ObjectStore,
): Promise<Checked> {
  // Temporary files may be about to become objects.
  const stored = storedObjects(project, store).filter(({ place }) => !place.startsWith('.', 3));
  const digests = await hashAll(project, stored, store.isLegacy);
  const findings: Finding[] = [];
  const listings: { object: StoredObject; size: number; entries: readonly TreeEntry[] }[] = [];
  const known = new Set<string>();
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
      if (!isListing) continue;
      const entries = decodeTree(project.context.files.readText(object.path) ?? '');
      if (entries.ok) listings.push({ object, size, entries: entries.value });
      else findings.push({ ...object, kind: 'damaged', store: name, size, actual });
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
  return { objects: stored.length, size: bytes, findings };
}

function hashAll(
  { context }: Project,
  stored: readonly StoredObject[],
  legacy: boolean,
): Promise<readonly ({ readonly md5: string; readonly size: number } | undefined)[]> {
  if (stored.length === 0) return Promise.resolve([]);
  const paths = stored.map(({ path }) => path);
  return showing(context, 'checking', paths.length, onProgress =>
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
