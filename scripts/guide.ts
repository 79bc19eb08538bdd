import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** What the page shows of `--trace` can only be seen where strace works. */
const NEEDS_STRACE = 'What a stage does not declare';

/**
 * Makes docs/GUIDE.md from scripts/guide.md: runs the commands of its `console` blocks, one shell after the other in
 * one folder, and puts what they print behind them.
 *
 * @param root of the checkout, which must be built.
 * @param tracing whether strace works here; else its section is left out.
 */
export async function guide(root: string, tracing: boolean): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'mltrack-guide-'));
  try {
    const shell = new Shell(root, scratch);
    const whole = readFileSync(join(root, 'scripts/guide.md'), 'utf8');
    const source = tracing ? whole : withoutTracing(whole);
    let page = '';
    for (const part of source.split(/(```console\n[^]*?```)/)) {
      if (!part.startsWith('```console')) page += part;
      else page += `\`\`\`console\n${await transcript(shell, part.slice(11, -3))}\`\`\``;
    }
    return page.replace('<!-- contents -->', contents(whole));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The page as it is where strace does not work. */
export function withoutTracing(page: string): string {
  return page
    .split(/^(?=## )/m)
    .filter(section => !section.startsWith(`## ${NEEDS_STRACE}\n`))
    .join('');
}

/** A line for each section, linked as GitHub names its headings. */
function contents(page: string): string {
  return [...page.matchAll(/^## (.*)$/gm)]
    .map(([, title = '']) => {
      const anchor = title
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-');
      return `- [${title}](#${anchor})`;
    })
    .join('\n');
}

async function transcript(shell: Shell, block: string): Promise<string> {
  let shown = '';
  for (const { command, meanwhile } of commandsOf(block))
    shown += `$ ${command}\n${await shell.run(command, meanwhile)}`;
  return shown;
}

/** The same for every run: how long something took, when it was, what commits are called. */
export function withoutChance(text: string): string {
  return (
    text
      .replace(/\b\d+\.\d s\b/g, '0.0 s')
      .replace(/\b\d+\.\d times\b/g, '0.0 times')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\dZ)?/g, 'DATE')
      .replace(/\b[0-9a-f]{7}\b|\b[0-9a-f]{40}\b/g, 'COMMIT')
      .replace(/PID \d+/g, 'PID')
      .replace(/"last_seconds": [\d.e-]+/g, '"last_seconds": 0')
      // What a stage took and used, of which the widths of the columns come; one that ends at once may end before its
      // memory was looked at.
      .replace(/^(Stage +(?:Started|Time)) .*$/gm, '$1')
      .replace(/^(\S+) +DATE +(\S+) .*$/gm, '$1 DATE $2')
      .replace(/^(\S+) +0\.0 s +\d+ % +(?:yes|-)$/gm, '$1 0.0 s')
      // Of stages that run side by side either may be first, in time and on the critical path.
      .replace(
        /(?:^(?:\[(?:train@|load|crawl)|Running stage '(?:train@|load|crawl)|> echo|train@|Updating lock|prepare ).*\n)+/gm,
        block => block.split('\n').sort().join('\n'),
      )
      .replace(/^Critical path: .*$/gm, 'Critical path')
  );
}

/** What somebody does in another terminal, or with ^C in this one, once the command has printed a line with a word. */
interface Meanwhile {
  readonly word: string;
  readonly act: string;
}

interface Command {
  readonly command: string;
  readonly meanwhile: readonly Meanwhile[];
}

/** A command may go on over several lines, as here-documents do. Lines of `& word: act` behind it tell what goes on beside. */
function commandsOf(block: string): readonly Command[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map(text => {
      const [command = '', ...acts] = text.trimEnd().split(/^& /m);
      const meanwhile = acts.map(line => /^(.*?): (.*)$/m.exec(line) ?? []);
      return {
        command: command.trimEnd(),
        meanwhile: meanwhile.map(([, word = '', act = '']) => ({ word, act })),
      };
    });
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
  async run(command: string, meanwhile: readonly Meanwhile[]): Promise<string> {
    const line = `. '${this.#state}'\n${command}\npwd | sed "s/.*/cd '&'/" > '${this.#state}'`;
    // A group of its own, as a terminal gives it one: Ctrl-C goes to all of it.
    const child = this.#start(`exec 2>&1\n${line}`, true);
    const waiting = [...meanwhile];
    let shown = '';
    let seen = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const at = shown.indexOf(next.word, seen);
        const end = at < 0 ? -1 : shown.indexOf('\n', at);
        if (end < 0) return;
        waiting.shift();
        const note = next.act === '^C' ? '^C\n' : `(in another terminal) $ ${next.act}\n`;
        shown = `${shown.slice(0, end + 1)}${note}${shown.slice(end + 1)}`;
        seen = end + 1 + note.length;
        if (next.act !== '^C') this.#start(`. '${this.#state}'\n${next.act}`, false);
        else if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      }
    });
    await once(child, 'close');
    const stdout = shown.replaceAll(this.#scratch, '/home/you');
    return stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
  }

  #start(script: string, detached: boolean): ChildProcessByStdio<null, Readable, null> {
    return spawn('sh', ['-c', script], {
      env: this.#env,
      detached,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }
}
