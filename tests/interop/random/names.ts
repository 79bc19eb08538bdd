/** Names for files, stages and keys: ordinary ones, and those that trip over YAML, shells, Git and Unicode. */
import type { Dice } from './dice.ts';

const ordinary = [
  'data',
  'model',
  'raw',
  'features',
  'clean',
  'train',
  'eval',
  'out',
  'report',
  'x',
  'scores',
  'final',
];

/** Loaded as something else than a string where YAML leaves them unquoted, or quoted by it. */
const yamlTraps = [
  'yes',
  'no',
  'on',
  'null',
  'true',
  '1e3',
  '1',
  '0x1F',
  '1_000',
  '2020-01-01',
  '12:30',
  '~',
  '=',
  '<<',
  '1e-05',
  '.5',
  'off',
  '0o17',
  'NaN',
];

const odd = [
  'a b',
  "it's",
  // With the quote at its end DVC would leave the name bare, and break DOT at the next colon.
  'say "hi" x',
  '#hash',
  '[x]',
  'ä',
  'é',
  '数据',
  'emoji😀',
  '-dash',
  'a#b',
  'a #b',
  'x{y}',
  '%40',
  '&amp',
  '@at',
  '!bang',
  'star*',
  'q?',
  'a,b',
  'a|b',
  '`tick`',
  '$x',
  'semi;colon',
  'q\'u"ote',
  'Ünïcode näme',
  'a  b',
  'UPPER',
  'a=b',
  '(p)',
  'a+b',
  '^',
  'tab\tname',
  '\u00a0nbsp',
];

/**
 * Names that DVC itself loses in the states of git, where it takes paths apart as URLs: a tab goes, and a `#` or `?`
 * behind a slash eats it.
 */
const lostInHistory = /\t|^[#?]/;

/** DVC takes everything before a `@` for the name of a stage, so that no target can mean a file in such a folder. */
const unaddressable = /@/;

const suffixes = ['', '', '.txt', '.csv', '.bin', '.tar.gz'];

/** Makes names that are never given twice, neither in another case. */
export class Names {
  readonly #dice: Dice;
  readonly #given = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** One name of a file or folder, without slashes. */
  file(suffix = this.#dice.pick(suffixes)): string {
    return this.#unused(this.#dice.pick(this.#pool()), suffix);
  }

  /** As {@link file}, of what is read in states of git: metrics, parameters, pipelines, and the folders around them. */
  read(suffix: string): string {
    const safe = this.#pool().filter(name => !lostInHistory.test(name));
    return this.#unused(this.#dice.pick(safe), suffix);
  }

  /** A folder that holds a pipeline file. */
  pipelineFolder(): string {
    const safe = this.#pool().filter(name => !lostInHistory.test(name) && !unaddressable.test(name));
    return this.#unused(this.#dice.pick(safe), '');
  }

  #pool(): readonly string[] {
    const kind = this.#dice.between(1, 10);
    return kind <= 5 ? ordinary : kind <= 7 ? yamlTraps : odd;
  }

  /** Hand-written stage names are hardly restricted, but `:` and `@` separate names from other things. */
  stage(): string {
    const kind = this.#dice.between(1, 10);
    const free = (name: string): boolean => !/[:@*?[/\t]/.test(name) && !name.startsWith('-');
    const pool = kind <= 6 ? ordinary : kind <= 8 ? yamlTraps.filter(free) : odd.filter(free);
    return this.#unused(this.#dice.pick(pool), '', 'stage ');
  }

  /** Zero to two folders below `under`, which is '' or ends with a slash. */
  folder(under: string): string {
    return this.#folders(under, () => this.file(''));
  }

  /** As {@link folder}, around what is read in states of git. */
  folderRead(): string {
    return this.#folders('', () => this.read(''));
  }

  #folders(under: string, next: () => string): string {
    let path = under;
    while (this.#dice.oneIn(3) && path.split('/').length < 4) path += `${next()}/`;
    return path;
  }

  #unused(name: string, suffix: string, family = ''): string {
    for (let n = 0; ; n++) {
      const candidate = n === 0 ? name + suffix : `${name}${n}${suffix}`;
      const key = family + candidate.toLowerCase();
      if (this.#given.has(key)) continue;
      this.#given.add(key);
      return candidate;
    }
  }
}
