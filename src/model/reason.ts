import type { HashRecord } from './hash.ts';
import type { Command } from './stage.ts';
import type { Value, ValueMap } from './value.ts';

/**
 * Why a stage is stale. Made in one place (`core/staleness`) and read by `status`, `repro` and every report.
 * `path` is as written in the pipeline file. `before` is what the lock holds, `after` what is there now.
 */
export type Reason =
  | {
      readonly kind: 'dependency';
      readonly path: string;
      readonly change: DependencyChange;
      readonly before?: HashRecord;
      readonly after?: HashRecord;
    }
  | {
      readonly kind: 'dataset';
      readonly path: string;
      readonly change: DatasetChange;
      readonly before?: ValueMap;
      readonly after?: ValueMap;
    }
  | { readonly kind: 'params-file'; readonly path: string; readonly change: 'deleted' | 'new' }
  | {
      readonly kind: 'param';
      readonly path: string;
      readonly key: string;
      readonly change: ParamChange;
      readonly before?: Value;
      readonly after?: Value;
    }
  | {
      readonly kind: 'output';
      readonly path: string;
      readonly change: OutputChange;
      readonly before?: HashRecord;
      readonly after?: HashRecord;
    }
  | { readonly kind: 'command'; readonly before: Command; readonly after: Command }
  | { readonly kind: 'checksum' }
  | { readonly kind: 'always' }
  | { readonly kind: 'forced' };

export type DependencyChange = 'deleted' | 'modified' | 'update available';
/** `not in sync`: no lock file records it as it is declared. */
export type DatasetChange = 'not in sync' | 'new' | 'modified';
export type ParamChange = 'deleted' | 'new' | 'modified';
export type OutputChange = 'not in cache' | 'deleted' | 'modified';
