import { dirname, relative } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { shownOutside } from '../../model/stage.ts';
import type { Output, Stage } from '../../model/stage.ts';

/** What users call stages, outputs and files from where they stand. */
export interface Labels {
  readonly stage: (stage: Stage) => string;
  readonly output: (output: Output) => string;
  readonly file: (path: RepoPath) => string;
}

/**
 * Makes the labels for a user who stands in `folder`: a stage of the pipeline file right there goes by its
 * bare name, every other one by `path/of/file:name`, a data file by its path.
 */
export function labelsFrom(folder: RepoPath): Labels {
  const file = (path: RepoPath): string => relative(folder, path);
  return {
    stage: stage => {
      if (stage.kind === 'data') return file(stage.file);
      return dirname(stage.file) === folder ? stage.name : `${file(stage.file)}:${stage.name}`;
    },
    output: output => (output.path === undefined ? shownOutside(output) : file(output.path)),
    file,
  };
}
