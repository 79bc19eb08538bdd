import type { EmbedOptions, Result } from 'vega-embed';
import type { PageChart } from '../model/plot-page.ts';
import { make } from './dom.ts';
import { vegaConfig } from './look.ts';
import type { Theme } from './look.ts';
import { fill } from './specification.ts';
import type { Filling, Spec } from './specification.ts';

type Embed = (element: HTMLElement, spec: Spec, options: EmbedOptions) => Promise<Result>;
declare const vegaEmbed: Embed;

/** What all charts of the page have in common at a time. */
export interface ChartLook {
  readonly theme: Theme;
  readonly revisions: readonly string[];
  readonly hidden: ReadonlySet<string>;
}

const OPTIONS: EmbedOptions = {
  mode: 'vega-lite',
  actions: false,
  defaultStyle: false,
  // The page forbids to make code out of text, so expressions are walked through instead.
  ast: true,
  // Errors only: templates for all versions, with places that stay empty, are warned about otherwise.
  logLevel: 1,
};

/** One chart in its card. It is drawn again when the look changes, as soon as it can be seen. */
export class Chart {
  readonly element: HTMLElement;
  readonly #place = make('div', { class: 'canvas' });
  readonly #chart: PageChart;
  readonly #title: string;
  #drawn: Result | undefined;
  #turn = 0;
  #width = 0;
  #isFixed = false;

  constructor(chart: PageChart, title: string) {
    this.#chart = chart;
    this.#title = title;
    this.element = make('div', { class: 'chart' }, this.#place);
  }

  async draw({ theme, revisions, hidden }: ChartLook): Promise<void> {
    const turn = ++this.#turn;
    this.#width = this.element.clientWidth;
    const { spec, renderer, isFixed, fitting } = fill(this.#chart, {
      ...{ revisions, hidden, theme, width: this.#width, isAlone: false, title: this.#title },
    });
    this.#isFixed = isFixed;
    try {
      const drawn = await vegaEmbed(this.#place, spec, {
        ...OPTIONS,
        renderer,
        config: vegaConfig(theme, fitting),
        tooltip: { theme: 'page', disableDefaultStyle: true },
      });
      // Another look was wanted meanwhile.
      if (turn !== this.#turn) {
        drawn.finalize();
        return;
      }
      this.#drawn?.finalize();
      this.#drawn = drawn;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#place.replaceChildren(make('p', { class: 'trouble' }, `It cannot be drawn: ${reason}`));
    }
  }

  /** Does it have to be drawn again for its place? */
  get isOutgrown(): boolean {
    return this.#isFixed && Math.abs(this.element.clientWidth - this.#width) > 8;
  }

  /** The chart as a file, with title and legend, as it looks on paper. */
  async save(type: 'svg' | 'png', name: string, look: ChartLook): Promise<void> {
    const filling: Filling = { ...look, theme: 'light', width: 600, isAlone: true, title: this.#title };
    const { spec, fitting } = fill(this.#chart, filling);
    const drawn = await vegaEmbed(make('div'), spec, {
      ...OPTIONS,
      config: { ...vegaConfig('light', fitting), background: 'white' },
    });
    const url = await drawn.view.toImageURL(type, 2);
    make('a', { href: url, download: `${name.replace(/[^\w.-]+/g, '_')}.${type}` }).click();
    drawn.finalize();
  }
}
