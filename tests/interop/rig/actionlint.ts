import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder } from './peers.ts';

const VERSION = '1.7.12';

/** It comes as source, so only where there is Go can it judge. */
export const hasGo = spawnSync('go', ['version']).status === 0;

/** The program that knows GitHub's workflow files best, built when first asked for and kept. */
export function actionlint(): string {
  const folder = join(peersFolder(), `actionlint-${VERSION}`);
  const program = join(folder, 'actionlint');
  if (!existsSync(program)) {
    const source = `github.com/rhysd/actionlint/cmd/actionlint@v${VERSION}`;
    const built = spawnSync('go', ['install', source], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
      encoding: 'utf8',
    });
    if (built.status !== 0) throw new Error(`Building ${source} failed.\n${built.stderr}`);
  }
  return program;
}
