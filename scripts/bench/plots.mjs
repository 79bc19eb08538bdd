/** Pages of plots: a few small ones against DVC, and many large ones, whose time and memory have to stay in bounds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, mltrack, peakMemory, real, repository, run } from './rig.mjs';
import { plainRow, row } from './table.mjs';

const ROWS = 10_000;

export function plots() {
  const small = plotted('plots-small', 4, 100);
  const [ours, theirs] = compare(7, [
    { command: mltrack('plots', 'diff', 'HEAD'), cwd: small },
    { command: real('plots', 'diff', 'HEAD'), cwd: small },
  ]);
  row('plots diff of 4 plots', ours, { DVC: theirs }, [['DVC', 8, 'at least']]);
  const [half, whole] = [25, 50].map(count => ({ count, folder: plotted(`plots-${count}`, count, ROWS) }));
  const [less, more] = compare(
    3,
    [half, whole].map(({ folder }) => ({ command: mltrack('plots', 'show'), cwd: folder })),
  );
  const [peers, growth] = [{ '25 plots': less }, more / less / 2];
  plainRow('plots show of 50 × 10,000 rows', more, peers, {
    value: growth,
    unit: '× the time a plot of 25',
    limit: 1.2,
  });
  plainRow(
    'plots show of 50 × 10,000 rows: memory',
    more,
    {},
    {
      value: peakMemory(['plots', 'show'], whole.folder),
      unit: 'MiB',
      limit: 500,
    },
  );
}

/** Plots with one state committed and another one in the workspace. */
function plotted(name, count, rows) {
  const names = Array.from({ length: count }, (_, plot) => `loss${plot}.csv`);
  const stage = `stages:\n  train:\n    cmd: "true"\n    plots:\n${names.map(each => `    - ${each}: {cache: false, x: step, y: loss}\n`).join('')}`;
  const files = factor => Object.fromEntries(names.map((each, plot) => [each, curve(rows, plot, factor)]));
  const folder = repository(name, { 'dvc.yaml': stage, ...files(1) });
  run('git', ['add', '-A'], folder);
  run('git', ['commit', '-qm', 'all'], folder);
  for (const [path, text] of Object.entries(files(2))) writeFileSync(join(folder, path), text);
  return folder;
}

function curve(rows, plot, factor) {
  const lines = Array.from(
    { length: rows },
    (_, step) => `${step},${(factor / (1 + step + plot)).toFixed(6)}`,
  );
  return `step,loss\n${lines.join('\n')}\n`;
}
