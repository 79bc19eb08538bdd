import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
const home = mkdtempSync(join(tmpdir(), 'mltrack-readme-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the README', () => {
  it('has two commands for a fresh machine, each one line that installs what it needs', () => {
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect(block).toMatch(/^npm ci && [^\n]+\n$/);
    expect(blocks[1]).toBe('npm ci && npm test\n');
  });

  it('runs the main job on the example with the first of them', () => {
    const line = blocks[0]!.replace('npm ci && ', '');
    const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, GIT_CONFIG_GLOBAL: '/dev/null' };
    const ended = spawnSync('sh', ['-c', line], { cwd: root, env, encoding: 'utf8' });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout.match(/Running stage '\w+'/g)).toHaveLength(3);
    expect(ended.stdout).toContain('Data and pipelines are up to date.\n');
    expect(ended.stdout).toMatch(/Path +Metric +main +workspace +Change\nmetrics\.json +accuracy +\d/);
  });

  it('names only files that are there', () => {
    const links = [...readme.matchAll(/(?:\]\(|src(?:set)?=")([^)"]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(existsSync(join(root, path)), path).toBe(true);
  });
});
