import type { Value } from '../model/value.ts';
import type { PlotProps } from '../model/plot.ts';
import { dumpJson } from '../core/python/json.ts';
import { line } from '../model/doc.ts';
import type { Block } from '../model/doc.ts';
import { flag, text } from './command.ts';
import type { Args, OptionSpec } from './command.ts';

/** How to draw; what is given here wins over what the project says. */
export const DRAWING: readonly OptionSpec[] = [
  { flags: '-t, --template <name>', description: 'a template of the project, a built-in one, or a file' },
  { flags: '-x <field>', description: 'the field of the x axis' },
  { flags: '-y <field>', description: 'the field of the y axis' },
  { flags: '--no-header', description: 'the first line of CSV and TSV files is data' },
  { flags: '--title <text>', description: 'the title' },
  { flags: '--x-label <text>', description: 'what stands at the x axis' },
  { flags: '--y-label <text>', description: 'what stands at the y axis' },
];

export const OUTPUT: readonly OptionSpec[] = [
  {
    flags: '-o, --out <folder>',
    description: 'where the page and its pictures go (default: mltrack_plots, in a DVC project dvc_plots)',
  },
  { flags: '--cdn', description: 'a small page that loads what draws from cdn.jsdelivr.net' },
  { flags: '--open', description: 'open the page in the browser' },
  {
    flags: '--html-template <file>',
    description: 'a page of your own, with {plot_divs} and {scripts} in it',
  },
  { flags: '--svg', description: 'a picture of each plot, as an SVG file in the folder' },
  { flags: '--png', description: 'a picture of each plot, as a PNG file in the folder' },
  { flags: '--ascii', description: 'draw in the terminal' },
  { flags: '--show-vega', description: 'print the Vega-Lite specification of one plot' },
  { flags: '--json', description: 'print JSON' },
  { flags: '--split', description: 'with --json: keep data and style apart from the specification' },
];

const NAMES = {
  template: 'template',
  x: 'x',
  y: 'y',
  x_label: 'xLabel',
  y_label: 'yLabel',
  title: 'title',
} as const;

/** What the command line says of {@link DRAWING}. */
export function propsOf(args: Args): PlotProps {
  const given = Object.entries(NAMES).flatMap(([prop, option]): [string, Value][] => {
    const value = text(args, option);
    return value === undefined ? [] : [[prop, value]];
  });
  return new Map([...given, ...(args.options['header'] === false ? [['header', false] as const] : [])]);
}

/** One of them at a time. */
export const FORMS = ['svg', 'png', 'ascii'] as const;

export type Form = (typeof FORMS)[number];

/** What is to be made of the plots; undefined where the command line says nothing of it. */
export function formOf(args: Args): Form | undefined {
  return FORMS.find(form => flag(args, form));
}

/** JSON as an answer of its own, without being asked for by `--json`. */
export function jsonLines(value: Value): Block {
  return line(dumpJson(value));
}
