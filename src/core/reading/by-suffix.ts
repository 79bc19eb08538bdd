import { basename } from '../../model/path.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value } from '../../model/value.ts';
import { readJson } from '../json/read.ts';
import type { YamlProblem } from '../yaml/problem.ts';
import { readYaml } from '../yaml/read.ts';
import { isTruthy } from './truth.ts';

export type DataFormat = 'json' | 'yaml' | 'toml' | 'python';

/** Why a file of values cannot be read. `line` and `column` start at 1 and are absent when no place is to blame. */
export interface DataProblem {
  readonly format: DataFormat;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** All mistakes, this one included, where the reader goes on behind it: only that of YAML does. See `dataMistakes`. */
  readonly all?: readonly YamlProblem[];
  /** The error of another name that DVC fails with. */
  readonly raised?: { readonly type: string; readonly message: string };
}

/** `:line:column` as far as they are known, to be written behind a file's name. */
export function placeText({ line, column }: DataProblem): string {
  return line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
}

/**
 * Tells how a file of metrics or parameters is written, by its suffix.
 *
 * The suffix starts at the *first* dot of the name and its case does not matter: `scores.JSON` is JSON, but
 * `scores.v1.json` has the suffix `.v1.json` and is YAML like everything that is not known by name. There the
 * two differ: YAML reads `NaN` as a string and refuses a key that comes twice.
 */
export function dataFormat(path: string): DataFormat {
  const name = basename(path);
  const dot = name.indexOf('.');
  switch (dot < 0 ? '' : name.slice(dot).toLowerCase()) {
    case '.json':
      return 'json';
    case '.toml':
      return 'toml';
    case '.py':
      return 'python';
    default:
      return 'yaml';
  }
}

/** Reads the text of a metrics or parameters file. Whatever is falsy in Python reads as an empty map. */
export async function readData(path: string, text: string): Promise<Result<Value, DataProblem>> {
  const read = await readDataAs(dataFormat(path), text);
  return read.ok && !isTruthy(read.value) ? ok(new Map()) : read;
}

/** As {@link readData}, whatever the file's name says. */
export async function readDataAs(format: DataFormat, text: string): Promise<Result<Value, DataProblem>> {
  switch (format) {
    case 'json': {
      const read = readJson(text);
      return read.ok ? read : err({ format, ...read.error });
    }
    case 'yaml': {
      const read = await readYaml(text);
      if (read.ok) return read;
      const [first] = read.error;
      return err(
        first === undefined
          ? { format, message: 'is not valid YAML' }
          : { format, message: first.message, line: first.line, column: first.column, all: read.error },
      );
    }
    case 'toml': {
      const { readToml } = await import('../toml/read.ts');
      const read = readToml(text);
      return read.ok ? read : err({ format, ...read.error });
    }
    case 'python': {
      const { readPython } = await import('../pyfile/read.ts');
      const read = readPython(text);
      return read.ok ? read : err({ format, ...read.error });
    }
  }
}
