import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/cli/catalog.ts';
import { completionScript, SHELLS } from '../../../src/core/completion/script.ts';
import type { ShellName } from '../../../src/core/completion/script.ts';

const catalog = await loadCatalog();
const folder = mkdtempSync(join(tmpdir(), 'mltrack-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** How each shell only looks at a script. */
const PARSERS: Readonly<Record<ShellName, readonly [shell: string, ...options: string[]]>> = {
  bash: ['bash', '-n'],
  zsh: ['zsh', '-n'],
  fish: ['fish', '--no-execute'],
  powershell: ['pwsh', '-NoProfile', '-File'],
};

function written(shell: ShellName): string {
  const path = join(folder, `completion.${shell === 'powershell' ? 'ps1' : shell}`);
  writeFileSync(path, completionScript(shell, 'mltrack', catalog));
  return path;
}

describe('the script for', () => {
  it.each(SHELLS)('%s knows every command and option', shell => {
    const text = completionScript(shell, 'mltrack', catalog);
    for (const { name, options } of catalog) {
      for (const word of name.split(' ')) expect(text).toContain(word);
      for (const { long } of options)
        expect(text).toContain(shell === 'fish' ? ` -l ${long.slice(2)}` : long);
    }
    expect(text).not.toContain('show-json');
    expect(completionScript(shell, 'dvc', catalog)).not.toContain('mltrack completion');
  });

  it.each(SHELLS)('%s is one that it can read, where it is installed', context => {
    const [shell, ...options] = PARSERS[context];
    const { error, status, stderr } = spawnSync(shell, [...options, written(context)], { encoding: 'utf8' });
    if (error !== undefined) return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(SHELLS)('%s quotes what descriptions hold', shell => {
    const odd = [
      {
        name: 'odd',
        summary: 'it\'s `$(touch x)` \\ "odd": 100 %',
        options: [{ long: '--it', description: "it's $(touch x)", takesValue: false }],
      },
    ];
    const text = completionScript(shell, 'mltrack', odd);
    const quote = { bash: '', zsh: "it'\\''s", fish: "it\\'s", powershell: "it''s" }[shell];
    expect(text).toContain(quote);
    expect(text).not.toMatch(/[^'\\]it's/);
  });
});

/** What bash offers for a command line, its cursor at the end. */
function offered(line: string): readonly string[] {
  const words = line.split(' ');
  const script = `source "$1"; COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${String(words.length - 1)}; _mltrack; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', written('bash')], { encoding: 'utf8' });
  return stdout.split('\n').filter(word => word !== '');
}

/** A program that lists stages, and says with which options it was called. */
function onPath(): NodeJS.ProcessEnv {
  writeFileSync(
    join(folder, 'mltrack'),
    `#!/bin/sh\necho "$*" > ${folder}/called\nprintf 'prepare\\ntrain@m1-2\\ntrain@m1-3\\n$(touch ${folder}/hostile)\\nsub/x.yaml:fit\\n'\n`,
    { mode: 0o755 },
  );
  return { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

/** What bash 5 itself would hand to the function for a line: its words end at `@` and `:`. */
function offeredStages(line: string, breaks = ' @:'): readonly string[] {
  const script = `source "$1"; COMP_LINE=$2; COMP_POINT=\${#2}; COMP_WORDBREAKS=$3; COMP_WORDS=(\${2% } ''); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _mltrack; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['-c', script, 'bash', written('bash'), line, breaks];
  const { stdout } = spawnSync('bash', args, { encoding: 'utf8', env: onPath() });
  return stdout.split('\n').filter(word => word !== '');
}

describe('bash completes stages', () => {
  it('where a command takes some', () => {
    for (const command of ['repro', 'status', 'why', 'log', 'time', 'dag', 'freeze', 'unfreeze'])
      expect(offeredStages(`mltrack ${command} pre`), command).toEqual(['prepare']);
    expect(offeredStages('mltrack add pre')).toEqual([]);
    offeredStages('mltrack --cd some/where repro pre');
    expect(readFileSync(join(folder, 'called'), 'utf8')).toBe('--cd some/where stage list --name-only\n');
  });

  it('from where bash takes a new word to begin', () => {
    expect(offeredStages('mltrack repro tr')).toEqual(['train@m1-2', 'train@m1-3']);
    expect(offeredStages('mltrack repro train@m1-3')).toEqual(['@m1-3']);
    expect(offeredStages('mltrack repro sub/x.yaml:')).toEqual(['fit']);
    expect(offeredStages('mltrack repro train@m1-3', ' ')).toEqual(['train@m1-3']);
  });

  it('without running what stands in a name', () => {
    expect(offeredStages('mltrack repro $')).toHaveLength(1);
    expect(existsSync(join(folder, 'hostile'))).toBe(false);
  });
});

it('zsh and fish ask the program for stages', () => {
  for (const [shell, call] of [
    ['zsh', 'mltrack ${words[2,at-1]} stage list --name-only'],
    ['fish', "-n '__mltrack_behind repro' -a '(mltrack stage list --name-only"],
    ['powershell', 'mltrack stage list --name-only'],
  ] as const)
    expect(completionScript(shell, 'mltrack', catalog)).toContain(call);
});

describe('bash completes', () => {
  it('commands', () => {
    expect(offered('mltrack ').length).toBe(new Set(catalog.map(({ name }) => name.split(' ')[0])).size + 3);
    expect(offered('mltrack met')).toEqual(['metrics']);
    expect(offered('mltrack metrics ')).toEqual(['show', 'diff']);
    expect(offered('mltrack metrics d')).toEqual(['diff']);
    expect(offered('mltrack --cd some/where stage l')).toEqual(['list']);
  });

  it('options', () => {
    expect(offered('mltrack metrics diff --js')).toEqual(['--json']);
    expect(offered('mltrack repro train --dr')).toEqual(['--dry']);
    expect(offered('mltrack freeze -')).toEqual(['-q', '--quiet', '-v', '--verbose', '-h', '--help']);
    expect(offered('mltrack completion -s ')).toEqual([...SHELLS]);
    expect(offered('mltrack completion --shell z')).toEqual(['zsh']);
  });

  it('nothing where files are meant, which bash knows itself', () => {
    for (const line of ['mltrack add da', 'mltrack --cd so', 'mltrack nope --'])
      expect(offered(line), line).toEqual([]);
  });
});
