import { describe, expect, it } from 'vitest';
import { checkPipeline } from '../../../src/core/pipeline/build.ts';
import type { Definitions } from '../../../src/core/pipeline/definitions.ts';
import { pyRepr } from '../../../src/core/python/text.ts';
import { expandPipeline } from '../../../src/core/template/expand.ts';
import type { LoadedParams } from '../../../src/core/template/variables.ts';
import { locatePaths } from '../../../src/core/yaml/locate.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Value } from '../../../src/model/value.ts';

type Files = Readonly<Record<string, string>>;

async function yaml(text: string): Promise<Value> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

async function load(files: Files, path: string): Promise<LoadedParams | undefined> {
  const text = files[path];
  if (text === undefined) return undefined;
  return text === '!'
    ? { trouble: 'cannot be read', said: { type: 'X', message: 'cannot be read' } }
    : { value: await yaml(text) };
}

async function expand(text: string, files: Files = {}): Promise<Definitions> {
  const { top, problems } = checkPipeline(await yaml(text), 'dvc');
  expect(problems).toEqual([]);
  return expandPipeline(top, {
    file: 'sub/p.yaml' as RepoPath,
    style: { bool: 'store_true', list: 'nargs' },
    params: { read: path => load(files, path), show: path => path },
  });
}

/** Stage → its definition as Python would print it. */
async function stages(text: string, files: Files = {}): Promise<Record<string, string>> {
  const { stages: made, problems } = await expand(text, files);
  expect(problems).toEqual([]);
  return Object.fromEntries(made.map(({ name, definition }) => [name, pyRepr(definition)]));
}

/** `line:column message (hint)`, in the order in which they are told. */
async function mistakes(text: string, files: Files = {}): Promise<readonly string[]> {
  const { problems } = await expand(text, files);
  const places = locatePaths(text, problems);
  return problems.map(
    ({ message, hint }, index) =>
      `${places[index]?.line}:${places[index]?.column} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

const PARAMS = {
  'sub/params.yaml': 'lr: 0.10\nlayers: [64, 32]\nopts: {a: 1, b: x y}\nmodels: {m: {d: 1}, n: {d: 2}}\n',
};

describe('templates', () => {
  it('take values of the parameters file beside the pipeline file, of any type where they stand alone', async () => {
    expect(
      await stages(
        'stages: {s: {cmd: "run ${lr} ${layers[0]}", meta: ["${lr}"], outs: ["o${lr}": {cache: false}]}}',
        PARAMS,
      ),
    ).toEqual({
      s: "{'cmd': 'run 0.1 64', 'meta': [0.1], 'outs': [{'o0.1': {'cache': False}}]}",
    });
  });

  it('unpack a mapping in a command, and in a list of commands', async () => {
    expect(await stages('stages: {s: {cmd: ["one ${opts}", two]}}', PARAMS)).toEqual({
      s: `{'cmd': ["one --a 1 --b 'x y'", 'two']}`,
    });
  });

  it('take lists and mappings whole in the sections at the top', async () => {
    const { sections } = await expand(
      'plots:\n- "${lr}.csv":\n    y: ${layers[0]}\nmetrics: ["\\\\${x}", m]\n',
      PARAMS,
    );
    expect(pyRepr(sections.get('plots') ?? null)).toBe("[{'0.1.csv': {'y': 64}}]");
    expect(sections.get('metrics')).toEqual(['${x}', 'm']);
  });

  it('are remembered with the file and the key that they took, mappings left out', async () => {
    const { stages: made } = await expand(
      'vars: [{own: 1}]\nstages: {s: {cmd: "run ${lr} ${own} ${opts} ${opts.a} ${layers}[0]", wdir: "${models.m.d}"}}',
      { ...PARAMS, 'sub/params.yaml': PARAMS['sub/params.yaml'].replace('[64, 32]', '1') },
    );
    expect([...(made[0]?.used ?? [])].map(([file, keys]) => [file, [...keys.keys()]])).toEqual([
      ['sub/params.yaml', ['lr', 'opts.a', 'layers', 'models.m.d']],
    ]);
  });
});

describe('vars', () => {
  it('name files, whole or some of their keys, and hold values themselves', async () => {
    const text = 'vars: ["../v.json", "w.yaml:a,b", {c: 3}]\nstages: {s: {cmd: "${v} ${a} ${b} ${c}"}}';
    expect(await stages(text, { 'v.json': 'v: 0', 'sub/w.yaml': 'a: 1\nb: 2\nx: 9' })).toEqual({
      s: "{'cmd': '0 1 2 3'}",
    });
  });

  it('of a stage are its own, and their files lie in its working folder', async () => {
    const text =
      'stages:\n  s: {wdir: "${d}", vars: [v.yaml], cmd: "${x}"}\n  t: {vars: [{x: 2}], cmd: "${x} ${d}"}\n';
    expect(await stages(text, { 'sub/params.yaml': 'd: w', 'sub/w/v.yaml': 'x: one' })).toEqual({
      s: "{'wdir': 'w', 'cmd': 'one'}",
      t: "{'cmd': '2 w'}",
    });
  });

  it('may name a whole file twice, but not in parts and whole, nor a key twice', async () => {
    const v = { 'sub/v.yaml': 'a: 1\nb: 2' };
    expect(await mistakes('vars: [v.yaml, v.yaml]', v)).toEqual([]);
    expect(await mistakes('vars: ["v.yaml:a", "v.yaml:b"]', v)).toEqual([]);
    expect(await mistakes('vars: ["v.yaml:a", v.yaml, "v.yaml:a"]', v)).toEqual([
      "1:20 cannot load 'v.yaml' as it's partially loaded already",
      "1:28 cannot load 'v.yaml:a' as it's partially loaded already",
    ]);
    expect(await mistakes('vars: [v.yaml, "v.yaml:a"]', v)).toEqual([
      "1:16 cannot partially load 'v.yaml:a' as it's already loaded",
    ]);
  });

  it('are all judged at once', async () => {
    const files = {
      ...PARAMS,
      'sub/list.yaml': '[1]',
      'sub/bad.yaml': '!',
      'sub/v.yaml': 'train: 1',
    };
    const text = [
      'vars:',
      '- none.yaml',
      '- list.yaml',
      '- bad.yaml',
      '- v.yaml:trian',
      '- ../../up.yaml',
      '- lr: 2',
      '- a: ${lr}',
      'stages: {s: {cmd: "${hidden by the above}"}}',
    ].join('\n');
    expect(await mistakes(text, files)).toEqual([
      "2:3 'none.yaml' does not exist",
      "3:3 expected a mapping, got 'list' in file 'list.yaml'",
      "4:3 'bad.yaml' cannot be read",
      "5:3 could not find 'trian' in 'v.yaml' (did you mean `train`?)",
      "6:3 '../../up.yaml' is outside the project",
      "7:3 cannot redefine 'lr' from 'vars[5]' as it already exists in 'sub/params.yaml'",
      '8:3 interpolating is not allowed in `vars`',
    ]);
  });

  it('may not name a file with a value that templates cannot use, but other keys of it', async () => {
    const files = { 'sub/date.yaml': 'a: 1\nd: [2020-01-01]' };
    await expect(expand('vars: [date.yaml]', files)).rejects.toMatchObject({
      failure: { code: 'params-unsupported', file: 'sub/date.yaml', key: 'd.0', found: 'date' },
    });
    expect((await expand("vars: ['date.yaml:a']", files)).problems).toEqual([]);
  });
});

describe('foreach', () => {
  it('goes through a list: each item names its stage', async () => {
    expect(
      await stages('stages: {s: {foreach: [a, 1.50, true, null, a], do: {cmd: "run ${item}"}}}'),
    ).toEqual({
      's@a': "{'cmd': 'run a'}",
      's@1.5': "{'cmd': 'run 1.5'}",
      's@true': "{'cmd': 'run true'}",
      's@None': "{'cmd': 'run None'}",
    });
  });

  it('numbers the stages of a list that holds more than single values', async () => {
    expect(await stages('stages: {s: {foreach: [{a: 1}, x], do: {cmd: "run ${item}"}}}')).toEqual({
      's@0': "{'cmd': 'run --a 1'}",
      's@1': "{'cmd': 'run x'}",
    });
  });

  it('goes through a mapping, from parameters too, with the key at hand', async () => {
    const text = 'stages: {s: {foreach: "${models}", do: {cmd: "run ${key} ${item.d}"}}}';
    expect(await stages(text, PARAMS)).toEqual({ 's@m': "{'cmd': 'run m 1'}", 's@n': "{'cmd': 'run n 2'}" });
    const { stages: made } = await expand(text, PARAMS);
    expect(made.map(({ group, path }) => [group, path.join('.')])[0]).toEqual(['s', 'stages.s.do']);
    expect([...(made[0]?.used.get('sub/params.yaml')?.keys() ?? [])]).toEqual(['models.m.d']);
  });

  it('names stages as Python does what a template took', async () => {
    const files = { 'sub/params.yaml': 'flags: [true, false]' };
    const made = await stages('stages: {s: {foreach: "${flags}", do: {cmd: "run ${item}"}}}', files);
    expect(made).toEqual({ 's@True': "{'cmd': 'run true'}", 's@False': "{'cmd': 'run false'}" });
  });

  it('has no key for a list, warns of names that it hides, and lets nobody take them', async () => {
    const { warnings } = await expand(
      'vars: [{item: 1, key: 2}]\nstages: {s: {foreach: {a: 1}, do: {cmd: "${item}"}}}',
    );
    expect(warnings).toEqual([
      "item and key are already specified, will be overwritten for stages generated from 's'",
    ]);
    expect(await mistakes('stages: {s: {foreach: [a], do: {cmd: "${key}"}}}')).toEqual([
      "1:38 could not find 'key' (known here: item)",
    ]);
    expect(await mistakes('stages: {s: {foreach: [a], do: {cmd: x, vars: [{item: 1}]}}}')).toEqual([
      '1:48 `item` is what the generated stage is made from (choose another name)',
    ]);
  });

  it('tells a mistake of all its stages once, and that there is nothing to go through', async () => {
    expect(await mistakes('stages:\n  s:\n    foreach: [a, b]\n    do:\n      cmd: run ${itm}\n')).toEqual([
      "5:12 could not find 'itm' (did you mean `item`?)",
    ]);
    expect(
      await mistakes(
        'stages: {s: {foreach: "${lr}", do: {cmd: x}}, t: {foreach: abc, do: {cmd: x}}}',
        PARAMS,
      ),
    ).toEqual(['1:23 expected a list or a mapping, got float', '1:60 expected a list or a mapping, got str']);
  });
});

describe('matrix', () => {
  it('is refused when it holds nothing to combine', async () => {
    expect(await mistakes('stages:\n  s: {matrix: {}, cmd: x}\n')).toEqual([
      '2:7 the matrix is empty (give it lists by name, such as `matrix: {lr: [0.1, 0.2]}`)',
    ]);
  });

  it('makes a stage of each combination, in the order as written', async () => {
    const text = 'stages: {s: {matrix: {a: [x, 1.50], b: [{c: 1}, [2]]}, cmd: "run ${item.a} ${key}"}}';
    expect(await stages(text)).toEqual({
      's@x-b0': "{'cmd': 'run x x-b0'}",
      's@x-b1': "{'cmd': 'run x x-b1'}",
      's@1.5-b0': "{'cmd': 'run 1.5 1.5-b0'}",
      's@1.5-b1': "{'cmd': 'run 1.5 1.5-b1'}",
    });
  });

  it('takes its lists from parameters, of a mapping the keys', async () => {
    const text = 'stages: {s: {matrix: {m: "${models}", l: "${layers}"}, cmd: "${item.m}${item.l}"}}';
    expect(Object.keys(await stages(text, PARAMS))).toEqual(['s@m-64', 's@m-32', 's@n-64', 's@n-32']);
  });

  it('makes nothing of an empty list, and refuses what is none', async () => {
    expect(await stages('stages: {s: {matrix: {a: [], b: [1]}, cmd: x}}')).toEqual({});
    expect(await mistakes('stages: {s: {matrix: {a: "${lr}", b: text}, cmd: x}}', PARAMS)).toEqual([
      '1:26 expected a list, got float',
    ]);
  });

  it('is not made of more combinations than anybody could run', async () => {
    const axis = `[${Array.from({ length: 100 }, (_, index) => index).join(', ')}]`;
    expect(await mistakes(`stages: {s: {matrix: {a: ${axis}, b: ${axis}, c: ${axis}}, cmd: x}}`)).toEqual([
      '1:14 the matrix makes more than 100000 stages',
    ]);
  });
});

describe('mistakes in templates', () => {
  it('are told all at once, each at its place, with what was probably meant', async () => {
    const text = [
      'stages:',
      '  s:',
      '    cmd: run ${layer} ${lr.x} ${a +}',
      '    deps: ["${layers}", "${opts} x", "${lr}"]',
      '    outs:',
      '    - ${opts}: {cache: false}',
    ].join('\n');
    expect(await mistakes(text, PARAMS)).toEqual([
      "3:10 could not find 'layer' (did you mean `layers`?)",
      "3:10 could not find 'lr.x' (`lr` is a single value)",
      "3:10 could not find 'a +' (known here: lr, layers, opts, models)",
      "4:12 cannot interpolate data of type 'list' (take one item, as in `${list.0}`, or put the list into a mapping and unpack that in `cmd`)",
      "4:25 cannot interpolate data of type 'dict' (only `cmd` unpacks a mapping into options)",
      "6:7 cannot interpolate data of type 'dict' (only `cmd` unpacks a mapping into options)",
    ]);
  });

  it('are seen when the value is of a kind that the place cannot hold', async () => {
    expect(await mistakes('stages: {s: {cmd: "${opts}", deps: ["${lr}"]}}', PARAMS)).toEqual([
      '1:19 expected text or a list, found a mapping',
      '1:37 expected text, found the number 0.10',
    ]);
  });

  it('are explained where no values are loaded at all', async () => {
    expect(await mistakes('stages: {s: {cmd: "${a..b} ${x}"}}')).toEqual([
      '1:19 `${a..b}` cannot be read (a template names a value: `${train.lr}`, `${layers[0]}`; there are no operators)',
      "1:19 could not find 'x' (no values are loaded: put them into params.yaml beside this file, or name a file in `vars`)",
    ]);
  });
});

describe('over the first mistake, in its own order, DVC raises', () => {
  const at = (where: string, words: string): string =>
    `ResolveError: failed to parse ${where} in 'sub/p.yaml':${words}`;

  it.each([
    ['nothing where nothing is wrong', 'stages: {s: {cmd: "${lr}"}}', 'nothing'],
    [
      'a template in `vars` before all else there',
      'vars: [gone.yaml, "${lr}"]',
      at("'vars'", ' interpolating is not allowed'),
    ],
    ['a file of `vars` by its path', 'vars: [gone.yaml]', at("'vars'", " 'sub/gone.yaml' does not exist")],
    [
      'what groups are made over before any stage',
      'stages: {s: {cmd: "${a}"}, g: {foreach: "${b}", do: {cmd: x}}}',
      at("'stages.g.foreach'", " Could not find 'b'"),
    ],
    [
      'a template that cannot be read before the others of its stage',
      'stages: {s: {cmd: "${a}", desc: "${[}"}}',
      at(
        "'stages.s.desc'",
        "\n\u001b[34m${\u001b[0m\u001b[35m[\u001b[0m\u001b[34m}\u001b[0m\n\u001b[31m  ^\u001b[0m\n\u001b[1m\u001b[31mParseException: Expected !W:(.[]), found '['  (at char 2), (line:1, col:3)\u001b[0m",
      ),
    ],
    [
      'the working folder before the command',
      'stages: {s: {cmd: "${a}", wdir: "${b}"}}',
      at("'stages.s.wdir'", " Could not find 'b'"),
    ],
    [
      'variables of a stage under its name',
      'stages: {s: {cmd: "${a}", vars: [{lr: 1}]}}',
      at("stage 's'", "\ncannot redefine 'lr' from 's.vars[0]' as it already exists in 'sub/params.yaml'"),
    ],
    [
      'the name of a stage that was made',
      'stages: {g: {foreach: [{x: 1}, {y: 1}], do: {cmd: "${item[x]}"}}}',
      at("'stages.g@1.cmd'", " Could not find 'item[x]'"),
    ],
    ['an error of Python over an empty matrix', 'stages: {g: {matrix: {}, cmd: x}}', 'AssertionError: '],
    [
      'sections last, plots before params',
      'params: ["${a}"]\nplots: [p, "${b}"]',
      at("'plots.1'", " Could not find 'b'"),
    ],
    [
      'an artifact that is called by a number',
      'artifacts: {"${lr}": {path: a}}',
      "ResolveError: failed to resolve 'artifacts.${lr}' in 'sub/p.yaml': expected str, got float",
    ],
  ])('%s', async (_, text, expected) => {
    const { raised } = await expand(text, PARAMS);
    expect(raised === undefined ? 'nothing' : `${raised.type}: ${raised.message}`).toBe(expected);
  });
});
