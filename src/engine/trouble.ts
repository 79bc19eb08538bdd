import { dataFormat, placeText } from '../core/reading/by-suffix.ts';
import type { DataFormat, DataProblem } from '../core/reading/by-suffix.ts';
import type { Trouble } from '../core/metrics/revisions.ts';
import type { Failure } from '../model/failure.ts';
import type { SourceFile } from './source-text.ts';

/** A failure that keeps a whole revision from being read, as `metrics show --json` tells it: in DVC's names and words. */
export function troubleOf(failure: Failure): Trouble {
  switch (failure.code) {
    case 'file-invalid': {
      if (failure.raised !== undefined) return failure.raised;
      if (failure.mistake === 'syntax' || failure.mistake === 'conflict')
        return { type: 'YAMLSyntaxError', message: corrupted(failure.file, 'YAML') };
      const where = failure.revision === undefined ? '' : ` in revision '${failure.revision.slice(0, 7)}'`;
      const { length } = failure.diagnostics;
      const count = length > 1 ? `: ${length} errors` : '';
      const message = `'${pathText(failure.file)}' validation failed${where}${count}`;
      return { type: 'YAMLValidationError', message };
    }
    case 'file-not-text':
      return { type: 'EncodingError', message: `unable to read: '${failure.file}', is not valid utf-8` };
    case 'params-invalid':
      return corruptedData(failure.file, dataFormat(failure.file));
    case 'params-no-map':
      return {
        type: 'ResolveError',
        message: `failed to parse 'vars' in '${failure.pipelineFile}': expected a dictionary, got '${failure.found}' in file '${failure.file}'`,
      };
    case 'params-unsupported':
      return {
        type: 'TypeError',
        message: `Unsupported value of type '${failure.found}' in '${failure.file}:${failure.key}'`,
      };
    case 'params-unexpected':
      return { type: failure.type, message: failure.message };
    case 'files-invalid':
    case 'graph-invalid':
      return troubleOf(failure.cause);
    default:
      return { type: 'DvcException', message: failure.code };
  }
}

/** A file of values that is not in the format its name promises. */
export function corruptedData(file: string, format: DataFormat): Trouble {
  const [type, title] = TROUBLE_OF[format];
  return { type, message: corrupted(file, title) };
}

/** By DVC's names. */
const TROUBLE_OF = {
  json: ['JSONFileCorruptedError', 'JSON'],
  yaml: ['YAMLFileCorruptedError', 'YAML'],
  toml: ['TOMLFileCorruptedError', 'TOML'],
  python: ['PythonFileCorruptedError', 'Python'],
} as const;

function corrupted(file: string, format: string): string {
  return `unable to read: '${file}', ${format} file structure is corrupted`;
}

function pathText(file: string): string {
  return /^(\.\.)?\//.test(file) ? file : `./${file}`;
}

/** A file of values that cannot be read, with all of its mistakes. */
export async function unreadable(source: SourceFile, problem: DataProblem): Promise<Failure> {
  const { shown: file } = source;
  const { message, raised } = problem;
  const place = placeText(problem);
  if (raised !== undefined)
    return { code: 'params-unexpected', ...raised, hint: `${file}${place}: ${message}` };
  const { dataDiagnostics } = await import('./refused-text.ts');
  return {
    code: 'params-invalid',
    file,
    place,
    message,
    diagnostics: await dataDiagnostics(source, problem),
  };
}
