/** What a page of plots is made of: the program writes it into the page as JSON, the page's script draws it. */
export interface PageIndex {
  /** In the order in which they were asked for. */
  readonly revisions: readonly string[];
  /** In the order in which they are shown. The content of each is a block of its own, read when it comes into view. */
  readonly plots: readonly {
    readonly name: string;
    readonly title: string;
    readonly kind: PagePlot['kind'];
    /** It has several charts beside each other in it. */
    readonly isWide?: true;
  }[];
  readonly troubles: readonly PageTrouble[];
}

/** What is not drawn, and why. */
export interface PageTrouble {
  readonly plot?: string;
  readonly revisions: readonly string[];
  readonly file?: string;
  readonly reason: string;
}

export type PagePlot = PageChart | PagePictures;

export interface PageChart {
  readonly kind: 'chart';
  /** Those that have data. */
  readonly revisions: readonly string[];
  /** Vega-Lite, with {@link PAGE_ANCHORS} in it. */
  readonly spec: unknown;
  readonly data: readonly PageTable[];
  /** Says how many rows of all are drawn, where it is not all of them. */
  readonly sample?: string;
}

/** Rows one after the other that have the same columns. */
export interface PageTable {
  readonly rows: number;
  readonly columns: readonly PageColumn[];
}

/** A value for each row, or one that all of them have. */
export type PageColumn =
  | { readonly name: string; readonly values: readonly PageValue[] }
  | { readonly name: string; readonly all: PageValue };

export type PageValue =
  | null
  | boolean
  | number
  | string
  | readonly PageValue[]
  | { [key: string]: PageValue };

export interface PagePictures {
  readonly kind: 'pictures';
  readonly pictures: readonly PagePicture[];
}

export interface PagePicture {
  readonly revision: string;
  readonly file: string;
  readonly size: number;
  /** The picture itself, or the way to it from the page. */
  readonly url: string;
  /** Number of the first picture with the same bytes. */
  readonly same: number;
}

/** What the page fills in itself: it knows how wide it is, and which colour a revision has on all of it. */
export const PAGE_ANCHORS = ['color', 'data', 'plot_height', 'plot_width'] as const;
