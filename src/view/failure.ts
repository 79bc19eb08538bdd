import type { Failure } from '../model/failure.ts';
import { LAYOUTS, type Layout } from '../model/layout.ts';
import { shownCommand } from '../model/process.ts';
import { unreachable } from '../model/result.ts';
import { renderDiagnostic } from './diagnostic.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { joinSome } from './quantity.ts';
import {
  badNameText,
  checkoutFailure,
  errnoText,
  externalOutput,
  faultText,
  ignoredFileText,
  insteadText,
  invalidFileHint,
  invalidFileText,
  lockConflictHint,
  missingPipelineHint,
  outputTwiceText,
  outsideWords,
  similarText,
  timeoutText,
  tracingFailure,
  undeclaredText,
  unrecordedDataset,
} from './failure-texts.ts';
import type { FailureWords } from './failure-texts.ts';

/** The text for stderr, with a line end. @param forPeople no program reads it. */
export function renderFailure(failure: Failure, layout: Layout, paint: Paint, forPeople = false): string {
  return errorText(describe(printable(failure), layout, forPeople), paint);
}

function errorText({ message, diagnostics, hint, besides = [] }: FailureWords, paint: Paint): string {
  const places = diagnostics.map(diagnostic => `\n${renderDiagnostic(diagnostic, paint)}\n`).join('');
  const advice = hint === undefined ? '' : `${paint('dim', 'hint:')} ${hint}\n`;
  const own = `${paint('bad', 'ERROR')}: ${message}\n${places}${places === '' ? '' : advice === '' ? '' : '\n'}${advice}`;
  return [own, ...besides.map(each => errorText(each, paint))].join('\n');
}

/** DVC's words for a mistake of the config are those of its validator: the places say it better. */
function describe(failure: Failure, layout: Layout, forPeople: boolean): FailureWords {
  const words = describeFailure(failure, layout);
  const isShown = failure.code === 'config-invalid' && words.diagnostics.length > 0;
  return isShown && forPeople ? { ...words, message: 'the config is wrong.' } : words;
}

/** Long, as it is a closed table: one entry for each code. */
export function describeFailure(failure: Failure, layout: Layout): FailureWords {
  const say = (message: string, hint?: string): FailureWords => ({
    message,
    diagnostics: [],
    ...(hint === undefined ? {} : { hint }),
  });
  const { program } = layout;
  switch (failure.code) {
    case 'not-a-project':
      return say(
        layout.kind === 'dvc'
          ? "you are not inside of a DVC repository (checked up to mount point '/')"
          : "you are not inside of a project (looked up to '/')",
        `\`${program} init\` makes one here.`,
      );
    case 'not-a-git-repository':
      return say(`'${failure.folder}' is not in a git repository.`, '`git init` makes one.');
    case 'usage':
      return say(
        failure.message,
        failure.hint ?? `See \`${[program, failure.command, '--help'].filter(Boolean).join(' ')}\`.`,
      );
    case 'file-invalid':
      return {
        message: invalidFileText(failure),
        diagnostics: failure.diagnostics,
        ...invalidFileHint(failure, layout),
      };
    case 'files-invalid':
      return {
        ...describeFailure(failure.cause, layout),
        besides: failure.others.map(each => describeFailure(each, layout)),
      };
    case 'file-not-text':
      return {
        message: `unable to read: '${failure.file}', is not valid utf-8`,
        diagnostics: failure.diagnostics,
        hint: 'Save it in UTF-8.',
      };
    case 'config-invalid':
      return {
        ...say(
          `configuration error - config file error: ${failure.message}`,
          failure.file === undefined ? undefined : `The file is ${failure.file}.`,
        ),
        diagnostics: failure.diagnostics ?? [],
      };
    case 'cycle':
      return say(
        `Same item(s) are defined as both a dependency and an output in ${failure.stages.length === 1 ? 'stage' : 'stages'}: ${failure.stages.join(', ')}.`,
      );
    case 'output-twice':
      return say(outputTwiceText(failure.path, failure.stages, layout));
    case 'outputs-overlap':
      return say(
        [
          `The output paths:\n'${failure.outer}'('${failure.outerStage}')\n'${failure.inner}'('${failure.innerStage}')`,
          'overlap and are thus in the same tracked directory.',
          'To keep reproducibility, outputs should be in separate tracked directories or tracked individually.',
        ].join('\n'),
      );
    case 'output-is-dependency':
      return say(
        `'${failure.path}' is specified as an output and as a dependency.`,
        `See stage '${failure.stage}'.`,
      );
    case 'graph-invalid':
      return { ...describeFailure(failure.cause, layout), diagnostics: failure.diagnostics };
    case 'stage-file-in-output':
      return say(
        `stage: '${failure.stage}' is within an output '${failure.output}' of another stage`,
        `Move '${failure.file}' out of that folder.`,
      );
    case 'pipeline-file-missing':
      return say(
        `'${failure.file}' does not exist`,
        insteadText(failure, layout) ?? missingPipelineHint(failure.others, layout),
      );
    case 'pipeline-not-editable':
      return say(
        `'${failure.file}' is written in a way in which stage '${failure.stage}' cannot be changed alone.`,
        'Nothing was changed: edit the file by hand.',
      );
    case 'pipeline-file-ignored':
      return say(ignoredFileText(failure.file), 'Change the rule in .gitignore that hides it.');
    case 'not-a-stage-file':
      return say(badNameText(failure.path, layout));
    case 'stage-not-found':
      return say(
        `Stage '${failure.name}' not found inside '${failure.file}' file`,
        similarText(failure.similar),
      );
    case 'target-not-found':
      return say(
        `'${failure.target}' does not exist as an output or a stage name in '${failure.file}'`,
        similarText(failure.similar),
      );
    case 'dependency-missing':
      return {
        ...say(
          `dependency '${failure.path}' does not exist`,
          failure.why === undefined ? undefined : `The server could not be read: ${failure.why}.`,
        ),
        diagnostics: failure.diagnostics ?? [],
      };
    case 'output-missing':
      return say(`output '${failure.path}' does not exist`);
    case 'data-missing':
      return say(
        `missing data '${failure.paths.length > 1 ? 'sources' : 'source'}': ${failure.paths.join(', ')}`,
      );
    case 'params-missing':
      return {
        ...say(
          `Parameters '${failure.keys.join(', ')}' are missing from '${failure.file}'.`,
          failure.isFileMissing === true ? `There is no '${failure.file}'.` : undefined,
        ),
        diagnostics: failure.diagnostics ?? [],
      };
    case 'params-invalid':
      return failure.diagnostics.length === 0
        ? say(`unable to read parameters from '${failure.file}${failure.place}': ${failure.message}`)
        : {
            message: `unable to read parameters from '${failure.file}'.`,
            diagnostics: failure.diagnostics,
          };
    case 'params-no-map':
      return say(
        `failed to parse 'vars' in '${failure.pipelineFile}': expected a dictionary, got '${failure.found}' in file '${failure.file}'`,
        'A parameters file beside a pipeline file must hold `key: value` lines.',
      );
    case 'params-unsupported':
      return say(
        `Unsupported value of type '${failure.found}' in '${failure.file}:${failure.key}'`,
        'Templates take texts, numbers, booleans, lists and maps: put it in quotes, or name other keys of the file.',
      );
    case 'external-output':
      return externalOutput(failure);
    case 'external-dependency':
      return say(
        `'${failure.path}' lies outside of the project, where nothing can be checked yet.`,
        'Only this stage, and what reads from it, cannot be run.',
      );
    case 'dataset-not-found':
      return say(
        `dataset not found: '${failure.name}'`,
        `Declare it under \`datasets:\` in a '${layout.pipelineFile}'.`,
      );
    case 'dataset-unrecorded':
      return unrecordedDataset(failure, layout);
    case 'command-failed':
      return say(`failed to run: ${failure.command}, exited with ${String(failure.exit)}`);
    case 'command-timeout':
      return say(`${timeoutText(failure)}: ${failure.command}`, 'The stage sets this limit with `timeout`.');
    case 'stage-ended':
      return say(`'${failure.stage}' was ended, as another stage had failed`);
    case 'files-undeclared':
      return say(undeclaredText(failure));
    case 'tracing-unavailable':
      return tracingFailure(failure);
    case 'repro-failed':
      return reproFailure(failure.stages, failure.cause, layout);
    case 'action-failed': {
      const why = describeFailure(failure.cause, layout);
      return { ...why, message: `${failure.what} - ${why.message}` };
    }
    case 'nothing-to-unprotect':
      return say(`can't unprotect non-existing data '${failure.path}'`);
    case 'interrupted':
      return say('interrupted by the user');
    case 'project-busy':
      return say(
        'Unable to acquire lock. Most likely another DVC process is running or was terminated abruptly.',
        failure.holder === undefined ? undefined : `It is held by ${failure.holder}.`,
      );
    case 'path-busy':
      return say(
        [
          `'${failure.path}' is busy, it is being blocked by:`,
          ...failure.holders.map(({ pid, cmd }) => `  (PID ${pid}): ${shownCommand(cmd)}`),
        ].join('\n'),
        `try again when it is done, or let this one wait: \`${program} --wait-for-lock …\`.`,
      );
    case 'already-initialised':
      return layout.kind === 'dvc'
        ? say(`failed to initiate DVC - '${failure.directory}' exists. Use \`-f\` to force.`)
        : say(
            `'${failure.directory}' exists already.`,
            'In a new clone, `mltrack merge-driver --install` is all that is left to set up. `--force` replaces what is there, its cache included.',
          );
    case 'subdir-without-git':
      return say('Cannot initialize repo with `--no-scm` and `--subdir`');
    case 'other-project-there':
      return say(
        `there is a project here already: '${failure.directory}'.`,
        'mltrack works in it as it is. Only one of the two kinds can be in a folder.',
      );
    case 'init-needs-git':
      return layout.kind === 'dvc'
        ? say(
            `failed to initiate DVC - ${failure.directory} is not tracked by any supported SCM tool (e.g. Git). Use \`--no-scm\` if you don't want to use any SCM or \`--subdir\` if initializing inside a subdirectory of a parent SCM repository.`,
          )
        : say(
            `'${failure.directory}' is not the top folder of a git repository.`,
            '`git init` makes it one, `--subdir` is for folders further down, `--no-scm` does without git.',
          );
    case 'folder-not-empty':
      return say(
        `'${failure.folder}' is not empty.`,
        'Name a folder that is new or holds nothing but `.git`.',
      );
    case 'output-tracked-by-git':
      return say(
        ` output '${failure.path}' is already tracked by SCM (e.g. Git).\n    You can remove it from Git, then add to DVC.\n        To stop tracking from Git:\n            git rm -r --cached '${failure.path}'\n            git commit -m "stop tracking ${failure.path}" `,
      );
    case 'outside-project':
      return outsideWords(failure);
    case 'behind-symlink':
      return say(
        'Cannot add files inside symlinked directories to DVC.',
        `'${failure.path}' is reached through a link.`,
      );
    case 'path-ignored':
      return say(`Path '${failure.path}' is ignored by ${failure.rule}`);
    case 'ignore-file-inside':
      return say(`${layout.ignoreFile} file should not be in collected dir path: '${failure.folder}'`);
    case 'unsaved-changes':
      return say(
        `Can't remove the following unsaved files without confirmation. Use \`--force\` to force.\n${failure.paths.join('\n')}`,
      );
    case 'checkout-failed':
      return withRefusals(failure, layout);
    case 'commit-needs-force':
      return say(
        `failed to commit - unable to commit changed stage: '${failure.stage}'. Use \`-f|--force\` to force.`,
      );
    case 'revision-unknown':
      return say(`unknown Git revision '${failure.revision}'`, similarText(failure.similar));
    case 'revision-ambiguous':
      return say(
        `ambiguous Git revision '${failure.revision}'`,
        `these differ: ${failure.names.join(', ')}. Name one of them.`,
      );
    case 'needs-git':
      return say(
        layout.kind === 'dvc'
          ? "Only supported for Git repositories. If you're seeing this error in a Git repo, try updating the DVC configuration with `dvc config core.no_scm false`."
          : 'there is no git repository to take revisions from.',
        layout.kind === 'dvc'
          ? undefined
          : `\`git init\` makes one; \`${program} config core.no_scm false\` uses the one that is there.`,
      );
    case 'tracked-nowhere':
      return say(`'${failure.target}' is tracked neither in ${failure.revisions.join(' nor in ')}.`);
    case 'folder-list-lost':
      return say(
        `failed to load directory '${failure.folder}': the cache does not have the list of its files.`,
        layout.kind === 'dvc'
          ? `\`${LAYOUTS.dvc.program} fetch\` brings it from the remote storage.`
          : undefined,
      );
    case 'folder-list-refused':
      return say(
        `the list of files of '${failure.folder}' is refused: ${'form' in failure.fault ? failure.fault.form : faultText(failure.fault.name, failure.fault.why)}.`,
        `It is '${failure.digest}' in the cache. Nothing is made of it: whoever made it has to track the folder again.`,
      );
    case 'path-missing':
      return say(`there is no '${failure.path}'.`);
    case 'tree-and-json':
      return say('Cannot use --tree and --json options together.');
    case 'not-file-or-folder':
      return say(`output '${failure.path}' is not a file or directory`);
    case 'changed-meanwhile':
      return say(
        `'${failure.path}' changed while it was read.`,
        'Run the command again when nothing writes to it.',
      );
    case 'broken-link':
      return say(`'${failure.path}' is a link to nothing.`);
    case 'init-ignored':
      return say(
        `${failure.directory} is ignored by your SCM tool.`,
        `Make sure that it's tracked, for example by adding '!${failure.directory}' to .gitignore.`,
      );
    case 'file-trouble':
      return say(`failed while ${failure.action} '${failure.path}': ${errnoText(failure.errno)}`);
    case 'collection-failed': {
      const why = describeFailure(failure.cause, layout);
      return { ...why, message: `Failed to collect '${failure.revision}': ${why.message}` };
    }
    case 'merge-refused':
      return say(`${failure.path} cannot be merged stage by stage`, lockConflictHint(failure.path, program));
    case 'params-unexpected':
    case 'refused':
      return say(failure.message, failure.hint);
    default:
      return unreachable(failure);
  }
}

/** The cause follows as part of the message; its hint and places stay its own. */
function reproFailure(stages: readonly string[], cause: Failure | undefined, layout: Layout): FailureWords {
  const names = joinSome(stages.map(stage => `'${stage}'`));
  const message = `failed to reproduce${stages.length > 1 ? ' stages:' : ''} ${names}`;
  if (cause === undefined) return { message, diagnostics: [] };
  const why = describeFailure(cause, layout);
  return { ...why, message: `${message}: ${why.message}` };
}

/** What the cache lacks is told in DVC's words, what is refused in ours. */
function withRefusals(failure: Extract<Failure, { code: 'checkout-failed' }>, layout: Layout): FailureWords {
  const { paths, refused = [] } = failure;
  const all = [
    ...(paths.length === 0 ? [] : [checkoutFailure(failure, layout)]),
    ...refused.map(each => describeFailure(each, layout)),
  ];
  const hint = [...new Set(all.flatMap(each => each.hint ?? []))].join('\n');
  return {
    message: all.map(({ message }) => message).join('\n'),
    diagnostics: [],
    ...(hint === '' ? {} : { hint }),
  };
}
