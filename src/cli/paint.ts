import type { Paint } from '../view/paint.ts';
import { noPaint } from '../view/paint.ts';
import type { OutputLike, ProcessLike } from './process.ts';

/** Colours only on a terminal, unless the environment says otherwise (no-color.org, force-color.org). */
export async function paintFor(stream: OutputLike, env: ProcessLike['env']): Promise<Paint> {
  if (!wantsColours(stream, env)) return noPaint;
  const { chalkPaint } = await import('../view/colours.ts');
  return chalkPaint(1);
}

function wantsColours(stream: OutputLike, env: ProcessLike['env']): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTerminal && env['TERM'] !== 'dumb';
}
