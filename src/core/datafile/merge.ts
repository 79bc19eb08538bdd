import { isDirDigest } from '../../model/hash.ts';
import type { Output, Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { isTruthy } from '../reading/truth.ts';

/** One version of a data file. */
export interface DataFile {
  readonly content: ValueMap;
  readonly stage: Stage;
}

/**
 * Why versions of a data file cannot be merged, in DVC's words; undefined where they can. Only folders that `add`
 * tracks are merged, and only their listings.
 *
 * @source iterative/dvc dvc/stage/__init__.py and dvc/output.py (_check_can_merge)
 */
export function mergeRefusal(ancestor: DataFile, our: DataFile, their: DataFile): string | undefined {
  const hadOutput = ancestor.stage.outputs.length > 0;
  for (const { stage, content } of [ancestor, our, their]) {
    if (typeof content.get('cmd') === 'string' || stage.dependencies.length > 0 || stage.outputs.length > 1)
      return "unable to auto-merge DVC files that weren't created by `dvc add`";
    if (hadOutput && stage.outputs.length === 0) return 'unable to auto-merge DVC files with deleted outputs';
  }
  for (const other of hadOutput ? [ancestor, our, their] : [our, their]) {
    const [a, b] = [our.stage.outputs[0], other.stage.outputs[0]];
    if (!valuesEqual(optionsOf(our), optionsOf(other)) || a?.recorded?.name !== b?.recorded?.name)
      return 'unable to auto-merge outputs with different options';
    if (!isFolder(b)) return 'unable to auto-merge outputs that are not directories';
  }
  return undefined;
}

function isFolder(output: Output | undefined): boolean {
  return output?.recorded !== undefined && isDirDigest(output.recorded.digest);
}

/** What may not differ: all that is said of an output but its content, without what goes without saying. */
function optionsOf({ content }: DataFile): Value {
  const outputs = content.get('outs');
  const entry = isList(outputs) ? outputs[0] : undefined;
  const options = new Map<Scalar, Value>(isMap(entry) ? entry : []);
  for (const key of ['md5', 'size', 'nfiles', 'hash']) options.delete(key);
  for (const key of ['cache', 'push']) if (options.get(key) === true) options.delete(key);
  for (const [key, value] of options)
    if (!isTruthy(value) && key !== 'cache' && key !== 'push') options.delete(key);
  return options;
}
