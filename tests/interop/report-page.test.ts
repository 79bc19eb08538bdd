/** The report as a page, in a real browser: nothing is asked, nothing runs, and it can be read on a narrow screen. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from './rig/chromium.ts';
import { ReportProject } from './rig/report-project.ts';
import { HOSTILE_NAMES, SCENARIOS } from './rig/report-scenarios.ts';
import { openPage } from './rig/seen-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const SHOWN = ['better and worse', 'failed stage', 'new plots file', 'hostile names'];

describe.each(SCENARIOS.filter(({ name }) => SHOWN.includes(name)))(
  'the page of a report: $name',
  scenario => {
    it('asks for nothing, runs nothing, and fits a narrow screen', async () => {
      using project = await ReportProject.create();
      await scenario.make(project);
      project.write({ 'report.html': await project.run('report', '--format', 'html') });
      const url = pathToFileURL(join(project.root, 'report.html')).href;
      for (const look of [{ width: 360 }, { width: 1200, scheme: 'dark' as const }]) {
        const seen = await openPage(browser, url, look);
        // A page that does not fit is wider than its window.
        expect(await seen.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        expect(await seen.page.locator('h1').textContent()).toContain('pumps: ');
        expect(
          await seen.page.locator('script, a, iframe, [onerror], img:not([src^="data:image/"])').count(),
        ).toBe(0);
        const broken = `[...document.images].filter(image => image.complete && image.naturalWidth === 0).length`;
        expect(await seen.page.evaluate(broken)).toBe(0);
        expect(seen.requests).toEqual([url]);
        expect(seen.complaints).toEqual([]);
        await seen.close();
      }
    });
  },
);

describe('the page of a report', () => {
  it('is as light or dark as the reader likes it', async () => {
    using project = await ReportProject.create();
    await SCENARIOS.find(({ name }) => name === 'better and worse')?.make(project);
    const file = join(project.root, 'report.html');
    writeFileSync(file, await project.run('report', '--format', 'html'));
    const seen = await openPage(browser, pathToFileURL(file).href, { scheme: 'dark' });
    const ground = (): Promise<unknown> =>
      seen.page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await seen.page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).not.toBe(dark);
    await seen.close();
  });

  it('shows names as they are', async () => {
    using project = await ReportProject.create();
    await SCENARIOS.find(({ name }) => name === 'hostile names')?.make(project);
    await project.run('report', '-o', 'report.html');
    const seen = await openPage(browser, pathToFileURL(join(project.root, 'report.html')).href);
    const names = await seen.page.locator('.metrics tbody th code').allTextContents();
    expect(new Set(names)).toEqual(new Set(HOSTILE_NAMES.map(name => name.replaceAll('\r\n', '\n'))));
    await seen.close();
  });
});
