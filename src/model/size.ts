const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `512 B`, `1.5 MiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** `3 objects, 1.5 MiB`. */
export function amountText(objects: readonly { readonly size: number }[]): string {
  const size = objects.reduce((sum, each) => sum + each.size, 0);
  return `${objects.length} object${objects.length === 1 ? '' : 's'}, ${bytesText(size)}`;
}
