/** A report with pictures, of a project like the users' farmers: two stages, three metrics, a picture, and a chart. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { bin, compare, mltrack, real, repository, run } from './rig.mjs';
import { row } from './table.mjs';

const PIPELINE = `stages:
  process:
    cmd: cp data_raw.csv data_processed.csv
    deps: [data_raw.csv]
    outs: [data_processed.csv]
  train:
    cmd: cp model.json metrics.json && cp model.png by_region.png && cp model.csv by_region.csv
    deps: [data_processed.csv, model.json, model.png, model.csv]
    outs: [by_region.png]
    metrics: [metrics.json: {cache: false}]
    plots: [by_region.csv: {cache: false, template: bar_horizontal, x: accuracy, y: region}]
`;

export function report() {
  const folder = farmers();
  const [ours, bare, metrics, plots] = compare(9, [
    { command: mltrack('report', '-o', 'report.md'), cwd: folder },
    { command: mltrack('report'), cwd: folder },
    { command: real('metrics', 'diff', 'main'), cwd: folder },
    { command: real('plots', 'diff', 'main'), cwd: folder },
  ]);
  const peers = { 'metrics diff and plots diff of DVC': metrics + plots };
  row('report with pictures (PNG)', ours, peers, [['metrics diff and plots diff of DVC', 2, 'at most']]);
  row('the same, printed', bare, peers, []);
}

function farmers() {
  const folder = repository('farmers', {
    'dvc.yaml': PIPELINE,
    'data_raw.csv': 'region,outcome\nnorth,1\n'.repeat(2000),
    ...model(0.8666666666666667, 0.375, 0.9550561797752809, 40),
  });
  const commit = message => {
    run(process.execPath, [bin, 'repro', '-q'], folder);
    run('git', ['add', '-A'], folder);
    run('git', ['commit', '-qm', message], folder);
  };
  run('git', ['checkout', '-qb', 'main'], folder);
  commit('logistic regression');
  run('git', ['checkout', '-qb', 'qda'], folder);
  for (const [path, content] of Object.entries(model(0.780952380952381, 0.4375, 0.8426966292134831, 90)))
    writeFileSync(join(folder, path), content);
  commit('quadratic');
  return folder;
}

function model(accuracy, specificity, sensitivity, shade) {
  const regions = ['north', 'south', 'east', 'west'].map(
    (name, at) => `${name},${(accuracy - at / 50).toFixed(4)}`,
  );
  return {
    'model.json': JSON.stringify({ accuracy, specificity, sensitivity }),
    'model.csv': `region,accuracy\n${regions.join('\n')}\n`,
    'model.png': png(640, 480, shade),
  };
}

function png(width, height, shade) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let at = 0; at < rows.length; at++) rows[at] = at % (1 + 3 * width) === 0 ? 0 : (at * shade) >> 7;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = Buffer.alloc(0);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', end),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
