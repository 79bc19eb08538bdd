/** How revisions and charts look, in light and in dark. */
export type Theme = 'light' | 'dark';

const COLORS = ['#945dd6', '#13adc7', '#f46837', '#48bb78', '#4299e1', '#ed8936', '#f56565'];

/** A revision has one colour on the whole page. */
export function colorOf(revision: string, revisions: readonly string[]): string {
  return COLORS[Math.max(0, revisions.indexOf(revision)) % COLORS.length] ?? 'gray';
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

/** The looks that hang on what is drawn. */
export interface Fitting {
  /** Are series told apart by dashes? */
  readonly hasLines: boolean;
  /** Do names below the x axis take less room when they are turned? */
  readonly isUpright: boolean;
  /** How wide a name above a chart may be, pixels. */
  readonly header: number;
  readonly legendColumns: number;
  /** Points at the edge would be cut where a chart can be moved. */
  readonly isCloud: boolean;
}

/** Of Vega: only what a template leaves open. */
export function vegaConfig(
  theme: Theme,
  { hasLines, isUpright, header, legendColumns, isCloud }: Fitting,
): object {
  const [ink, quiet, line, ground] =
    theme === 'dark'
      ? ['#e6edf3', '#9aa5b1', '#30363d', '#161b22']
      : ['#1f2328', '#59636e', '#e2e6ea', '#ffffff'];
  const labels = {
    labelColor: quiet,
    labelFontSize: 11,
    titleColor: quiet,
    titleFontSize: 12,
    titleFontWeight: 500,
  };
  return {
    background: 'transparent',
    font: FONT,
    axis: { ...labels, domainColor: line, gridColor: line, tickColor: line, titlePadding: 8 },
    ...(isCloud ? { scale: { continuousPadding: 8 } } : {}),
    axisXDiscrete: { labelAngle: isUpright ? -40 : 0 },
    legend: {
      ...labels,
      orient: 'bottom',
      // The names say what they are.
      title: null,
      labelColor: ink,
      labelFontSize: 12,
      labelLimit: 320,
      columns: legendColumns,
      columnPadding: 16,
      symbolOpacity: 1,
      ...(hasLines ? { symbolType: 'stroke', symbolSize: 700, symbolStrokeWidth: 2 } : {}),
    },
    header: { ...labels, labelColor: ink, labelFontSize: 12, labelLimit: header },
    title: { color: ink, fontSize: 14, fontWeight: 600 },
    view: { stroke: 'transparent' },
    style: { 'guide-label': { fill: quiet }, 'guide-title': { fill: quiet } },
    text: { color: ink },
    rule: { color: quiet },
    point: { size: 40 },
    range: { heatmap: theme === 'dark' ? [ground, '#945dd6'] : ['#f6f2fc', '#945dd6'] },
  };
}

type Wish = 'auto' | Theme;
const KEY = 'plots-theme';

/** Follows the system until the reader chooses; tells when the look changes. */
export class Themes {
  #wish: Wish = remembered();
  readonly #system = matchMedia('(prefers-color-scheme: dark)');
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#apply();
    this.#system.addEventListener('change', () => {
      if (this.#wish === 'auto') onChange();
    });
    this.#onChange = onChange;
  }

  get theme(): Theme {
    return this.#wish === 'auto' ? (this.#system.matches ? 'dark' : 'light') : this.#wish;
  }

  get wish(): Wish {
    return this.#wish;
  }

  choose(wish: Wish): void {
    const before = this.theme;
    this.#wish = wish;
    this.#apply();
    try {
      localStorage.setItem(KEY, wish);
    } catch {
      // Where nothing may be kept it is chosen anew next time.
    }
    if (this.theme !== before) this.#onChange();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.#wish;
  }
}

function remembered(): Wish {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}
