import { chmodSync, rmSync } from 'node:fs';
import { Rig } from '../rig/rig.ts';

/** One command on one project. */
export interface Scenario {
  readonly name: string;
  readonly line: string;
  readonly prepare: () => Promise<Rig>;
  /**
   * Files of the user's: they must be there, with this very content, whatever happens; of those in a list, at one place,
   * `folder/` for anywhere below it.
   */
  readonly precious: readonly (string | readonly string[])[];
  /** Its exit code when nothing goes wrong; otherwise 0. */
  readonly code?: number;
  /** Its exit code when it is run again and has nothing left to do, where that is another one. */
  readonly codeWhenDone?: number;
}

const PIPELINE = `stages:
  split:
    cmd: mkdir -p parts/deep && head -n 1 raw.txt > parts/a.txt && tail -n 1 raw.txt > parts/deep/b.txt
    deps: [raw.txt]
    outs: [parts]
  left:
    cmd: cat parts/a.txt > left.txt && echo went left
    deps: [parts/a.txt]
    params: [lr]
    outs: [left.txt]
  right:
    cmd: cat parts/deep/b.txt > right.txt
    deps: [parts/deep]
    outs: [right.txt]
  join:
    cmd: cat left.txt right.txt > model.txt && cp results.json metrics.json
    deps: [left.txt, right.txt, results.json]
    outs: [model.txt]
    metrics: [metrics.json: {cache: false}]
`;
const SOURCES = ['dvc.yaml', 'raw.txt', 'results.json', 'params.yaml', 'notes/mine.txt'];

/** A pipeline that forks and joins; nothing has run. */
async function fresh(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': PIPELINE,
    'raw.txt': 'one\ntwo\n',
    'results.json': '{"accuracy": 0.5}\n',
    'params.yaml': 'lr: 0.1\n',
    'notes/mine.txt': 'of the user\n',
  });
  return rig;
}

/** The same after a run, with a file and a folder that are tracked. */
async function trained(...config: readonly string[]): Promise<Rig> {
  const rig = await fresh();
  for (const line of config) await rig.mltrack(line);
  rig.write({ 'data.csv': '1,2\n', 'images/a.png': 'A', 'images/sub/b.png': 'B' });
  await rig.mltrack('repro -q');
  await rig.mltrack('add -q data.csv images');
  rig.commit('first');
  return rig;
}

/** A second version of everything was made and committed; the lock and data files are those of the first one again. */
async function goneBack(...config: readonly string[]): Promise<Rig> {
  const rig = await trained(...config);
  // Links are replaced, as an editor does.
  await rig.mltrack('unprotect data.csv images');
  rig.write({ 'raw.txt': 'one\nthree\n', 'data.csv': '3,4\n', 'images/c.png': 'C', 'images/a.png': 'AA' });
  await rig.mltrack('repro -q');
  await rig.mltrack('add -q data.csv images');
  rig.commit('second');
  rig.git('checkout', '-q', 'HEAD~1');
  return rig;
}

async function edited(): Promise<Rig> {
  const rig = await trained();
  await rig.mltrack('unprotect parts model.txt data.csv');
  rig.write({ 'parts/a.txt': 'by hand\n', 'model.txt': 'by hand\n', 'data.csv': 'by hand\n' });
  return rig;
}

export const OF_PIPELINES: readonly Scenario[] = [
  { name: 'repro of a fresh pipeline', line: 'repro', prepare: fresh, precious: SOURCES },
  { name: 'repro -j 2 of a fresh pipeline', line: 'repro -j 2', prepare: fresh, precious: SOURCES },
  {
    name: 'repro after changes',
    line: 'repro',
    prepare: async () => {
      const rig = await trained();
      rig.write({ 'raw.txt': 'one\nfour\n', 'params.yaml': 'lr: 0.2\n' });
      return rig;
    },
    precious: [...SOURCES, 'data.csv', 'images/a.png'],
  },
  {
    name: 'repro from the run cache, with hard links',
    line: 'repro',
    prepare: () => goneBack('config cache.type hardlink,copy'),
    precious: SOURCES,
  },
];

export const OF_DATA: readonly Scenario[] = [
  {
    name: 'add of a file and a folder',
    line: 'add data.csv images',
    prepare: async () => {
      const rig = await fresh();
      rig.write({ 'data.csv': '1,2\n', 'images/a.png': 'A', 'images/sub/b.png': 'B' });
      return rig;
    },
    precious: [...SOURCES, 'data.csv', 'images/a.png', 'images/sub/b.png'],
  },
  {
    name: 'add of changed data, with symbolic links',
    line: 'add data.csv images',
    prepare: async () => {
      const rig = await trained('config cache.type symlink');
      await rig.mltrack('unprotect data.csv images');
      rig.write({ 'data.csv': '5,6\n', 'images/a.png': 'AAA', 'images/d.png': 'D' });
      return rig;
    },
    precious: [...SOURCES, 'data.csv', 'images/a.png', 'images/d.png', 'images/sub/b.png'],
  },
  {
    name: 'commit of outputs changed by hand',
    line: 'commit -f',
    prepare: edited,
    precious: [...SOURCES, 'parts/a.txt', 'model.txt', 'data.csv'],
  },
  { name: 'checkout of the version before', line: 'checkout', prepare: () => goneBack(), precious: SOURCES },
  {
    name: 'checkout with symbolic links',
    line: 'checkout',
    prepare: () => goneBack('config cache.type symlink,copy'),
    precious: SOURCES,
  },
  {
    name: 'checkout that would lose changes',
    line: 'checkout',
    prepare: edited,
    precious: [...SOURCES, 'parts/a.txt', 'model.txt', 'data.csv'],
    code: 255,
  },
];

/** What the first version needed is used by nobody any more, a folder among it. */
async function littered(): Promise<Rig> {
  const rig = await goneBack();
  rig.git('checkout', '-q', '-');
  return rig;
}

/** One of two outputs of a stage is gone, and its object is damaged. */
async function withDamage(): Promise<Rig> {
  const rig = await trained();
  const [, start, rest] = /path: model\.txt\n *hash: md5\n *md5: (..)(\S+)/.exec(rig.read('dvc.lock')) ?? [];
  const object = `.dvc/cache/files/md5/${String(start)}/${String(rest)}`;
  chmodSync(`${rig.root}/${object}`, 0o644);
  rig.write({ [object]: 'damaged' });
  rmSync(`${rig.root}/model.txt`);
  return rig;
}

export const OF_REMOVAL: readonly Scenario[] = [
  { name: 'gc', line: 'gc -w -f', prepare: littered, precious: [...SOURCES, 'data.csv', 'images/a.png'] },
  {
    name: 'undo',
    line: 'undo',
    prepare: async () => {
      const rig = await littered();
      await rig.mltrack('gc -w -f');
      return rig;
    },
    precious: [...SOURCES, 'data.csv', 'images/a.png'],
    codeWhenDone: 1,
  },
  {
    name: 'remove',
    line: 'remove images.dvc',
    prepare: () => trained('config cache.type hardlink,copy'),
    precious: [...SOURCES, 'data.csv', 'images/a.png', 'images/sub/b.png'],
    codeWhenDone: 1,
  },
  {
    name: 'move of a folder',
    line: 'move images pictures',
    prepare: () => trained('config cache.type hardlink,copy'),
    precious: [...SOURCES, ['images/a.png', 'pictures/a.png'], ['images/sub/b.png', 'pictures/sub/b.png']],
    codeWhenDone: 1,
  },
  {
    name: 'move of changed data, whose data file has another name',
    line: 'move data.csv notes',
    prepare: async () => {
      const rig = await trained();
      rig.write({ 'table.dvc': rig.read('data.csv.dvc'), 'data.csv': 'changed since\n' });
      rmSync(`${rig.root}/data.csv.dvc`);
      return rig;
    },
    precious: [...SOURCES, ['data.csv', 'notes/data.csv']],
    codeWhenDone: 1,
  },
  {
    name: 'fsck --repair, which runs a stage again',
    line: 'fsck --repair',
    prepare: withDamage,
    // What git keeps is in no cache.
    precious: [...SOURCES, 'data.csv', ['metrics.json', '.dvc/tmp/mltrack/aside/']],
  },
];
