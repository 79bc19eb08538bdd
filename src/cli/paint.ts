import { chalkPaint } from '../view/colours.ts';
import type { Paint } from '../view/paint.ts';
import { noPaint } from '../view/paint.ts';
import type { OutputLike, ProcessLike } from './process.ts';

/** Colours only on a terminal, unless the environment says otherwise (no-color.org, force-color.org). */
export function paintFor(stream: OutputLike, env: ProcessLike['env']): Paint {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return noPaint;
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return (stream.isTerminal && env['TERM'] !== 'dumb') || forced ? chalkPaint(1) : noPaint;
}
