import type { DigestedFile, RestoreJob } from '../ports/hasher.ts';
import { createDigester, type Digester } from './digest.ts';
import { createStore, restoreObject, type Store } from './object-transfer.ts';

/** A piece of a batch, small enough to be handed out one by one. Plain data: it travels to other threads. */
export type HashTask =
  | { readonly kind: 'hash'; readonly legacy: boolean; readonly paths: readonly string[] }
  | {
      readonly kind: 'store';
      readonly legacy: boolean;
      readonly paths: readonly string[];
      readonly objects: string;
    }
  | { readonly kind: 'restore'; readonly legacy: boolean; readonly jobs: readonly RestoreJob[] };

/** One answer for each path or job, in their order. */
export type HashAnswer = readonly (DigestedFile | undefined)[] | readonly boolean[];

export type TaskRunner = (task: HashTask, onBytes: (bytes: number) => void) => HashAnswer;

/** What a thread needs to work through tasks: buffers and what is known of object folders live as long as it does. */
export function createTaskRunner(): TaskRunner {
  const digesters = new Map<boolean, Digester>();
  const stores = new Map<string, Store>();
  const digesterFor = (legacy: boolean): Digester => fetchOr(digesters, legacy, () => createDigester(legacy));
  const storeFor = (objects: string, legacy: boolean): Store =>
    fetchOr(stores, `${legacy ? 'legacy' : 'md5'} ${objects}`, () => createStore(objects, legacy));

  return (task, onBytes) => {
    switch (task.kind) {
      case 'hash': {
        const digester = digesterFor(task.legacy);
        return task.paths.map(path => digester.digestFile(path, onBytes));
      }
      case 'store': {
        const store = storeFor(task.objects, task.legacy);
        return task.paths.map(path => store(path, onBytes));
      }
      case 'restore': {
        const digester = digesterFor(task.legacy);
        return task.jobs.map(job => restoreObject(job, digester, onBytes));
      }
    }
  };
}

function fetchOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
