/** Shell lines that turn inputs into outputs, without starting any interpreter but the shell and its small tools. */
import type { Dice } from './dice.ts';

export function shellQuoted(word: string): string {
  return /^[\w./]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export interface Input {
  readonly path: string;
  readonly isFolder: boolean;
}

/** A command whose standard output depends on every input (and on nothing else). */
function digestOf(dice: Dice, inputs: readonly Input[]): string {
  const files = inputs.filter(input => !input.isFolder).map(input => shellQuoted(input.path));
  const folders = inputs.filter(input => input.isFolder).map(input => shellQuoted(input.path));
  const parts: string[] = [];
  if (files.length > 0)
    parts.push(`${dice.pick(['cat --', 'cksum --', 'sort --', 'wc -c --'])} ${files.join(' ')}`);
  for (const folder of folders)
    parts.push(`(cd -- ${folder} && find . -type f -exec cksum {} + | LC_ALL=C sort)`);
  if (parts.length === 0) return `printf '%s\\n' ${shellQuoted(dice.pick(['constant', 'é', '1 2', '100%']))}`;
  return parts.length === 1 ? parts.join('') : `{ ${parts.join('; ')}; }`;
}

export function fileLines(dice: Dice, path: string, inputs: readonly Input[]): string[] {
  const target = shellQuoted(path);
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1 && !only.isFolder && dice.oneIn(2)) {
    return [...parentLines(path), `cp -- ${shellQuoted(only.path)} ${target}`];
  }
  return [...parentLines(path), `${digestOf(dice, inputs)} > ${target}`];
}

export function folderLines(dice: Dice, path: string, inputs: readonly Input[]): string[] {
  const target = shellQuoted(path);
  const lines = [`mkdir -p -- ${target}/sub/deep`, `${digestOf(dice, inputs)} > ${target}/all`];
  if (dice.oneIn(2)) lines.push(`: > ${target}/sub/empty`);
  if (dice.oneIn(2)) lines.push(`printf '#!/bin/sh\\n' > ${target}/run.sh`, `chmod +x -- ${target}/run.sh`);
  if (dice.oneIn(2))
    lines.push(`printf x > ${target}/sub/deep/${shellQuoted(dice.pick(['é', 'a b', '😀', '#1', 'Z', 'a']))}`);
  if (dice.oneIn(3)) lines.push(`printf y > ${target}/scratch.tmp`);
  return lines;
}

/** Numbers that follow from the inputs, and texts that trip over number formats. */
export function metricLines(dice: Dice, path: string, inputs: readonly Input[]): string[] {
  const count = `"$( ${digestOf(dice, inputs)} | wc -c | tr -d ' ')"`;
  const fixed = dice.pick([
    '0.93',
    '1e-05',
    '1.0',
    '-0.0',
    '0.015625',
    '123456789.123',
    '100',
    'true',
    '"text"',
    'null',
    '[1, 2.5]',
    '0.1',
  ]);
  const text = path.endsWith('.json')
    ? `{"n": %s, "acc": 0.%s, "nested": {"f1": ${fixed}, "é": %s}}\\n`
    : `n: %s\\nacc: 0.%s\\nnested:\\n  f1: ${fixed}\\n  deep: {x: %s}\\n`;
  return [...parentLines(path), `printf '${text}' ${count} ${count} ${count} > ${shellQuoted(path)}`];
}

export function plotLines(dice: Dice, path: string, inputs: readonly Input[]): string[] {
  const count = `"$( ${digestOf(dice, inputs)} | wc -c | tr -d ' ')"`;
  const text = path.endsWith('.json')
    ? '[{"step": 0, "loss": %s}, {"step": 1, "loss": 0.5}]\\n'
    : 'step,loss\\n0,%s\\n1,0.5\\n';
  return [...parentLines(path), `printf '${text}' ${count} > ${shellQuoted(path)}`];
}

function parentLines(path: string): string[] {
  const end = path.lastIndexOf('/');
  return end < 0 ? [] : [`mkdir -p -- ${shellQuoted(path.slice(0, end))}`];
}

/** A line that does nothing, of a length and with words at which the YAML writer folds, quotes or escapes. */
export function paddingLine(dice: Dice): string {
  const words = [
    '--lr',
    '0.1',
    '--name',
    "'a b'",
    '"x  y"',
    'é',
    '😀',
    'a:b',
    "'k: v'",
    '"#1"',
    '--opt=value',
    "'it'\\''s'",
    '\\$HOME',
    'word',
    "'	tab'",
    '-v',
    '{}',
    "'`'",
    '%d',
    'x'.repeat(dice.between(10, 90)),
  ];
  const count = dice.pick([2, 6, 12, 30, 60]);
  return `: ${Array.from({ length: count }, () => dice.pick(words)).join(dice.oneIn(6) ? '  ' : ' ')}`;
}
