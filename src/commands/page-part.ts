import type { Context } from '../ports/context.ts';

/** A part of pages that the build made, as text. */
export function pagePart(context: Context, name: string): string {
  return new TextDecoder().decode(pageBytes(context, name));
}

/** A part of pages that the build made: what draws is a megabyte, which need not become a text. */
export function pageBytes({ files, machine }: Context, name: string): Uint8Array {
  const path = `${machine.installDirectory}/dist/${name}.html`;
  const bytes = files.readBytes(path);
  if (bytes === undefined) throw new Error(`${path} is missing: the program is not installed as a whole`);
  return bytes;
}
