/** Why a specification cannot be drawn, in the words of whoever drew it. */
export class ChartTrouble extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ChartTrouble';
  }
}

/** Draws charts. A specification may come from anybody: nothing is loaded for it, nothing of it is run as code. */
export interface Charts {
  /**
   * Draws a Vega-Lite specification.
   *
   * @param spec as JSON, with all of its data.
   * @returns an SVG document.
   * @throws ChartTrouble when it is no specification, or wants something loaded.
   */
  svg(spec: string): Promise<string>;
  /** Turns a picture of {@link svg} into pixels, two a unit, as a PNG file. @throws ChartTrouble where that is not to be had. */
  png(svg: string): Promise<Uint8Array>;
  /**
   * Decodes a PNG file.
   *
   * @param size as the file says itself.
   * @returns four bytes a pixel (red, green, blue, opacity); undefined for what cannot be decoded.
   */
  pixels(
    png: Uint8Array,
    size: { readonly width: number; readonly height: number },
  ): Promise<Uint8Array | undefined>;
}
