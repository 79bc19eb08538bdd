import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../src/engine/report.ts';
import type { PlotFormat, PlotRow } from '../../src/model/report.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const PIPELINE = `stages:
  train:
    cmd: "true"
    plots:
    - loss.csv: {cache: false, x: step, y: loss}
    - other.csv: {cache: false}
plots:
- both: {x: step, y: {loss.csv: loss, other.csv: value}}
`;
const LOSS = 'step,loss\n0,1\n1,0.5\n';

async function start(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'loss.csv': LOSS, 'other.csv': 'step,value\n0,1\n1,2\n' });
  rig.commit('base');
  return rig;
}

async function plotsOf(rig: Rig, draw?: PlotFormat): Promise<readonly PlotRow[]> {
  using opened = await openOn(rig);
  const options = { base: 'HEAD', draw };
  return valueOf(await makeReport(opened.workspace, opened.index, options)).plots;
}

/** Each chart as `name what`. */
const changes = (plots: readonly PlotRow[]): readonly string[] =>
  plots.map(({ name, change, troubles }) => [name, change, ...troubles].join(' '));

describe('the charts of a report', () => {
  it('are the same where nothing changed, also in data that are written otherwise', async () => {
    using rig = await start();
    expect(changes(await plotsOf(rig, 'svg'))).toEqual(['both same', 'loss.csv same', 'other.csv same']);
    rig.write({ 'loss.csv': '"step","loss"\r\n0,1\r\n1,0.5\r\n' });
    const plots = await plotsOf(rig, 'svg');
    expect(changes(plots)).toEqual(['both same', 'loss.csv same', 'other.csv same']);
    expect(plots.some(({ drawn }) => drawn !== undefined)).toBe(false);
  });

  it('are drawn with both sides in one where their data changed', async () => {
    using rig = await start();
    rig.write({ 'loss.csv': LOSS.replace('0.5', '0.25') });
    const plots = await plotsOf(rig, 'svg');
    expect(changes(plots)).toEqual(['both changed', 'loss.csv changed', 'other.csv same']);
    const svg = Buffer.from(plots[1]?.drawn?.bytes ?? []).toString();
    expect(svg).toContain('workspace');
    expect(svg).toContain(`base ${rig.git('rev-parse', '--short=7', 'HEAD').trim()}`);
    const [, png] = await plotsOf(rig, 'png');
    expect(Buffer.from(png?.drawn?.bytes ?? []).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('are not drawn where nobody asks for pictures', async () => {
    using rig = await start();
    rig.write({ 'loss.csv': LOSS.replace('0.5', '0.25') });
    const plots = await plotsOf(rig);
    expect(changes(plots)).toEqual(['both changed', 'loss.csv changed', 'other.csv same']);
    expect(plots.every(({ drawn }) => drawn === undefined)).toBe(true);
  });

  it('may be new, without a word about the base, or gone', async () => {
    using rig = await start();
    rig.write({
      'dvc.yaml': PIPELINE.replace(
        '    - other.csv: {cache: false}\n',
        '    - new.csv: {cache: false}\n',
      ).replace(/plots:\n- both.*\n/, ''),
      'new.csv': 'a\n1\n',
    });
    expect(changes(await plotsOf(rig, 'svg'))).toEqual([
      'new.csv new',
      'both gone',
      'other.csv gone',
      'loss.csv same',
    ]);
  });

  it('that the cache has lost at the base are drawn as they are now, and it is said', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages: {a: {cmd: cp in.csv out.csv, deps: [in.csv], plots: [out.csv]}}\n',
      'in.csv': 'a\n1\n',
    });
    await rig.mltrack('repro -q');
    rig.commit('base');
    rig.write({ 'in.csv': 'a\n2\n' });
    await rig.mltrack('repro -q');
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    const [plot] = await plotsOf(rig, 'svg');
    expect(plot?.change).toBe('changed');
    expect(plot?.troubles).toEqual([
      expect.stringMatching(/^'out\.csv' in 'base \w+': it is neither there nor in the cache$/),
    ]);
    expect(plot?.drawn).toBeDefined();
  });

  it('are drawn as they are declared now', async () => {
    using rig = await start();
    rig.write({
      'dvc.yaml': PIPELINE.replace('x: step, y: loss', 'x: step, y: loss, title: How it goes'),
      'loss.csv': LOSS.replace('0.5', '0.4'),
    });
    rig.commit('now');
    using opened = await openOn(rig);
    const options = { base: 'HEAD~1', draw: 'svg' } as const;
    const { plots, head } = valueOf(await makeReport(opened.workspace, opened.index, options));
    const svg = Buffer.from(plots.find(({ name }) => name === 'loss.csv')?.drawn?.bytes ?? []).toString();
    expect(svg).toContain('How it goes');
    const [base, now] = ['>base ', `>head ${head.commit?.slice(0, 7) ?? ''}`].map(text => svg.indexOf(text));
    expect(base).toBeGreaterThan(0);
    expect(now).toBeGreaterThan(base ?? 0);
  });

  it('changed where another column is drawn', async () => {
    using rig = await start();
    rig.write({ 'dvc.yaml': PIPELINE.replace('x: step, y: loss', 'x: loss, y: step') });
    expect(changes(await plotsOf(rig))).toEqual(['loss.csv changed', 'both same', 'other.csv same']);
  });

  it('are named with the reason where they cannot be drawn, and the others are drawn', async () => {
    using rig = await start();
    rig.write({ 'loss.csv': 'step,loss\n0,much\n1,little\n', 'other.csv': 'wrong\n1\n' });
    expect(changes(await plotsOf(rig, 'svg'))).toEqual([
      expect.stringMatching(/^both changed 'both' in 'workspace': .*wrong/),
      expect.stringMatching(/^loss\.csv changed 'loss\.csv' in 'workspace': nothing in 'loss' is a number/),
      'other.csv changed',
    ]);
  });

  it('are those that the project chooses', async () => {
    using rig = await start();
    rig.write({ 'mltrack.yaml': 'report: {plots: ["l*"]}\n' });
    expect(changes(await plotsOf(rig))).toEqual(['loss.csv same']);
    rig.write({ 'mltrack.yaml': 'report: {plots: false}\n' });
    expect(await plotsOf(rig)).toEqual([]);
  });
});
