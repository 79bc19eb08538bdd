const BEGINNINGS = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
];
const SVG_WITHIN = 4096;

/** Is it a picture by what is in it, whatever its name says? Only such files are put beside a report. */
export function isPictureContent(bytes: Uint8Array): boolean {
  if (BEGINNINGS.some(beginning => beginning.every((byte, at) => bytes[at] === byte))) return true;
  const start = new TextDecoder().decode(bytes.subarray(0, SVG_WITHIN));
  return /^\s*</.test(start) && /<(?:\w+:)?svg[\s>/]/.test(start);
}
