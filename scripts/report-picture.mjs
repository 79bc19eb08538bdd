/**
 * Writes docs/report-light.png and docs/report-dark.png, pictures of the README: a report of the built program on its
 * example, as GitHub shows it; part of `npm run docs`. Needs Chromium, and a font with emoji
 * (`apt-get install chromium fonts-noto-color-emoji`).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { importTypescript, root } from './typescript.mjs';

const { chromiumProgram } = await importTypescript('tests/interop/rig/chromium-program.ts');
const { githubPage } = await importTypescript('tests/interop/rig/github-page.ts');

const WIDTH = 940;

const scratch = mkdtempSync(join(tmpdir(), 'mltrack-report-'));
const browser = await chromium.launch(chromiumProgram());
try {
  const project = join(scratch, 'pumps');
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'mltrack',
    GIT_AUTHOR_EMAIL: 'mltrack@example.com',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_NAME: 'mltrack',
    GIT_COMMITTER_EMAIL: 'mltrack@example.com',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  };
  const run = (program, argv, cwd = project) => execFileSync(program, argv, { cwd, env, stdio: 'ignore' });
  const mltrack = (...argv) => run(process.execPath, [join(root, 'bin/mltrack.js'), ...argv]);
  run(process.execPath, [join(root, 'bin/mltrack.js'), 'init', '--example', project], scratch);
  mltrack('repro');
  run('git', ['commit', '--quiet', '--all', '--message', 'Learn the network']);
  mltrack('report', '-o', join(scratch, 'report.md'));
  const page = join(scratch, 'page.html');
  const style = createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css');
  writeFileSync(
    page,
    githubPage(readFileSync(join(scratch, 'report.md'), 'utf8'), readFileSync(style, 'utf8')),
  );
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({
      viewport: { width: WIDTH, height: 600 },
      colorScheme,
      deviceScaleFactor: 1.5,
    });
    const shown = await context.newPage();
    await shown.goto(pathToFileURL(page).href);
    await shown.waitForTimeout(300);
    await shown.screenshot({ path: join(root, `docs/report-${colorScheme}.png`), fullPage: true });
    await context.close();
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
