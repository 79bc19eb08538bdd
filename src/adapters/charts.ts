import { readFileSync } from 'node:fs';
import type { Resvg } from '@resvg/resvg-js';
import { ChartTrouble } from '../ports/charts.ts';
import type { Charts } from '../ports/charts.ts';
import { readLetterWidths } from './font-widths.ts';

/** Shipped, so that labels are the same everywhere and do not vanish on a machine without fonts. */
const FONT = 'Roboto';
const FILES = { regular: 'Roboto-Regular.ttf', bold: 'Roboto-SemiBold.ttf' };
const PIXELS_PER_UNIT = 2;

/**
 * Implements `Charts` with Vega-Lite, Vega and resvg, which are loaded with the first chart.
 *
 * @param fonts the folder of the fonts that are shipped.
 */
export function createCharts(fonts: string): Charts {
  let drawing: Promise<(spec: string) => Promise<string>> | undefined;
  return {
    svg: async spec => (await (drawing ??= loadDrawing(fonts)))(spec),
    async png(svg) {
      const Drawer = await loadResvg();
      const picture = new Drawer(svg, {
        fitTo: { mode: 'zoom', value: PIXELS_PER_UNIT },
        font: {
          loadSystemFonts: false,
          fontFiles: Object.values(FILES).map(file => `${fonts}/${file}`),
          defaultFontFamily: FONT,
          sansSerifFamily: FONT,
          serifFamily: FONT,
          monospaceFamily: FONT,
        },
      });
      return picture.render().asPng();
    },
    async pixels(png, { width, height }) {
      const data = Buffer.from(png).toString('base64');
      // One pixel of the picture on one pixel of the paper, so that nothing is blended.
      const paper = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" image-rendering="optimizeSpeed" href="data:image/png;base64,${data}"/></svg>`;
      try {
        const Drawer = await loadResvg();
        const { pixels } = new Drawer(paper, { font: { loadSystemFonts: false } }).render();
        // What is no picture leaves the paper empty.
        return pixels.some(byte => byte !== 0) ? pixels : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** It is no JavaScript, and there are machines for which it is not made. */
async function loadResvg(): Promise<typeof Resvg> {
  try {
    return (await import('@resvg/resvg-js')).Resvg;
  } catch (error) {
    throw new ChartTrouble('@resvg/resvg-js, which makes PNG files, cannot be loaded here', error);
  }
}

async function loadDrawing(fonts: string): Promise<(spec: string) => Promise<string>> {
  const [vega, lite, interpreter] = await Promise.all([
    import('vega'),
    import('vega-lite'),
    import('vega-interpreter'),
  ]);
  const untold = vega as unknown as Untold;
  measureWith(untold, fonts);
  const quiet = vega.logger(vega.None);
  return async spec => {
    const refused = new Set<string>();
    let view: InstanceType<typeof vega.View> | undefined;
    try {
      const compiled = lite.compile(JSON.parse(spec) as Parameters<typeof lite.compile>[0], {
        logger: quiet,
      });
      // Expressions are walked through, never compiled: what Node offers is out of their reach.
      const runtime = vega.parse(compiled.spec, undefined, { ast: true });
      // The same picture each time.
      untold.setRandom(untold.randomLCG(1));
      view = new vega.View(runtime, {
        expr: interpreter.expressionInterpreter,
        loader: noLoader(refused),
        renderer: 'none',
        logger: quiet,
      });
      await view.runAsync();
      withoutHidden((view.scenegraph() as unknown as { readonly root: SceneItem }).root);
      const svg = await view.toSVG();
      if (refused.size > 0)
        throw new ChartTrouble(`${[...refused].join(', ')} would have to be loaded, which is not done`);
      return svg;
    } catch (error) {
      throw error instanceof ChartTrouble
        ? error
        : new ChartTrouble(`Vega-Lite refuses the template (${messageOf(error)})`, error);
    } finally {
      view?.finalize();
    }
  };
}

/** A part of what Vega has laid out: a mark with its items, or a group of marks. */
interface SceneItem {
  readonly marktype?: string;
  readonly name?: string;
  readonly opacity?: number;
  items?: SceneItem[];
}

/**
 * Takes out what nobody sees: marks that show under a pointer, and the cells that tell where it is. Of long curves they
 * are most of the picture, and most of the time to draw it.
 */
function withoutHidden(item: SceneItem): void {
  if (item.items === undefined) return;
  const isCells = item.marktype === 'path' && item.name?.endsWith('voronoi') === true;
  item.items = isCells ? [] : item.items.filter(({ opacity }) => opacity !== 0);
  for (const each of item.items) withoutHidden(each);
}

/** Pictures that are part of the specification are all that gets through; links are left out. */
function noLoader(refused: Set<string>): Loader {
  const refuse = (uri: string): Promise<never> => {
    refused.add(uri.length > 80 ? `${uri.slice(0, 80)}…` : uri);
    return Promise.reject(new Error('nothing is loaded'));
  };
  return {
    load: refuse,
    http: refuse,
    file: refuse,
    sanitize: (uri, options) => {
      if (/^data:image\/(?:png|jpeg|gif|webp);base64,/.test(uri)) return Promise.resolve({ href: uri });
      return options.context === 'href' ? Promise.resolve(NO_LINK) : refuse(uri);
    },
  };
}

const NO_LINK = { href: null } as unknown as { href: string };

interface Loader {
  load(uri: string): Promise<string>;
  http(uri: string): Promise<string>;
  file(path: string): Promise<string>;
  sanitize(uri: string, options: { readonly context?: string }): Promise<{ href: string }>;
}

/** What Vega has, but its declarations do not. */
interface Untold {
  readonly textMetrics: { width: (item: TextItem, text: unknown) => number };
  readonly randomLCG: (seed: number) => () => number;
  readonly setRandom: (random: () => number) => void;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Without a canvas Vega takes every letter for 0.8 of its size wide, and cuts and spaces labels by that. */
function measureWith({ textMetrics }: Untold, fonts: string): void {
  const regular = readLetterWidths(readFileSync(`${fonts}/${FILES.regular}`));
  const bold = readLetterWidths(readFileSync(`${fonts}/${FILES.bold}`));
  textMetrics.width = ({ fontSize, fontWeight }, text) => {
    const isBold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const widths = isBold ? bold : regular;
    let width = 0;
    const shown = typeof text === 'string' ? text : JSON.stringify(text ?? '');
    for (const letter of shown) width += widths(letter);
    return width * (fontSize ?? 11);
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
