import { dirname, relative } from '../../model/path.ts';
import type { Output, Stage } from '../../model/stage.ts';
import { isList } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { isTruthy } from '../reading/truth.ts';
import { definitionOf } from './entry.ts';
import type { NewStage } from './entry.ts';

/** Keys of an output's entry that come before all others. */
const ANNOTATIONS = ['type', 'labels', 'meta'];

/**
 * The definition of a stage that stands in a pipeline file, written anew: what goes without saying is left out.
 *
 * @param before the definition as it stands there.
 * @source iterative/dvc dvc/stage/serialize.py (to_pipeline_file).
 */
export function declaredDefinition(stage: Stage, before: ValueMap): ValueMap {
  const workdir = relative(dirname(stage.file), stage.workdir);
  const meta = before.get('meta') ?? null;
  return definitionOf({
    ...(stage.desc === undefined ? {} : { desc: stage.desc }),
    command: commandOf(stage, before.get('cmd')),
    ...(workdir === '.' ? {} : { workdir }),
    dependencies: stage.dependencies.map(({ written }) => written),
    params: new Map(stage.params.map(({ written, keys }) => [written, keys])),
    outputs: stage.outputs.map(output => ({
      path: output.written,
      role: output.role,
      flags: flagsOf(output),
    })),
    frozen: stage.frozen,
    alwaysChanged: stage.alwaysChanged,
    ...(isTruthy(meta) ? { meta } : {}),
  });
}

/** What is no text stays what it is in the file. */
function commandOf({ command }: Stage, written: Value | undefined): Value {
  const isOdd = command === undefined || (isList(written) && written.some(line => typeof line !== 'string'));
  return isOdd ? (written ?? '') : command;
}

/**
 * The definition of a stage that the command line describes. Of one that it takes the place of it keeps what the
 * command line cannot say.
 *
 * @param old the stage that is there, and its definition as it stands there.
 * @source iterative/dvc dvc/stage/__init__.py, dvc/output.py (restore_fields).
 */
export function stageDefinition(
  stage: NewStage,
  old?: { readonly stage: Stage; readonly definition: ValueMap },
): ValueMap {
  const desc = stage.desc ?? old?.stage.desc;
  const meta = old?.definition.get('meta') ?? null;
  const known = new Map(old?.stage.outputs.map(output => [output.written, output]));
  return definitionOf({
    ...stage,
    ...(desc === undefined ? {} : { desc }),
    outputs: stage.outputs.map(({ path, role, cached, persistent }) => ({
      path,
      role,
      flags: flagsOf({ ...annotationsOf(known.get(path)), cached, persistent }),
    })),
    ...(isTruthy(meta) ? { meta } : {}),
  });
}

function annotationsOf(output: Output | undefined): Pick<Output, 'desc' | 'extra' | 'remote' | 'push'> {
  if (output === undefined) return { push: true };
  const { desc, extra, remote, push } = output;
  const annotations = [...(extra ?? [])].filter(([key]) => ANNOTATIONS.some(name => name === key));
  return {
    extra: new Map(annotations),
    push,
    ...(desc === undefined ? {} : { desc }),
    ...(remote === undefined ? {} : { remote }),
  };
}

type Flags = Pick<Output, 'desc' | 'extra' | 'cached' | 'persistent' | 'remote' | 'push'>;

function flagsOf({ desc, extra, cached, persistent, remote, push }: Flags): ReadonlyMap<string, Value> {
  const flags = new Map<string, Value>();
  const more = (extra ?? new Map()) as ReadonlyMap<string, Value>;
  if (desc !== undefined && desc !== '') flags.set('desc', desc);
  for (const key of ANNOTATIONS) {
    const value = more.get(key) ?? null;
    if (isTruthy(value)) flags.set(key, value);
  }
  if (!cached) flags.set('cache', false);
  if (persistent) flags.set('persist', true);
  for (const [key, value] of more) if (!ANNOTATIONS.includes(key)) flags.set(key, value);
  if (remote !== undefined && remote !== '') flags.set('remote', remote);
  if (!push) flags.set('push', false);
  return flags;
}
