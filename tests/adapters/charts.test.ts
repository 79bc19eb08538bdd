import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { createCharts } from '../../src/adapters/charts.ts';
import { png } from '../rig/pictures.ts';

const fonts = fileURLToPath(new URL('../../dist/fonts', import.meta.url));
const charts = createCharts(fonts);

const line = {
  data: {
    values: [
      { x: 1, y: 2, name: '</text><script>alert(1)</script>' },
      { x: 2, y: 5, name: 'b' },
    ],
  },
  title: 'Loss & <more>',
  mark: 'line',
  encoding: {
    x: { field: 'x', type: 'quantitative' },
    y: { field: 'y', type: 'quantitative', title: 'the loss' },
  },
};

async function trouble(spec: object): Promise<string> {
  return charts.svg(JSON.stringify(spec)).then(
    () => 'drawn',
    (error: unknown) => (error as Error).message,
  );
}

/** Width and height as a PNG file says them. */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('an SVG picture', () => {
  it('has a mark for the data and the labels of the axes', async () => {
    const svg = await charts.svg(JSON.stringify(line));
    expect(svg).toMatch(/mark-line role-mark/);
    expect(svg).toContain('the loss');
    expect(svg).toContain('Loss &amp; &lt;more&gt;');
  });

  it('has no code in it, whatever the data are called', async () => {
    const text = { ...line, mark: 'text', encoding: { ...line.encoding, text: { field: 'name' } } };
    const svg = await charts.svg(JSON.stringify(text));
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });

  it('leaves out what shows under a pointer alone', async () => {
    const hover = { name: 'hover', select: { type: 'point', on: 'mouseover', nearest: true } };
    const opacity = { condition: { value: 1, param: 'hover', empty: false }, value: 0 };
    const rule = { mark: 'rule', params: [hover], encoding: { x: line.encoding.x, opacity: opacity } };
    const svg = await charts.svg(
      JSON.stringify({ data: line.data, layer: [{ mark: 'line', encoding: line.encoding }, rule] }),
    );
    expect(svg).toContain('line mark');
    expect(svg).not.toContain('rule mark"');
    expect(svg).not.toMatch(/opacity="0"|voronoi"[^/]*><path/);
  });

  it('is the same each time, also where a template asks for random numbers', async () => {
    const random = {
      ...line,
      transform: [{ calculate: 'random()', as: 'r' }],
      encoding: { ...line.encoding, size: { field: 'r', type: 'quantitative' } },
      mark: 'point',
    };
    const [one, other] = [await charts.svg(JSON.stringify(random)), await charts.svg(JSON.stringify(random))];
    expect(one).toBe(other);
  });

  it('leaves out links', async () => {
    const linked = {
      ...line,
      mark: 'point',
      encoding: { ...line.encoding, href: { value: 'javascript:alert(1)' } },
    };
    const svg = await charts.svg(JSON.stringify(linked));
    expect(svg).toMatch(/mark-symbol/);
    expect(svg).not.toContain('javascript');
  });

  it('measures labels by the font that it is drawn with', async () => {
    const named = (name: string): object => ({
      data: { values: [{ x: 1, y: name }] },
      mark: 'bar',
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'nominal' } },
    });
    const widthOf = async (name: string): Promise<number> =>
      Number(/width="([\d.]+)"/.exec(await charts.svg(JSON.stringify(named(name))))?.[1]);
    const [narrow, wide] = [await widthOf('iiiiiiiiii'), await widthOf('WWWWWWWWWW')];
    expect(wide - narrow).toBeGreaterThan(50);
  });
});

describe('a specification from anybody', () => {
  it.for([
    ['a URL', { ...line, data: { url: 'https://example.com/data.json' } }, 'https://example.com/data.json'],
    ['a file', { ...line, data: { url: 'file:///etc/passwd' } }, 'file:///etc/passwd'],
    ['a path', { ...line, data: { url: '../secret.csv' } }, '../secret.csv'],
    ['a picture', { ...line, mark: { type: 'image', url: '/etc/logo.png' } }, '/etc/logo.png'],
  ] as const)('is refused when it wants %s loaded', async ([, spec, named]) => {
    expect(await trouble(spec)).toBe(`${named} would have to be loaded, which is not done`);
  });

  it.for([
    "datum.constructor.constructor('return process')()",
    "''.constructor.constructor('return process')()",
    'process.exit(3)',
    "require('fs')",
  ])('cannot reach Node by %s', async expression => {
    const spec = {
      ...line,
      mark: 'text',
      transform: [{ calculate: expression, as: 'stolen' }],
      encoding: { ...line.encoding, text: { field: 'stolen' } },
    };
    expect(await trouble(spec)).toMatch(/^Vega-Lite refuses the template/);
  });

  it('is refused in words when it is none', async () => {
    expect(await trouble({ mark: 'nonsense' })).toMatch(/^Vega-Lite refuses the template \(/);
  });
});

describe('a PNG picture', () => {
  it('has two pixels a unit, and text in it', async () => {
    const svg = await charts.svg(JSON.stringify(line));
    const [width, height] = [/width="([\d.]+)"/, /height="([\d.]+)"/].map(size =>
      Number(size.exec(svg)?.[1]),
    );
    const png = await charts.png(svg);
    const [wide, high] = sizeOf(png);
    expect(Math.abs(wide - width! * 2)).toBeLessThan(2);
    expect(Math.abs(high - height! * 2)).toBeLessThan(2);
    const digest = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
    const bare = new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 }, font: { loadSystemFonts: false } });
    const textless = await charts.png(svg.replace(/<text[^>]*>[^<]*<\/text>/g, ''));
    expect(digest(textless)).toBe(digest(bare.render().asPng()));
    expect(digest(png)).not.toBe(digest(textless));
  });

  it('says so when the fonts are not where they were installed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
    mkdirSync(join(folder, 'some'));
    copyFileSync(join(fonts, 'Roboto-Regular.ttf'), join(folder, 'some', 'Roboto-Regular.ttf'));
    await expect(createCharts(join(folder, 'some')).svg(JSON.stringify(line))).rejects.toThrow(
      'Roboto-SemiBold.ttf',
    );
    rmSync(folder, { recursive: true });
  });
});

describe('the pixels of a PNG file', () => {
  it('are what it shows, whatever else is written into it', async () => {
    const rows = [
      [
        [1, 2, 3],
        [254, 0, 128],
      ],
      [
        [0, 0, 0],
        [255, 255, 255],
      ],
    ] as const;
    const size = { width: 2, height: 2 };
    const pixels = await charts.pixels(png(rows), size);
    expect([...(pixels ?? [])]).toEqual([1, 2, 3, 255, 254, 0, 128, 255, 0, 0, 0, 255, 255, 255, 255, 255]);
    expect(await charts.pixels(png(rows, 'drawn at noon'), size)).toEqual(pixels);
  });

  it('are none where the file is broken', async () => {
    expect(await charts.pixels(Buffer.from('no picture'), { width: 2, height: 2 })).toBeUndefined();
    const whole = png([[[1, 2, 3]]]);
    expect(await charts.pixels(whole.subarray(0, 40), { width: 1, height: 1 })).toBeUndefined();
  });
});
