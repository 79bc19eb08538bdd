import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { Rig } from '../rig/rig.ts';
import { copyFolder } from './copy-folder.ts';
import type { Fault } from './disk.ts';
import { inProcess } from './runner.ts';
import type { Runner } from './runner.ts';
import type { Scenario } from './scenarios.ts';
import {
  differences,
  emptyRuns,
  filesAside,
  finishedTooSoon,
  GIT_IGNORE,
  partialLists,
  safeObjects,
  stateOf,
  temporaryFiles,
  wrongObjects,
} from './state.ts';
import type { State } from './state.ts';

/** More than any system counts to. */
const NO_PROCESS = 2 ** 30;
const layout = LAYOUTS.dvc;

/**
 * A project on which one command can be tried again and again, each time with another fault. It stays at one place, as
 * what is remembered about it outside is found by that.
 */
export class Trial implements Disposable {
  /** Calls of the file system that the command makes when nothing goes wrong. */
  readonly calls: number;
  readonly #rig: Rig;
  readonly #base: string;
  readonly #scenario: Scenario;
  readonly #runner: Runner;
  readonly #before: State;
  readonly #safeBefore: ReadonlySet<string>;
  readonly #wanted: State;

  private constructor(
    rig: Rig,
    scenario: Scenario,
    runner: Runner,
    known: { readonly calls: number; readonly before: State; readonly safe: ReadonlySet<string> },
  ) {
    this.#rig = rig;
    this.#base = dirname(rig.root);
    this.#scenario = scenario;
    this.#runner = runner;
    this.calls = known.calls;
    this.#before = known.before;
    this.#safeBefore = known.safe;
    this.#wanted = stateOf(rig.root, layout, isSideBySide(scenario));
  }

  static async prepare(scenario: Scenario, runner: Runner = inProcess()): Promise<Trial> {
    const rig = await scenario.prepare();
    const base = dirname(rig.root);
    rmSync(`${rig.root}/.git/hooks`, { recursive: true, force: true });
    copyFolder(base, templateOf(base));
    const before = stateOf(rig.root, layout, isSideBySide(scenario));
    const safe = safeObjects(rig.root, layout);
    const { code, calls } = await runner.disturbed(rig, scenario.line);
    if (code !== (scenario.code ?? 0)) throw new Error(`undisturbed, it ends with ${String(code)}`);
    return new Trial(rig, scenario, runner, { calls: calls.length, before, safe });
  }

  /** Runs the command with a fault and then without one. @returns what is wrong, in words; empty: all is well. */
  async run(fault: Fault): Promise<readonly string[]> {
    copyFolder(templateOf(this.#base), this.#base);
    const { line } = this.#scenario;
    const first = await this.#runner.disturbed(this.#rig, line, fault);
    const isKilled = first.code === undefined;
    this.#forgetProcess();
    const after = [...this.#checkNow(), ...this.#checkPrecious()].map(line => `after the fault: ${line}`);
    const code = await this.#runner.run(this.#rig, line);
    const { code: wanted = 0, codeWhenDone = wanted } = this.#scenario;
    const again = [
      ...(code === wanted || code === codeWhenDone ? [] : [`the next command ends with ${String(code)}`]),
      ...differences(this.#wanted, stateOf(this.#rig.root, layout, isSideBySide(this.#scenario))).filter(
        difference => !(first.code !== 0 && !isKilled && isFewerLines(difference)),
      ),
      ...this.#checkNow(),
      ...this.#checkPrecious(),
      ...[...temporaryFiles(this.#base), ...filesAside(this.#rig.root, layout)].map(
        path => `it was never cleaned away: ${path}`,
      ),
    ].map(line => `after the next command: ${line}`);
    const call = first.calls.at(fault.at - 1);
    const wrong = [...after, ...again];
    return wrong.length === 0
      ? []
      : [`${fault.kind} at ${call ?? 'no such call'} in ${this.#scenario.name}`, ...wrong];
  }

  /** What holds at every moment. */
  #checkNow(): readonly string[] {
    const { root } = this.#rig;
    const state = stateOf(root, layout);
    const safe = safeObjects(root, layout);
    const lost = [...this.#safeBefore].filter(place => !safe.has(place));
    return [
      ...lost.map(place => `a cached object is lost: ${place}`),
      ...partialLists(state).map(path => `a list lacks files: ${path}`),
      ...wrongObjects(root, state).map(path => `an object has wrong bytes: ${path}`),
      ...finishedTooSoon(root, layout).map(path => `read-only before it has its name: ${path}`),
      ...this.#unreadable(state),
      ...emptyRuns(root, layout).map(path => `a folder of the run cache is empty: ${path}`),
      ...(gitCanTell(root) ? [] : ['git status fails']),
    ];
  }

  #checkPrecious(): readonly string[] {
    return this.#scenario.precious.flatMap(places => {
      const [path = '', ...others] = typeof places === 'string' ? [places] : places;
      const found = [path, ...others].flatMap(place => this.#contentsAt(place));
      if (found.includes(this.#before.get(path) ?? '')) return [];
      return [`${found.length > 0 ? 'it changed' : 'it is lost'}: ${path}`];
    });
  }

  #contentsAt(place: string): readonly string[] {
    const path = `${this.#rig.root}/${place}`;
    if (!existsSync(path)) return [];
    // A link into the cache is as good as the file.
    if (!place.endsWith('/')) return [readFileSync(path, 'latin1')];
    const below = readdirSync(path, { recursive: true, withFileTypes: true });
    return below
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'latin1'));
  }

  /** Lock and data files hold what they held before or what they hold in the end, or something in between, but whole. */
  #unreadable(state: State): readonly string[] {
    return [...state].flatMap(([path, text]) => {
      if (!path.endsWith(layout.lockFile) && !path.endsWith(layout.dataSuffix)) return [];
      return isWhole(text) ? [] : [`it is not whole: ${path}`];
    });
  }

  /** What says that this process writes, or has put something aside: it is at its end now, and this one lives on. */
  #forgetProcess(): void {
    for (const marks of ['writing', 'aside']) {
      const folder = `${this.#rig.root}/${layout.ownDirectory}/${marks}`;
      for (const name of existsSync(folder) ? readdirSync(folder) : [])
        renameSync(`${folder}/${name}`, `${folder}/${name.replace(`-${process.pid}-`, `-${NO_PROCESS}-`)}`);
    }
  }

  [Symbol.dispose](): void {
    rmSync(templateOf(this.#base), { recursive: true, force: true });
    this.#rig[Symbol.dispose]();
  }
}

/** As in DVC, a `repro` that fails takes back its lines for git, also those of stages that it has recorded. */
function isFewerLines(difference: string): boolean {
  return difference.startsWith('fewer lines: ') || difference === `missing: ${GIT_IGNORE}`;
}

function isSideBySide({ line }: Scenario): boolean {
  return line.includes('-j');
}

function templateOf(base: string): string {
  return `${base}-template`;
}

/** Files of these kinds end with a line end and a value for each last key. */
function isWhole(text: string): boolean {
  return text.endsWith('\n') && !/:\n$/.test(text);
}

function gitCanTell(root: string): boolean {
  try {
    execFileSync('git', ['status', '--porcelain'], { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] });
    return true;
  } catch {
    return false;
  }
}
