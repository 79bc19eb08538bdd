import type { PageIndex, PagePlot, PageTrouble } from '../model/plot-page.ts';
import { elementId } from '../core/plots/element-id.ts';
import { Chart } from './chart.ts';
import type { ChartLook } from './chart.ts';
import { make, revisionNames } from './dom.ts';
import { Pictures } from './pictures.ts';

/** One plot of the page. What is in it is read and drawn when it comes into view. */
export class Card {
  readonly element: HTMLElement;
  readonly kind: PagePlot['kind'];
  /** What it is found by. */
  readonly words: string;
  readonly #title: string;
  readonly #name: string;
  readonly #load: () => PagePlot;
  readonly #look: () => ChartLook;
  readonly #body = make('div', { class: 'body' });
  readonly #tools = make('span', { class: 'tools' });
  readonly #isWhole: boolean;
  #content: Chart | Pictures | undefined;
  #isInView = false;
  #isStale = false;

  constructor(
    { name, title, kind, isWide }: PageIndex['plots'][number],
    troubles: readonly PageTrouble[],
    load: () => PagePlot,
    look: () => ChartLook,
  ) {
    this.kind = kind;
    this.words = `${name} ${title}`.toLowerCase();
    this.#title = title;
    this.#isWhole = troubles.length === 0;
    this.#name = name;
    this.#load = load;
    this.#look = look;
    const head = make('header', {}, make('h2', { title: name }, title), this.#tools);
    if (title !== name) head.append(make('code', {}, name));
    const classes = isWide === true ? `card ${kind} wide` : `card ${kind}`;
    this.element = make('article', { id: elementId(name), class: classes }, head, this.#body);
    this.element.append(
      ...troubles.map(({ revisions, file, reason }) =>
        make(
          'p',
          { class: 'trouble' },
          make(
            'b',
            {},
            [
              revisionNames(revisions, look().revisions),
              ...(file === undefined || file === name ? [] : [file]),
            ].join(', '),
          ),
          ` ${reason}`,
        ),
      ),
    );
  }

  inView(isInView: boolean): void {
    this.#isInView = isInView;
    if (!isInView) return;
    if (this.#content === undefined) this.#begin();
    else if (this.#isStale) this.#draw();
  }

  /** The theme has changed, or which revisions are shown. */
  restyle(): void {
    this.#isStale = true;
    if (this.#isInView) this.#draw();
  }

  refit(): void {
    if (this.#content instanceof Chart && this.#content.isOutgrown) this.restyle();
  }

  #begin(): void {
    const plot = this.#load();
    if (plot.kind === 'pictures') {
      this.#content = new Pictures(plot, this.#look().revisions);
      this.#body.replaceChildren(this.#content.element);
      return;
    }
    if (plot.data.length === 0) {
      this.element.classList.add('empty');
      if (this.#isWhole) this.#body.append(make('p', { class: 'hint' }, 'There is nothing in it.'));
      return;
    }
    const chart = new Chart(plot, this.#title);
    this.#content = chart;
    this.#body.replaceChildren(chart.element);
    if (plot.sample !== undefined) this.#body.append(make('p', { class: 'hint' }, plot.sample));
    for (const type of ['svg', 'png'] as const) {
      const button = make(
        'button',
        { type: 'button', title: `Save as ${type.toUpperCase()}` },
        type.toUpperCase(),
      );
      button.addEventListener('click', () => void chart.save(type, this.#name, this.#look()));
      this.#tools.append(button);
    }
    this.#draw();
  }

  #draw(): void {
    this.#isStale = false;
    if (this.#content instanceof Chart) void this.#content.draw(this.#look());
  }
}
