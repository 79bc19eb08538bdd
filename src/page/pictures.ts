import type { PagePicture, PagePictures } from '../model/plot-page.ts';
import { differenceOf } from './difference.ts';
import { choice, make, sizeText } from './dom.ts';
import { colorOf } from './look.ts';

type View = 'side' | 'swipe' | 'difference';

/** The pictures of all revisions, and two of them against each other. */
export class Pictures {
  readonly element = make('div', { class: 'pictures' });
  readonly #pictures: readonly PagePicture[];
  readonly #revisions: readonly string[];
  readonly #stage = make('div', { class: 'stage' });
  #pair: readonly [PagePicture, PagePicture] | undefined;

  constructor({ pictures }: PagePictures, revisions: readonly string[]) {
    this.#pictures = pictures;
    this.#revisions = revisions;
    const [first] = pictures;
    const other = pictures.find(({ same }) => same !== first?.same);
    if (first !== undefined && other !== undefined) this.#pair = [first, other];
    if (this.#pair !== undefined) this.element.append(this.#bar());
    this.element.append(this.#stage);
    this.#sideBySide();
  }

  #bar(): HTMLElement {
    const options = [
      ['side', 'Side by side'],
      ['swipe', 'Swipe'],
      ['difference', 'Difference'],
    ] as const;
    let view: View = 'side';
    const show = (): void => {
      pickers.hidden = view === 'side' || this.#pictures.length < 3;
      if (view === 'side') this.#sideBySide();
      else if (view === 'swipe') this.#swipe();
      else void this.#difference();
    };
    const pickers = make('span', { class: 'pickers', hidden: true });
    pickers.append(this.#picker(0, show), '→', this.#picker(1, show));
    const views = choice('How to compare', options, view, chosen => {
      view = chosen;
      show();
    });
    return make('div', { class: 'bar' }, views, pickers);
  }

  #picker(side: 0 | 1, show: () => void): HTMLElement {
    const select = make('select', { 'aria-label': side === 0 ? 'First revision' : 'Second revision' });
    for (const [index, { revision }] of this.#pictures.entries())
      select.append(make('option', { value: String(index) }, revision));
    select.value = String(this.#pictures.findIndex(each => each === this.#pair?.[side]));
    select.addEventListener('change', () => {
      const chosen = this.#pictures[Number(select.value)];
      if (chosen === undefined || this.#pair === undefined) return;
      this.#pair = side === 0 ? [chosen, this.#pair[1]] : [this.#pair[0], chosen];
      show();
    });
    return select;
  }

  /** Of pictures that are the same only one is shown, with the names of all. */
  #sideBySide(): void {
    const kinds = [...new Set(this.#pictures.map(({ same }) => same))];
    const missing = this.#revisions.filter(each => !this.#pictures.some(({ revision }) => revision === each));
    this.#stage.className = 'stage side';
    this.#stage.replaceChildren(
      ...kinds.map(kind => this.#figure(this.#pictures.filter(({ same }) => same === kind))),
      ...missing.map(revision =>
        make(
          'figure',
          { class: 'missing' },
          make('figcaption', {}, this.#name(revision)),
          make('p', {}, `not in ${revision}`),
        ),
      ),
    );
  }

  #figure(alike: readonly PagePicture[]): HTMLElement {
    const [first] = alike;
    if (first === undefined) return make('figure');
    const image = imageOf(first);
    const facts = make('span', { class: 'facts' }, sizeText(first.size));
    image.addEventListener('load', () => {
      facts.textContent = `${image.naturalWidth} × ${image.naturalHeight} · ${sizeText(first.size)}`;
    });
    image.addEventListener('error', () => {
      image.replaceWith(
        make(
          'p',
          { class: 'trouble' },
          'The browser cannot show it: it is damaged, or of another type than its name says.',
        ),
      );
    });
    const caption = make('figcaption', {}, ...alike.map(({ revision }) => this.#name(revision)));
    if (alike.length > 1) caption.append(make('span', { class: 'badge' }, 'identical'));
    caption.append(facts);
    return make('figure', {}, caption, image);
  }

  #name(revision: string): HTMLElement {
    const dot = make('i', { class: 'dot' });
    dot.style.background = colorOf(revision, this.#revisions);
    return make('b', {}, dot, revision);
  }

  #swipe(): void {
    if (this.#pair === undefined) return;
    const [first, second] = this.#pair;
    const over = make('div', { class: 'over' }, imageOf(second));
    const slider = make('input', {
      type: 'range',
      min: '0',
      max: '100',
      value: '50',
      'aria-label': 'How much of each',
    });
    const move = (): void => over.style.setProperty('clip-path', `inset(0 0 0 ${slider.value}%)`);
    slider.addEventListener('input', move);
    move();
    this.#stage.className = 'stage';
    this.#stage.replaceChildren(
      make(
        'div',
        { class: 'swipe' },
        make('div', { class: 'ends' }, this.#name(first.revision), this.#name(second.revision)),
        make('div', { class: 'layers' }, imageOf(first), over),
        slider,
      ),
    );
  }

  async #difference(): Promise<void> {
    if (this.#pair === undefined) return;
    const pair = this.#pair;
    const [first, second] = [imageOf(pair[0]), imageOf(pair[1])];
    await Promise.allSettled([first.decode(), second.decode()]);
    if (pair !== this.#pair) return;
    const found = differenceOf(first, second);
    this.#stage.className = 'stage';
    if (found === undefined) {
      // The browser blends what it does not let us look into: what is the same is black.
      second.className = 'blend';
      this.#stage.replaceChildren(
        make('p', { class: 'hint' }, 'What is the same is black.'),
        make('div', { class: 'blended' }, first, second),
      );
      return;
    }
    const { canvas, share } = found;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `Difference of ${pair[0].revision} and ${pair[1].revision}`);
    const isResized =
      first.naturalWidth !== second.naturalWidth || first.naturalHeight !== second.naturalHeight;
    const words =
      share === 0
        ? 'Every pixel is the same; only the files differ.'
        : `${share < 0.0001 ? 'Less than 0.01' : (share * 100).toFixed(share < 0.01 ? 2 : 1)} % of the pixels differ (red)${isResized ? '; the pictures differ in size' : ''}.`;
    this.#stage.replaceChildren(make('p', { class: 'hint' }, words), canvas);
  }
}

function imageOf({ url, revision, file }: PagePicture): HTMLImageElement {
  return make('img', { src: url, alt: `${file} of ${revision}` });
}
