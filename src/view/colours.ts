import { Chalk, type ColorSupportLevel } from 'chalk';
import type { Style } from '../model/doc.ts';
import type { Paint } from './paint.ts';

/**
 * Paints with a terminal's colours.
 *
 * @param level 0 none, 1 sixteen colours, 2 two hundred and fifty-six, 3 all of them.
 */
export function chalkPaint(level: ColorSupportLevel): Paint {
  const chalk = new Chalk({ level });
  const looks: Readonly<Record<Style, (text: string) => string>> = {
    strong: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    name: chalk.cyan,
    number: chalk.magenta,
    path: chalk.blue,
  };
  return (style, text) => (text === '' ? '' : looks[style](text));
}
