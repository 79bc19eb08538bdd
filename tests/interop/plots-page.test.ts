/** The page of `plots show` and `plots diff`: what DVC leaves as well, and what a real browser makes of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { startBrowser } from './rig/chromium.ts';
import { differenceFromKept } from './rig/kept-picture.ts';
import { openPage } from './rig/seen-page.ts';

/** A picture whose colour is chosen: what a picture is does not matter to anybody but the browser. */
const picture = (color: string, extra = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="white"/>` +
  `<rect width="40" height="60" fill="${color}"/>${extra}</svg>`;

const series = (slope: number): string =>
  ['step\tloss', ...Array.from({ length: 60 }, (_, step) => `${step}\t${slope / (step + 1)}`), ''].join('\n');

const HOSTILE = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
const hostileName = `"><img src=x onerror=window.hacked=1> '&amp;.csv`;

const PIPELINE = `plots:
- live
- classes.json: {template: confusion, x: actual, y: predicted}
- weights.csv: {template: bar_horizontal, x: weight, y: name, title: '${HOSTILE}'}
- both:
    template: simple
    x: step
    y: {live/a.tsv: loss, live/b.tsv: loss}
- 'hostile/${hostileName.replaceAll("'", "''")}'
- points.csv: {template: scatter, x: x, y: y}
`;

/** One commit, and other results in the workspace. */
async function withPlots(): Promise<Both> {
  const both = await Both.create();
  const results = (scale: number): void => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      both.write(`live/${name}.tsv`, series(scale * (name.charCodeAt(0) - 90)));
    const classes = ['cat', 'dog', 'dog', 'cat', 'bird'].map((actual, at) => ({
      actual,
      predicted: at < scale ? actual : 'cat',
    }));
    both.write('classes.json', JSON.stringify(classes));
    both.write('weights.csv', `name,weight\nage,${scale}\n"${HOSTILE.replaceAll('"', '""')}",2\n`);
    both.write(`hostile/${hostileName}`, `step,loss\n0,1\n1,${scale}\n`);
    both.write('points.csv', `x,y\n1,${scale}\n2,3\n`);
    both.write('live/images/changed.svg', picture(scale === 2 ? 'red' : 'blue'));
    both.write('live/images/same.svg', picture('green'));
  };
  both.write('dvc.yaml', PIPELINE);
  results(2);
  both.commitAll('start');
  results(3);
  return both;
}

/** What is far apart in each chart, so that nothing that goes missing is hidden by something else. */
async function withFewPlots(): Promise<Both> {
  const both = await Both.create();
  const wave = (at: number): string =>
    ['step\tacc', ...Array.from({ length: 41 }, (_, x) => `${x}\t${at + Math.sin(x / 7) / 3}`), ''].join(
      '\n',
    );
  const results = (turn: number): void => {
    both.write('train.tsv', wave(4 - turn));
    both.write('test.tsv', wave(2 - turn));
    const classes = ['cat', 'dog', 'bird'].flatMap((actual, at, all) =>
      all.map((_, row) => ({ actual, predicted: row > at + turn ? actual : 'bird' })),
    );
    both.write('matrix.json', JSON.stringify(classes));
    both.write('bars.csv', `name,weight\nage,${3 - turn}\nincome,${1 + turn}\n`);
    both.write('dots.csv', ['x,y', ...[1, 3, 5].map(x => `${x},${x * (1 - turn / 2)}`), ''].join('\n'));
    both.write('image.svg', picture(turn === 0 ? 'red' : 'blue'));
  };
  both.write(
    'dvc.yaml',
    `plots:
- lines: {x: step, y: {train.tsv: acc, test.tsv: acc}}
- matrix.json: {template: confusion, x: actual, y: predicted}
- bars.csv: {template: bar_horizontal, x: weight, y: name}
- dots.csv: {template: scatter, x: x, y: y}
- image.svg
`,
  );
  results(0);
  both.commitAll('start');
  results(1);
  return both;
}

function pageOf({ root }: { readonly root: string }): string {
  return pathToFileURL(join(root, 'dvc_plots/index.html')).href;
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe('beside DVC', () => {
  it('says where the page is, and leaves the same pictures', async () => {
    using both = await withPlots();
    for (const argv of [
      ['plots', 'show'],
      ['plots', 'diff', 'HEAD'],
    ]) {
      const { judge, subject } = await both.run(argv);
      expect(subject.stdout.replaceAll(both.subject.root, '')).toBe(
        judge.stdout.replaceAll(both.judge.root, ''),
      );
    }
    const [ours, theirs] = [both.subject, both.judge].map(({ root }) => {
      const folder = join(root, 'dvc_plots/static');
      return readdirSync(folder)
        .sort()
        .map(name => [name, readFileSync(join(folder, name), 'utf8')]);
    });
    expect(ours).toEqual(theirs);
  });

  it.for([
    'plots show nope.csv',
    'plots show live/a.tsv nope.csv',
    'plots show live/a.tsv -y nope',
    'plots show live/a.tsv -t nope',
    'plots show live/a.tsv --html-template nope.html',
    'plots show live/a.tsv --html-template empty.html',
    'plots show live/a.tsv --html-template page.html -o "a folder"',
    'plots diff nope',
    'plots diff HEAD --targets live/a.tsv -o out',
  ])('ends alike: %s', async line => {
    using both = await withPlots();
    both.write('empty.html', '<p>{scripts}</p>');
    both.write('page.html', '<html>{scripts}{plot_divs}</html>');
    const argv = (line.match(/"[^"]+"|\S+/g) ?? []).map(each => each.replaceAll('"', ''));
    const { judge, subject } = await both.run(argv);
    expect(subject.stdout.replaceAll(both.subject.root, '')).toBe(
      judge.stdout.replaceAll(both.judge.root, ''),
    );
    const troubled = (text: string): readonly string[] => text.match(/^DVC failed to load.*$/gm) ?? [];
    expect(troubled(subject.stderr), both.history).toEqual(troubled(judge.stderr));
  });
});

describe('in a browser', () => {
  let both: Both;
  beforeAll(async () => {
    both = await withPlots();
    await both.run(['plots', 'diff', 'HEAD']);
  });
  afterAll(() => both[Symbol.dispose]());

  it.for([
    [1400, 'light'],
    [1400, 'dark'],
    [390, 'light'],
    [360, 'dark'],
  ] as const)('draws every chart, %i pixels wide and %s, and asks nobody for anything', async look => {
    const [width, scheme] = look;
    const seen = await openPage(browser, pageOf(both.subject), { width, scheme });
    await seen.scrollThrough();
    const charts = await seen.page.evaluate(
      `[...document.querySelectorAll('.card.chart')].map(card => [card.id, card.querySelectorAll('svg.marks path').length, card.innerText])`,
    );
    expect(charts).toHaveLength(11);
    for (const [id, marks, text] of charts as readonly [string, number, string][])
      expect(marks, `${id}: ${text}`).toBeGreaterThan(3);
    expect(await seen.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await seen.page.locator('#images img').count()).toBe(3);
    expect(seen.requests).toEqual([pageOf(both.subject)]);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });

  it('shows what a point says under the pointer', async () => {
    const seen = await openPage(browser, pageOf(both.subject));
    const chart = seen.page.locator('#live_a_tsv svg.marks');
    await chart.waitFor();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('there is no chart');
    const tooltip = seen.page.locator('#vg-tooltip-element.visible');
    await expect
      .poll(async () => {
        await seen.page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
        await seen.page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 3);
        return tooltip.isVisible();
      })
      .toBe(true);
    const text = await tooltip.innerText();
    for (const said of [/step\s+\d+/, /workspace\s+[\d.]+/, /HEAD\s+[\d.]+/]) expect(text).toMatch(said);
    await seen.close();
  });

  it('follows the system in light and dark until the reader chooses', async () => {
    const seen = await openPage(browser, pageOf(both.subject), { scheme: 'dark' });
    const ground = (): Promise<unknown> =>
      seen.page.evaluate('getComputedStyle(document.body).backgroundColor');
    const ink = (): Promise<unknown> =>
      seen.page.evaluate(`document.querySelector('svg.marks .role-axis-label text').getAttribute('fill')`);
    await seen.page.locator('svg.marks').first().waitFor();
    const dark = { ground: await ground(), ink: await ink() };
    await seen.page.emulateMedia({ colorScheme: 'light' });
    await seen.page.waitForTimeout(400);
    const light = { ground: await ground(), ink: await ink() };
    expect(light.ground).not.toBe(dark.ground);
    expect(light.ink).not.toBe(dark.ink);
    await seen.page.getByRole('button', { name: 'Dark' }).click();
    await seen.page.waitForTimeout(400);
    expect({ ground: await ground(), ink: await ink() }).toEqual(dark);
    await seen.close();
  });

  it('finds plots by name, and hides a revision', async () => {
    const seen = await openPage(browser, pageOf(both.subject));
    await seen.page.getByPlaceholder(/Filter/).fill('live B');
    expect(await seen.page.locator('.card:visible').count()).toBe(1);
    await seen.page.getByPlaceholder(/Filter/).fill('nothing like that');
    expect(await seen.page.getByText('No plot has a name like that.').isVisible()).toBe(true);
    await seen.page.getByPlaceholder(/Filter/).fill('points');
    const points = seen.page.locator('#points_csv svg.marks .mark-symbol.role-mark path');
    await points.first().waitFor();
    expect(await points.count()).toBe(4);
    await seen.page.getByRole('button', { name: 'HEAD' }).click();
    await expect.poll(() => points.count()).toBe(2);
    await seen.close();
  });

  it('compares pictures', async () => {
    const seen = await openPage(browser, pageOf(both.subject));
    const same = seen.page.locator('#live_images_same_svg');
    await same.scrollIntoViewIfNeeded();
    await same.getByText('identical').waitFor();
    expect(await same.locator('img').count()).toBe(1);
    const changed = seen.page.locator('#live_images_changed_svg');
    expect(await changed.locator('img').count()).toBe(2);
    await changed.getByText('80 × 60').first().waitFor();
    await changed.getByRole('button', { name: 'Difference' }).click();
    await changed.getByText('50.0 % of the pixels differ').waitFor();
    await changed.getByRole('button', { name: 'Swipe' }).click();
    expect(await changed.locator('.swipe img').count()).toBe(2);
    const slider = await changed.getByRole('slider').boundingBox();
    if (slider === null) throw new Error('there is no slider');
    await seen.page.mouse.click(slider.x + slider.width - 1, slider.y + slider.height / 2);
    expect(await changed.locator('.over').getAttribute('style')).toContain('100%');
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });

  it('takes nothing from data for more than text, and may ask nobody', async () => {
    const seen = await openPage(browser, pageOf(both.subject));
    await seen.scrollThrough();
    expect(await seen.page.evaluate('window.hacked')).toBeUndefined();
    expect(await seen.page.locator('img[src=x]').count()).toBe(0);
    expect(await seen.page.getByRole('heading', { name: HOSTILE }).count()).toBe(1);
    const refused = await seen.page.evaluate(`new Promise(resolve => {
      document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => undefined);
    })`);
    expect(refused).toBe('connect-src');
    await seen.close();
  });

  it('with --cdn is small, and takes exactly the published files', async () => {
    const { subject } = await both.run(['plots', 'show'], {
      subjectArgv: ['plots', 'show', '--cdn', '-o', 'cdn'],
    });
    const url = subject.stdout.trim();
    expect(statSync(new URL(url)).size).toBeLessThan(100_000);
    const require = createRequire(import.meta.url);
    const modules = dirname(dirname(require.resolve('playwright-core')));
    const asked: string[] = [];
    const seen = await openPage(browser, url, {
      prepare: async page => {
        await page.route('https://cdn.jsdelivr.net/**', async route => {
          const path = new URL(route.request().url()).pathname;
          asked.push(path);
          await route.fulfill({
            path: join(modules, path.replace('/npm/', '').replace(/@[\d.]+\//, '/')),
            contentType: 'text/javascript',
            headers: { 'access-control-allow-origin': '*' },
          });
        });
      },
    });
    await seen.page.locator('svg.marks').first().waitFor();
    expect(asked.map(path => path.replace(/@[\d.]+/, '@'))).toEqual([
      '/npm/vega@/build/vega.min.js',
      '/npm/vega-lite@/build/vega-lite.min.js',
      '/npm/vega-embed@/build/vega-embed.min.js',
    ]);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });

  it('draws any number of rows, columns of any name, and what is there of files with faults', async () => {
    using odd = await Both.create();
    const rows = (count: number, value: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => `${at},${value(at)}\n`).join('');
    odd.write('long.csv', `step,loss\n${rows(300_000, at => String(at % 1000))}`);
    odd.write('names.csv', `"it's","a.b[0]""c"\n${rows(10, String)}`);
    odd.write('holes.csv', `step,loss\n${rows(10, at => (at === 4 ? 'nan' : '1'))}`);
    odd.write('words.csv', 'step,loss\n0,high\n');
    odd.write('broken.csv', Buffer.from([97, 10, 0xff, 10]));
    odd.write('broken.json', '{"a": ');
    odd.write(
      'dvc.yaml',
      `plots: [long.csv, {names.csv: {template: simple, x: "it's"}}, holes.csv, words.csv, broken.csv, broken.json, gone.csv, {column: {y: {holes.csv: none}}}]\n`,
    );
    const { stdout } = await odd.subject.tool.run(odd.subject.root, odd.subject.env, ['plots', 'show']);
    const seen = await openPage(browser, stdout.trim());
    await seen.scrollThrough();
    const drawn = await seen.page.evaluate(
      `[...document.querySelectorAll('.card')].filter(card => card.querySelector('svg.marks path, canvas.marks')).map(card => card.id)`,
    );
    expect(drawn).toEqual(['long_csv', 'names_csv', 'holes_csv', 'words_csv']);
    expect(await seen.page.locator('#names_csv').innerHTML()).toContain('it’s: 3; a․b⟦0⟧”c: 3');
    await seen.page.getByText(/^[\d,]+ of 300,000 rows, highs and lows kept$/).waitFor();
    const told = await seen.page.evaluate(
      `[...document.querySelectorAll('#troubles tbody tr')].map(row => [...row.cells].map(cell => cell.textContent).join(' | '))`,
    );
    expect(told).toEqual([
      "holes.csv | workspace | 1 of 10 values of 'loss' is no number and is left out ('nan' in row 5)",
      "words.csv | workspace | nothing in 'loss' is a number ('high' in row 1)",
      'broken.csv | workspace | it is not UTF-8 text',
      'broken.json | workspace | 1:7: the file ends too early',
      'gone.csv | workspace | there is no such file',
      "column | workspace | Could not find provided field ('none') in data fields ('step, loss').",
    ]);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });

  it('draws in a page of the user’s own', async () => {
    both.write('page.html', '<!doctype html><title>Mine</title>{scripts}<h1>Mine</h1>{plot_divs}');
    const { subject } = await both.run([
      'plots',
      'diff',
      'HEAD',
      '--html-template',
      'page.html',
      '-o',
      'own',
    ]);
    const seen = await openPage(browser, subject.stdout.trim());
    await seen.page.locator('#both .vega-embed, #both.vega-embed').first().waitFor();
    await seen.page.waitForTimeout(1000);
    expect(await seen.page.locator('.vega-embed').count()).toBe(11);
    expect(await seen.page.locator('#live_images_changed_svg img').count()).toBe(2);
    expect(await seen.page.evaluate('window.hacked')).toBeUndefined();
    expect(seen.requests).toHaveLength(1);
    await seen.close();
  });

  it('stays usable with 50 plots of 10,000 points', async () => {
    using many = await Both.create();
    const rows = [
      'step,loss',
      ...Array.from({ length: 10_000 }, (_, step) => `${step},${Math.sin(step / 500)}`),
    ];
    for (let plot = 0; plot < 50; plot += 1) many.write(`many/p${plot}.csv`, `${rows.join('\n')}\n`);
    many.write('dvc.yaml', 'plots:\n- many\n');
    const { stdout } = await many.subject.tool.run(many.subject.root, many.subject.env, ['plots', 'show']);
    const started = performance.now();
    const seen = await openPage(browser, stdout.trim());
    await seen.page.locator('.card canvas, .card svg.marks').first().waitFor();
    expect(performance.now() - started).toBeLessThan(30_000);
    // What is not looked at is not drawn.
    expect(await seen.page.locator('.card canvas, .card svg.marks').count()).toBeLessThan(25);
    await seen.close();
  });
});

it.for(['light', 'dark'] as const)('looks as in the pictures that are kept: %s', async scheme => {
  using both = await withFewPlots();
  await both.run(['plots', 'diff', 'HEAD']);
  const seen = await openPage(browser, pageOf(both.subject), { width: 1200, scheme });
  const wrong: string[] = [];
  for (const id of ['lines', 'matrix_json', 'bars_csv', 'dots_csv', 'image_svg']) {
    const part = seen.page.locator(`#${id}`);
    await part.scrollIntoViewIfNeeded();
    await part.locator('svg.marks, img').first().waitFor();
    await seen.page.waitForTimeout(300);
    const kept = join(import.meta.dirname, 'pictures', `plots-page-${scheme}`, `${id}.png`);
    wrong.push((await differenceFromKept(browser, kept, await part.screenshot())) ?? '');
  }
  expect(wrong.filter(each => each !== '')).toEqual([]);
  await seen.close();
});
