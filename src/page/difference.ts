/** What two pictures have that is not the same in both. */
export interface Difference {
  readonly canvas: HTMLCanvasElement;
  /** Of all pixels, those that differ: 0 to 1. */
  readonly share: number;
}

/**
 * Paints the pixels that differ over a pale first picture.
 *
 * @returns undefined where the browser does not let a page look into its pictures: files beside a page that is a file.
 */
export function differenceOf(first: HTMLImageElement, second: HTMLImageElement): Difference | undefined {
  const width = Math.max(first.naturalWidth, second.naturalWidth, 1);
  const height = Math.max(first.naturalHeight, second.naturalHeight, 1);
  const [a, b] = [pixelsOf(first, width, height), pixelsOf(second, width, height)];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (a === undefined || b === undefined || context === null) return undefined;
  const result = context.createImageData(width, height);
  let count = 0;
  for (let at = 0; at < a.length; at += 4) {
    const by = distance(a, b, at);
    if (by > 0) count += 1;
    const gray = 255 - (255 - luminance(a, at)) * 0.22;
    const strength = by === 0 ? 0 : 0.45 + 0.55 * Math.min(1, by / 96);
    result.data[at] = gray + (218 - gray) * strength;
    result.data[at + 1] = gray + (30 - gray) * strength;
    result.data[at + 2] = gray + (55 - gray) * strength;
    result.data[at + 3] = 255;
  }
  context.putImageData(result, 0, 0);
  return { canvas, share: count / (width * height) };
}

function pixelsOf(image: HTMLImageElement, width: number, height: number): Uint8ClampedArray | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return undefined;
  // Vector pictures may have no size of their own.
  if (image.naturalWidth === 0) context.drawImage(image, 0, 0, width, height);
  else context.drawImage(image, 0, 0);
  try {
    return context.getImageData(0, 0, width, height).data;
  } catch {
    return undefined;
  }
}

/** The largest difference of a channel, 0 to 255. */
function distance(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number): number {
  let most = 0;
  for (let channel = at; channel < at + 4; channel += 1)
    most = Math.max(most, Math.abs((a[channel] ?? 0) - (b[channel] ?? 0)));
  return most;
}

/** On white, as the page shows it. */
function luminance(data: Uint8ClampedArray, at: number): number {
  const [r = 0, g = 0, b = 0, alpha = 0] = data.subarray(at, at + 4);
  return 255 + ((0.3 * r + 0.59 * g + 0.11 * b - 255) * alpha) / 255;
}
