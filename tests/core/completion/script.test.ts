import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    for (const line of ['mltrack add da', 'mltrack repro ', 'mltrack --cd so', 'mltrack nope --'])
      expect(offered(line), line).toEqual([]);
  });
});
