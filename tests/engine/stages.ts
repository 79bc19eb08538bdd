/** Stages for tests, with everything that a test does not care about filled in. */
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { Output, Stage } from '../../src/model/stage.ts';

const file = 'dvc.yaml' as RepoPath;

export function stage(parts: Partial<Stage> = {}): Stage {
  return {
    kind: 'pipeline',
    name: 'one',
    file,
    place: { file },
    command: 'run',
    workdir: '' as RepoPath,
    dependencies: [{ written: 'in', path: 'in' as RepoPath }],
    params: [],
    outputs: [output('out')],
    frozen: false,
    alwaysChanged: false,
    isImport: false,
    ...parts,
  };
}

export function output(written: string, parts: Partial<Output> = {}): Output {
  return {
    written,
    path: written as RepoPath,
    role: 'data',
    cached: true,
    persistent: false,
    push: true,
    ...parts,
  };
}

/** A record of content that is told apart by one letter. */
export function content(letter: string, name: HashRecord['name'] = 'md5'): HashRecord {
  return { name, digest: letter.repeat(32), size: 1 };
}
