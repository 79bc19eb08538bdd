/** Screenshots compared with pictures that are kept, so that what has gone from a page, or looks wrong, is found. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';

/** How far from its place a thing may be: names are as wide as the fonts of a machine make them. Pixels. */
const REACH = 7;
/** How different a colour may be, of 255: edges are smoothed differently. */
const SHADE = 72;
/** Of all that is to be seen, how much may have no counterpart: letters have another shape in each font. */
const MOST_LOST = 0.025;

const RENEW = 'MLTRACK_RENEW_PICTURES';

/**
 * Compares a screenshot with the one that is kept, or keeps it where that is wanted.
 *
 * @returns what is wrong; undefined where the two show the same.
 */
export async function differenceFromKept(
  browser: Browser,
  kept: string,
  actual: Buffer,
): Promise<string | undefined> {
  if (process.env[RENEW] === '1') {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, actual);
    return undefined;
  }
  const how = `If it looks as it should, keep it: ${RENEW}=1 npm run test:interop plots-page`;
  const seen = join(tmpdir(), `mltrack-${basename(dirname(kept))}-${basename(kept)}`);
  const found = existsSync(kept) ? await lostBetween(browser, readFileSync(kept), actual) : undefined;
  if (found !== undefined && Math.max(found.gone, found.come) <= MOST_LOST) return undefined;
  writeFileSync(seen, actual);
  if (found === undefined) return `There is no ${kept}. The picture is ${seen}. ${how}`;
  const [gone, come] = [found.gone, found.come].map(share => `${(share * 100).toFixed(1)} %`);
  return `Of ${kept} ${gone} have gone, of ${seen} ${come} have come. ${how}`;
}

interface Lost {
  /** Of what the first one shows, the share that has no counterpart in the second one. */
  readonly gone: number;
  readonly come: number;
}

/** Decodes and compares in the browser, which can read PNG files. */
async function lostBetween(browser: Browser, first: Buffer, second: Buffer): Promise<Lost> {
  const page = await browser.newPage();
  const urls = [first, second].map(each => `data:image/png;base64,${each.toString('base64')}`);
  const found = await page.evaluate(`(async () => {
    const images = await Promise.all(${JSON.stringify(urls)}.map(async url => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return image;
    }));
    const width = Math.max(...images.map(each => each.width));
    const height = Math.max(...images.map(each => each.height));
    const [a, b] = images.map(image => {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, width, height).data;
    });
    const isLike = (p, i, q, j) =>
      Math.max(Math.abs(p[i] - q[j]), Math.abs(p[i + 1] - q[j + 1]), Math.abs(p[i + 2] - q[j + 2])) <= ${SHADE};
    // The ground is what most pixels have.
    const counts = new Map();
    for (let i = 0; i < a.length; i += 4) {
      const key = a[i] + ',' + a[i + 1] + ',' + a[i + 2];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const [ground] = [...counts].sort((x, y) => y[1] - x[1])[0];
    const paper = ground.split(',').map(Number);
    const lost = (p, q) => {
      let [shown, gone] = [0, 0];
      for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
        const i = (y * width + x) * 4;
        if (p[i + 3] === 0 || isLike(p, i, paper, 0)) continue;
        shown += 1;
        let isFound = false;
        for (let v = Math.max(0, y - ${REACH}); !isFound && v <= Math.min(height - 1, y + ${REACH}); v += 1)
          for (let u = Math.max(0, x - ${REACH}); u <= Math.min(width - 1, x + ${REACH}); u += 1)
            if (isLike(p, i, q, (v * width + u) * 4)) { isFound = true; break; }
        if (!isFound) gone += 1;
      }
      return shown === 0 ? 0 : gone / shown;
    };
    return { gone: lost(a, b), come: lost(b, a) };
  })()`);
  await page.close();
  return found as Lost;
}
