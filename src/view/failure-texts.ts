/** Words for failures that need more than one sentence, or are needed twice. */
import { durationText } from '../model/duration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure, UndeclaredFiles } from '../model/failure.ts';
import { LAYOUTS, type Layout } from '../model/layout.ts';
import { basename } from '../model/path.ts';
import type { PathFault } from '../model/path.ts';
import { countText } from '../model/count-text.ts';
import { joinWords } from './quantity.ts';
import { shellQuoted } from './shell-quoted.ts';

/** A failure in words. */
export interface FailureWords {
  /** What happened, in DVC's words where DVC has any; may have several lines. */
  readonly message: string;
  /** Where, for mistakes in a file. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to do next. */
  readonly hint?: string;
  /** What else is wrong, elsewhere. */
  readonly besides?: readonly FailureWords[];
}

export function unrecordedDataset(
  { name, file, isOther }: Extract<Failure, { code: 'dataset-unrecorded' }>,
  { kind }: Layout,
): FailureWords {
  const what = isOther
    ? `dataset '${name}' is recorded in '${file}' as it was declared before: from another place`
    : `dataset '${name}' is not recorded in '${file}'`;
  const how =
    kind === 'dvc' ? `run \`dvc dataset update ${name}\`` : `put what it is now under \`datasets:\` there`;
  return { message: what, hint: `mltrack records no datasets itself: ${how}.`, diagnostics: [] };
}

export function externalOutput({ path, isUrl }: Extract<Failure, { code: 'external-output' }>): FailureWords {
  const hint = 'Let the stage make it inside the project, or say `cache: false` of a path on this machine.';
  if (isUrl)
    return { message: `output '${path}': what lies there cannot be looked at yet.`, hint, diagnostics: [] };
  return {
    message: `Saving cached external output ${path} is not supported since DVC 3.0. See <https://dvc.org/doc/user-guide/upgrade> for more info.`,
    hint,
    diagnostics: [],
  };
}

export function invalidFileHint(
  { mistake, file }: Extract<Failure, { code: 'file-invalid' }>,
  { lockFile, program }: Layout,
): { readonly hint?: string } {
  if (mistake === 'old-schema') return { hint: OLD_SCHEMA_HINT };
  if (mistake !== 'conflict') return {};
  if (basename(file) !== lockFile) return {};
  const driver = 'In each clone, `mltrack merge-driver --install` has git merge such files stage by stage.';
  return { hint: `${lockConflictHint(file, program)}\n${driver}` };
}

/** What each side tells is true of a run; `repro` finds which holds. */
export function lockConflictHint(file: string, program: string): string {
  return `Take either side and bring it up to date: \`git checkout --ours ${shellQuoted(file)}\`, then \`${program} repro\`.`;
}

export const OLD_SCHEMA_HINT =
  'The file was written by another version. Without it everything runs again and it is written anew.';

export function checkoutFailure(
  { paths, damaged = [] }: Extract<Failure, { code: 'checkout-failed' }>,
  { kind, program }: Layout,
): FailureWords {
  const message = `Checkout failed for following targets:\n${paths.join('\n')}`;
  if (damaged.length === 0) return { message: `${message}\nIs your cache up to date?`, diagnostics: [] };
  const ways = [
    `\`${program} repro\` for what stages make`,
    `\`${LAYOUTS.mltrack.program} fsck --repair\` for what the workspace still has`,
    ...(kind === 'dvc' ? [`\`${LAYOUTS.dvc.program} fetch\` for what is in the remote storage`] : []),
  ];
  return {
    message: `${message}\nas ${damagedText(damaged)}`,
    diagnostics: [],
    hint: `To get ${damaged.length > 1 ? 'them' : 'it'} back: ${ways.join(', ')}.`,
  };
}

/** Names of damaged files that are shown. */
export const MOST_DAMAGED = 5;

/** @param stage makes the files again. */
export function damagedText(paths: readonly string[], stage?: string): string {
  const [copies, have, them] =
    paths.length > 1 ? ['copies', 'were damaged and have', 'them'] : ['copy', 'was damaged and has', 'it'];
  const shown = paths.slice(0, MOST_DAMAGED).map(path => `'${path}'`);
  if (paths.length > MOST_DAMAGED) shown.push(`${countText(paths.length - MOST_DAMAGED)} more`);
  const then = stage === undefined ? '' : `: stage '${stage}' makes ${them} again`;
  return `the cache's ${copies} of ${joinWords(shown)} ${have} been removed${then}.`;
}

/** With the lines that would declare them, as they stand in a pipeline file. */
export function undeclaredText({ stage, name, group, file, reads, writes }: UndeclaredFiles): string {
  const indent = group === 'foreach' ? '      ' : '    ';
  const list = (key: string, paths: readonly string[]): readonly string[] =>
    paths.length === 0 ? [] : [`${indent}${key}:`, ...paths.map(path => `${indent}- ${yamlText(path)}`)];
  const lines = [
    `  ${yamlText(name)}:`,
    ...(group === 'foreach' ? ['    do:'] : []),
    ...list('deps', reads),
    ...list('outs', writes),
  ];
  const forAll =
    group === undefined ? '' : `, for all of '${name}' (\`\${item}\` for what differs from stage to stage)`;
  return `stage '${stage}' uses files that it does not declare. Lines to add in '${file}'${forAll}:\n${lines.join('\n')}`;
}

export function yamlText(text: string): string {
  return /^[A-Za-z_./][\w./@+-]*$/.test(text) ? text : JSON.stringify(text);
}

export function tracingFailure({
  why,
  message = '',
}: Extract<Failure, { code: 'tracing-unavailable' }>): FailureWords {
  const words = (text: string, hint: string): FailureWords => ({ message: text, hint, diagnostics: [] });
  if (why === 'platform')
    return words('--trace works on Linux only.', 'It looks with strace at what commands do with files.');
  if (why === 'missing')
    return words(
      '--trace needs strace, which is not installed.',
      '`apt install strace` on Debian and Ubuntu, `dnf install strace` on Fedora, `apk add strace` on Alpine.',
    );
  return words(
    `strace cannot look at commands here: ${message}`,
    'It has to be version 5.3 or later; a container needs `--cap-add SYS_PTRACE`.',
  );
}

export function invalidFileText({
  file,
  mistake,
  revision,
  diagnostics,
}: Extract<Failure, { code: 'file-invalid' }>): string {
  const path = /^(\.\.)?\//.test(file) ? file : `./${file}`;
  const where = revision === undefined ? '' : ` in revision '${revision.slice(0, 7)}'`;
  if (mistake === 'syntax' || mistake === 'conflict') return `'${path}' is invalid${where}.`;
  const count = diagnostics.length > 1 ? `: ${String(diagnostics.length)} errors` : '';
  return `'${path}' validation failed${where}${count}.`;
}

export function outputTwiceText(path: string, stages: readonly string[], { kind, program }: Layout): string {
  const [only] = stages;
  const isOne = stages.length === 1 && only !== undefined;
  const what = isOne
    ? `output '${path}' is already specified in stage: '${only}'.`
    : `output '${path}' is specified in:\n${stages.map(stage => `\t- ${stage}`).join('\n')}`;
  if (kind !== 'dvc') return what;
  const how = isOne ? `\`${program} remove ${only}\`` : `\`${program} remove\` with any of the above targets`;
  return `${what}\nUse ${how} to stop tracking the overlapping output.`;
}

export function ignoredFileText(file: string): string {
  const isLock = Object.values(LAYOUTS).some(({ lockFile }) => lockFile === basename(file));
  return `${isLock ? '' : 'bad DVC file name '}'${file}' is git-ignored.`;
}

export function badNameText(path: string, { kind, pipelineFile, dataSuffix }: Layout): string {
  const [bad, files] = kind === 'dvc' ? ['bad DVC file name', 'DVC files'] : ['bad file name', 'Such files'];
  const example = `${basename(path)}${dataSuffix}`;
  return `${bad} '${path}'. ${files} should be named '${pipelineFile}' or have a '${dataSuffix}' suffix (e.g. '${example}').`;
}

/** What there is instead of a pipeline file. */
export function insteadText(
  { file, isFolder, other }: Extract<Failure, { code: 'pipeline-file-missing' }>,
  { directory, pipelineFile }: Layout,
): string | undefined {
  if (isFolder === true) return `'${file}' is a folder; a file was looked for.`;
  if (other === undefined) return undefined;
  return `There is '${other}', but a project with '${directory}' reads '${pipelineFile}': rename the file, or make another project.`;
}

export function similarText(similar: string | undefined): string | undefined {
  return similar === undefined ? undefined : `Did you mean '${similar}'?`;
}

export function errnoText(errno: string): string {
  const words: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    ENOSPC: 'no space left on the disk',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is not a folder',
    EISDIR: 'it is a folder',
    EMFILE: 'too many open files',
    ENAMETOOLONG: 'the name is too long',
    EFBIG: 'it would be larger than a file may be here',
    EIO: 'the disk or device has failed',
    ERR_STRING_TOO_LONG: 'it is too large to be read as text',
  };
  return Object.hasOwn(words, errno) ? `${words[errno] ?? ''} (${errno})` : errno;
}

export function outsideWords({
  path,
  closed,
  file,
}: Extract<Failure, { code: 'outside-project' }>): FailureWords {
  const message = `${faultText(path, closed ?? 'project')}.`;
  if (file === undefined) return { message, diagnostics: [] };
  const hint = `It is an output of '${file}'. Nothing is read or made there: correct its path in that file.`;
  return { message, diagnostics: [], hint };
}

/** `outside` is told of names in a folder, `project` of paths in a project. */
export function faultText(path: string, fault: PathFault | 'project'): string {
  switch (fault) {
    case 'git':
      return `'${path}' leads into git's own folder`;
    case 'own':
      return `'${path}' leads into a project's own folder`;
    case 'name':
      return `'${path}' is no name for a file on this system`;
    case 'drive':
      return `'${path}' starts with a drive letter`;
    case 'absolute':
      return `'${path}' is an absolute path`;
    case 'parts':
      return `'${path}' has empty parts or dots in it`;
    case 'nested':
      return `'${path}' is both a file and a folder`;
    case 'outside':
      return `'${path}' leads out of the folder`;
    case 'project':
      return `'${path}' is outside of the project`;
  }
}

/** A command that takes no longer than that to end has done as it was asked. */
export const AT_ONCE_MS = 500;

export function timeoutText({
  timeoutMs,
  goneAfterMs,
  killed,
}: Extract<Failure, { code: 'command-timeout' }>): string {
  const limit = durationText(timeoutMs);
  if (!killed && goneAfterMs - timeoutMs < AT_ONCE_MS) return `ended after ${limit}`;
  return `asked to end after ${limit}, ${killed ? 'killed' : 'gone'} after ${durationText(goneAfterMs)}`;
}

export function missingPipelineHint(
  others: 'none' | 'some' | undefined,
  { program }: Layout,
): string | undefined {
  if (others === 'some') return `\`${program} repro -P\` runs every stage of the project.`;
  if (others === undefined) return undefined;
  return `Add a first stage with \`${program} stage add\`, or see \`${program} init --example\` in an empty folder.`;
}
