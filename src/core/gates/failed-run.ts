import type { Failure } from '../../model/failure.ts';

/** Such as `stage 'train' failed, exited with 1`. */
export function failedRunText(failure: Failure): string {
  const cause = failure.code === 'repro-failed' ? (failure.cause ?? failure) : failure;
  const [name] = failure.code === 'repro-failed' ? failure.stages : [];
  const who = name === undefined ? 'it failed' : `stage '${name}' failed`;
  switch (cause.code) {
    case 'command-failed':
      return `${who}, ${cause.exit < 0 ? `ended by signal ${-cause.exit}` : `exited with ${cause.exit}`}`;
    case 'command-timeout':
      return `${who}, it took longer than it may`;
    case 'dependency-missing':
    case 'output-missing':
      return `${who}: '${cause.path}' is missing`;
    case 'data-missing':
      return `${cause.paths.map(path => `'${path}'`).join(', ')}: neither there nor in the cache`;
    case 'checkout-failed':
      return `${who}: the cache lacks ${cause.paths.map(path => `'${path}'`).join(', ')}`;
    case 'params-missing':
      return `${who}: '${cause.file}' has no ${cause.keys.map(key => `'${key}'`).join(', ')}`;
    case 'refused':
      return `${who}: ${cause.message}`;
    default:
      return `${who} (${cause.code})`;
  }
}
