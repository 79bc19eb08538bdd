import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerAgain, questionOf } from '../../src/cli/kept-answer.ts';
import { Dice } from '../interop/random/dice.ts';
import { Rig } from '../rig/rig.ts';

/** So that two changes have different times on every file system that has more than seconds. */
const TICK_MS = 12;
const STEPS = 60;
/** Others: `MLTRACK_ANSWER_SEEDS=7,8,9`. */
const SEEDS = (process.env['MLTRACK_ANSWER_SEEDS'] ?? '4').split(',').map(Number);
type Question = readonly [line: string, cwd: string];
const QUESTIONS: readonly Question[] = [
  ['status --json', ''],
  ['status --json', ''],
  ['status', 'sub'],
  ['repro --dry', ''],
  ['stage list --all', 'sub'],
  ['metrics show --json', ''],
];

const PIPELINE = (lines: string): string => `stages:
  copy:
    cmd: mkdir -p parts && cp data.txt parts/a.txt && cp data.txt parts/b.txt
    deps: [data.txt, raw, now/x, ../outside/f]
    params: [lr, {more.json: [a]}]
    outs: [parts]
${lines}  count:
    cmd: wc -l < parts/a.txt > lines.txt && cp parts/a.txt sub/copied.txt && cp more.json m.json
    deps: [parts]
    outs: [lines.txt, sub/copied.txt]
    metrics: [m.json: {cache: false}]
`;
const START = {
  '.dvc/config': '',
  'dvc.yaml': PIPELINE(''),
  'data.txt': 'one\n',
  'params.yaml': 'lr: 1\n',
  'more.json': '{"a": 1}\n',
  'raw/r': 'one\n',
  'raw/deep/d': 'one\n',
  'raw/deeper/d': 'two\n',
  'real1/x': 'one\n',
  'real2/x': 'two\n',
  'sub/notes': 'one\n',
  '../outside/f': 'one\n',
};

let rig: Rig;
let dice: Dice;
let ahead = 0;
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  vi.useRealTimers();
  rig[Symbol.dispose]();
});

/** Everything that was changed has settled long ago, says the clock. */
function later(): void {
  ahead += 60_000;
  vi.setSystemTime(vi.getRealSystemTime() + ahead);
}

const at = (path: string): string => join(rig.root, path);
const contents = (): string => dice.pick(['one\n', 'two\n', '2\n', '']);
/** A file that the pipeline may read or write, or that nobody knows. */
const file = (): string =>
  dice.pick([
    ...['data.txt', 'raw/r', 'raw/deep/d', 'raw/deep/new', 'now/x', '../outside/f', '../outside/new'],
    ...['parts/a.txt', 'parts/b.txt', 'parts/new', 'm.json', 'sub/copied.txt', 'sub/notes'],
  ]);
const folder = (): string =>
  dice.pick(['raw', 'raw/deep', 'raw/deeper', 'real1', 'real2', 'parts', 'sub', '../outside', '.git']);
const text = (path: string, ...texts: string[]): void => rig.write({ [path]: dice.pick(texts) });

function swap(a: string, b: string): void {
  fs.renameSync(at(a), at('../aside'));
  if (fs.existsSync(at(b))) fs.renameSync(at(b), at(a));
  fs.renameSync(at('../aside'), at(b));
}

const IGNORE_FILES = ['.dvcignore', 'raw/.dvcignore', 'sub/.dvcignore', 'parts/.dvcignore'];

/** Where nothing is kept, as it fails or has links in its folders, little can be learned. */
function startOver(): void {
  if (fs.existsSync(at('../away-.git'))) swap('.git', '../away-.git');
  const own = ['.dvc/config.local', '.git/info/exclude', '../config', '../outside'];
  for (const path of [...fs.readdirSync(rig.root).filter(name => !/^\.(dvc|git)$/.test(name)), ...own])
    fs.rmSync(at(path), { recursive: true, force: true });
  rig.write(START);
  fs.symlinkSync('real1', at('now'));
}

type Changes = Readonly<Record<string, () => unknown>>;

/** What may happen to a file between two commands. */
const OF_A_FILE: Changes = {
  'write a file': () => text(file(), contents()),
  'write a file with the times it had': () => {
    const path = at(file());
    const { atime, mtime } = fs.statSync(path);
    fs.writeFileSync(path, contents());
    fs.utimesSync(path, atime, mtime);
  },
  'move an older file over it': () => {
    fs.writeFileSync(at('../older'), contents());
    fs.utimesSync(at('../older'), 1_600_000_000, 1_600_000_000);
    fs.renameSync(at('../older'), at(file()));
  },
  'copy with times (cp -p)': () => rig.git('-c', `alias.x=!cp -p ${file()} ${file()}`, 'x'),
  'another name for another file': () => {
    const path = at(file());
    fs.linkSync(at(file()), `${path}.link`);
    fs.renameSync(`${path}.link`, path);
  },
  'set times': () => {
    const time = dice.pick([1_500_000_000, 1_500_000_000.25, Date.now() / 1000 + 90]);
    fs.utimesSync(at(file()), time, time);
  },
  'remove a file': () => fs.rmSync(at(file())),
  'a link to a file': () => {
    const [path, to] = [at(file()), at(file())];
    fs.rmSync(path);
    fs.symlinkSync(to, path);
  },
  'swap two files': () => swap(file(), file()),
  // Most of the time something like this.
  'write a file again': () => text(file(), contents()),
  'change a mode': () => fs.chmodSync(at(file()), dice.pick([0o644, 0o755, 0o444])),
};

/** What else may happen. */
const OF_MORE: Changes = {
  nothing: () => undefined,
  'swap two folders': () => swap(folder(), folder()),
  'move a folder away or back': () => {
    const path = dice.pick([folder(), '.dvc/cache', '.dvc/tmp']);
    if (fs.existsSync(at(path))) fs.renameSync(at(path), at(`../away-${path.replaceAll('/', '-')}`));
    else fs.renameSync(at(`../away-${path.replaceAll('/', '-')}`), at(path));
  },
  'lead a link elsewhere': () => {
    fs.rmSync(at('now'));
    fs.symlinkSync(dice.pick(['real1', 'real2', 'nowhere', 'now']), at('now'));
  },
  parameters: () => text('params.yaml', 'lr: 1\n', 'lr: 2\n', 'lr: [\n'),
  'other parameters': () => text('more.json', '{"a": 1}\n', '{"a": 2}\n', '{"b": 2}\n'),
  'the pipeline': () =>
    text('dvc.yaml', PIPELINE(''), PIPELINE('    frozen: true\n'), PIPELINE('    always_changed: true\n')),
  'another pipeline': () =>
    text(`${dice.pick(['sub', 'real1', 'raw/deep'])}/dvc.yaml`, 'stages: {x: {cmd: ls}}\n', 'stages: {}\n'),
  'data of its own': () => text('sub/notes.dvc', 'outs: [{path: notes}]\n', 'outs: []\n'),
  'the lock': () => text('dvc.lock', rig.read('dvc.lock').replace('lr: 1', 'lr: 3')),
  'an ignore file': () => text(dice.pick(IGNORE_FILES), 'd\n', '*.yaml\n', ''),
  "git's ignore files": () =>
    text(dice.pick(['sub/.gitignore', '.git/info/exclude', 'raw/.gitignore']), 'dvc.yaml\n', '/sub\n', ''),
  'the config': () =>
    text(
      dice.pick(['.dvc/config', '.dvc/config.local', '../config/dvc/config']),
      '[core]\n    no_scm = true\n',
      '[cache]\n    dir = ../elsewhere\n',
      '',
    ),
  'a project inside': () =>
    fs.existsSync(at('sub/.dvc')) ? fs.rmdirSync(at('sub/.dvc')) : fs.mkdirSync(at('sub/.dvc')),
  'an object less': () => {
    const objects = fs.readdirSync(at('.dvc/cache/files/md5'));
    fs.rmSync(at(`.dvc/cache/files/md5/${dice.pick(objects)}`), { recursive: true });
  },
  'put changes aside and back': () => (rig.git('add', '-A'), rig.git('stash', dice.pick(['push', 'pop']))),
  'start over': async () => {
    startOver();
    await rig.mltrack('repro -q');
  },
  'bring it up to date': () => rig.mltrack('repro -q'),
  'take it all back': () => rig.mltrack('checkout -f -q'),
};

function isKept(line: string, cwd: string): boolean {
  const io = rig.process(line.split(' '), cwd);
  const question = questionOf('test', io);
  return question !== undefined && answerAgain(question, io.env) !== undefined;
}

/** Does one of the changes; tells which. */
async function change(startsOver: boolean): Promise<string> {
  const changes = startsOver || dice.oneIn(2) ? OF_MORE : OF_A_FILE;
  const name = startsOver ? 'start over' : dice.pick(Object.keys(changes));
  try {
    await changes[name]?.();
    return name;
  } catch (error) {
    // What cannot happen now does not, or by half.
    if (!(error instanceof Error) || !('code' in error || 'status' in error)) throw error;
    return `${name} (failed)`;
  }
}

/** The rig compares the answer with what was kept. */
async function ask([line, cwd]: Question): Promise<'kept' | 'answered' | 'failed'> {
  if (!fs.existsSync(at(cwd))) return 'failed';
  const wasKept = isKept(line, cwd);
  const { code } = await rig.mltrack(line, cwd);
  return code !== 0 ? 'failed' : wasKept ? 'kept' : 'answered';
}

it.each(SEEDS)(
  'whatever happens to a project, nothing is answered as before that is no longer so (seed %i)',
  async seed => {
    dice = new Dice(seed);
    rig = await Rig.create('dvc');
    startOver();
    rig.commit('start');
    let keptBefore = 0;
    const happened: string[] = [];
    try {
      for (let step = 0; step < STEPS; step++) {
        const question = dice.pick(QUESTIONS);
        let before = await ask(question);
        // What was hashed just now is remembered now, and the answer kept the next time.
        for (let tries = 0; before === 'answered' && tries < 2; tries++) before = await ask(question);
        if (before === 'kept') keptBefore++;
        await pause(TICK_MS);
        happened.push(await change(before !== 'kept'));
        later();
        await ask(question);
      }
    } catch (error) {
      throw new Error(`after ${happened.slice(-6).join('; ')}`, { cause: error });
    }
    expect(keptBefore).toBeGreaterThan(STEPS / 2);
  },
);
