/** The script of a page of plots: lists what is in it, and draws what comes into view. */
import type { PageIndex, PagePlot } from '../model/plot-page.ts';
import { Card } from './card.ts';
import { byId, choice, make, revisionNames } from './dom.ts';
import { colorOf, Themes } from './look.ts';

/** Fewer are found without searching. */
const MANY = 8;

const index = JSON.parse(byId('index').textContent) as PageIndex;
const hidden = new Set<string>();
const themes = new Themes(() => cards.forEach(card => card.restyle()));
const look = () => ({ theme: themes.theme, revisions: index.revisions, hidden });

const cards = index.plots.map(
  (plot, number) =>
    new Card(
      plot,
      index.troubles.filter(trouble => trouble.plot === plot.name),
      () => JSON.parse(byId(`plot-${number}`).textContent) as PagePlot,
      look,
    ),
);

const watcher = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries)
      cards.find(({ element }) => element === target)?.inView(isIntersecting);
  },
  { rootMargin: '300px' },
);
for (const card of cards) {
  byId(card.kind === 'chart' ? 'charts' : 'images').append(card.element);
  watcher.observe(card.element);
}
for (const id of ['charts', 'images']) byId(id).hidden = byId(id).childElementCount === 0;

let resized: ReturnType<typeof setTimeout> | undefined;
addEventListener('resize', () => {
  clearTimeout(resized);
  resized = setTimeout(() => cards.forEach(card => card.refit()), 200);
});
addEventListener('beforeprint', () => cards.forEach(card => card.inView(true)));

byId('theme').append(
  choice(
    'Theme',
    [
      ['auto', 'Auto'],
      ['light', 'Light'],
      ['dark', 'Dark'],
    ],
    themes.wish,
    wish => themes.choose(wish),
  ),
);
legend();
troubles();
if (cards.length >= MANY) filter();
// The cards were not there when the browser looked for it.
if (location.hash.length > 1)
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();

/** Names the revisions, and hides those that are clicked. */
function legend(): void {
  byId('legend').append(
    ...index.revisions.map(revision => {
      const dot = make('i', { class: 'dot' });
      dot.style.background = colorOf(revision, index.revisions);
      const button = make('button', { type: 'button', 'aria-pressed': 'true' }, dot, revision);
      button.title = 'Show or hide it in all charts';
      button.disabled = index.revisions.length === 1;
      button.addEventListener('click', () => {
        if (!hidden.delete(revision)) hidden.add(revision);
        button.setAttribute('aria-pressed', String(!hidden.has(revision)));
        cards.forEach(card => card.restyle());
      });
      return button;
    }),
  );
}

function troubles(): void {
  const { length } = index.troubles;
  if (length === 0) return;
  const rows = index.troubles.map(({ plot, revisions, file, reason }) =>
    make(
      'tr',
      {},
      make('td', {}, file ?? plot ?? ''),
      make('td', {}, revisionNames(revisions, index.revisions)),
      make(
        'td',
        {},
        plot !== undefined && file !== undefined && plot !== file ? `${reason} (plot ${plot})` : reason,
      ),
    ),
  );
  const head = ['File', 'Revision', 'Why'].map(text => make('th', { scope: 'col' }, text));
  byId('troubles').append(
    make(
      'details',
      { open: length <= 5 },
      make('summary', {}, length === 1 ? '1 thing is left out' : `${length} things are left out`),
      make(
        'div',
        { class: 'scroll' },
        make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows)),
      ),
    ),
  );
}

function filter(): void {
  const input = make('input', {
    type: 'search',
    placeholder: `Filter ${cards.length} plots`,
    'aria-label': 'Filter plots by name',
  });
  const none = make('p', { class: 'hint', hidden: true }, 'No plot has a name like that.');
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const card of cards) card.element.hidden = !words.every(word => card.words.includes(word));
    none.hidden = cards.some(({ element }) => !element.hidden);
  });
  byId('filter').append(input);
  byId('charts').before(none);
}
