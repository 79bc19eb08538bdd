import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes docs/GUIDE.md from scripts/guide.md: runs the commands of its `console` blocks, one shell after the other in
 * one folder, and puts what they print behind them.
 *
 * @param root of the checkout, which must be built.
 */
export function guide(root: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'mltrack-guide-'));
  try {
    const shell = new Shell(root, scratch);
    const source = readFileSync(join(root, 'scripts/guide.md'), 'utf8');
    return source.replace(/```console\n([^]*?)```/g, (_, block: string) => {
      const shown = commandsOf(block).map(command => `$ ${command}\n${shell.run(command)}`);
      return `\`\`\`console\n${shown.join('')}\`\`\``;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The same for every run: how long something took, when it was, what commits are called. */
export function withoutChance(text: string): string {
  return (
    text
      .replace(/\b\d+\.\d s\b/g, '0.0 s')
      .replace(/\b\d+\.\d times\b/g, '0.0 times')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\dZ)?/g, 'DATE')
      .replace(/\b\d+ MiB\b/g, '0 MiB')
      .replace(/ +\d+ % +/g, ' 0 % ')
      .replace(/\b[0-9a-f]{7}\b/g, 'COMMIT')
      .replace(/"last_seconds": [\d.e-]+/g, '"last_seconds": 0')
      // Of stages that run side by side either may be first, in time and on the critical path.
      .replace(/(?:^(?:\[train@|Running stage 'train@|> echo|train@|Updating lock|prepare ).*\n)+/gm, block =>
        block.split('\n').sort().join('\n'),
      )
      .replace(/^Critical path: .*$/gm, 'Critical path')
      .replace(/ +(?:yes|-)$/gm, '')
  );
}

/** A command may go on over several lines, as here-documents do. */
function commandsOf(block: string): readonly string[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map(command => command.trimEnd());
}

class Shell {
  readonly #env: NodeJS.ProcessEnv;
  readonly #scratch: string;
  readonly #state: string;

  constructor(root: string, scratch: string) {
    this.#scratch = scratch;
    const programs = join(scratch, 'bin');
    mkdirSync(programs);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/mltrack.js')}' "$@"\n`;
    writeFileSync(join(programs, 'mltrack'), program, { mode: 0o755 });
    this.#state = join(scratch, 'state');
    writeFileSync(this.#state, `cd '${scratch}'\n`);
    this.#env = {
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      HOME: scratch,
      SHELL: '/bin/sh',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'guide',
      GIT_AUTHOR_EMAIL: 'guide@example.com',
      GIT_COMMITTER_NAME: 'guide',
      GIT_COMMITTER_EMAIL: 'guide@example.com',
    };
  }

  /** Each command starts in the folder that the one before it has left. */
  run(command: string): string {
    const line = `. '${this.#state}'\n${command}\npwd | sed "s/.*/cd '&'/" > '${this.#state}'`;
    const ran = spawnSync('sh', ['-c', `exec 2>&1\n${line}`], { env: this.#env, encoding: 'utf8' });
    const stdout = ran.stdout.replaceAll(this.#scratch, '/home/you');
    return stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
  }
}
