import { describe, expect, it } from 'vitest';
import { PIPELINE_SHAPE, PLOT_PROPERTIES } from '../../../src/core/pipeline/shapes.ts';
import { check } from '../../../src/core/schema/shape.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';

/** `path: message` of every mistake. */
async function mistakes(text: string): Promise<string[]> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return check(read.value, PIPELINE_SHAPE).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a pipeline file', () => {
  it('may use every key that DVC knows', async () => {
    expect(
      await mistakes(`
vars: [vars.yaml, {a: {b: 1}}]
stages:
  all:
    cmd: [one, two]
    wdir: ..
    deps: [in]
    params: [lr, p.yaml: [a], q.yaml: ]
    vars: [v.yaml, {c: 1}]
    outs: [out, o: {cache: true, persist: true, checkpoint: true, remote: r, push: false}]
    metrics: [m.json: {desc: d, type: t, labels: [l], meta: {any: thing}}]
    plots: [p.csv: {x: a, y: b, x_label: c, y_label: d, title: e, header: false, template: f, cache: false}]
    frozen: true
    always_changed: false
    desc: d
    meta: 1
params: [p.yaml]
metrics: [m.json]
plots:
- plots/
- whole: {x: {a.csv: c}, y: {b.csv: [d, e], f.csv: g}, title: t}
- bare.csv:
- several: {y: [a, b]}
artifacts: {model: {path: m.pkl, type: model, labels: [l]}}
datasets: [anything]
`),
    ).toEqual([]);
  });

  it('tells a stage that is made for each of something by its keys, and wants a stage inside', async () => {
    expect(
      await mistakes(`
stages:
  list: {foreach: [a, b], do: {cmd: x}}
  map: {foreach: {k: 1}, do: {cmd: x, deps: [y]}}
  no_cmd: {foreach: [a], do: {deps: [y]}}
  no_do: {foreach: [a]}
  more: {foreach: [a], do: {cmd: x}, desc: d}
  matrix: {matrix: {a: [1, 2], b: text}, cmd: x}
`),
    ).toEqual([
      'stages.no_cmd.do: `cmd` is missing here',
      'stages.no_do: `do` is missing here',
      'stages.more.desc: unknown key `desc`',
    ]);
  });

  it('wants text where a number would be taken for it, and true or false where a word would', async () => {
    expect(
      await mistakes(
        'stages:\n  a: {cmd: x, wdir: 1, deps: [2], frozen: "true", outs: [o: {push: 1, remote: 3}]}\n',
      ),
    ).toEqual([
      'stages.a.wdir: expected text, found the number 1',
      'stages.a.deps.0: expected text, found the number 2',
      'stages.a.frozen: expected true or false, found text',
      'stages.a.outs.0.o.push: expected true or false, found the number 1',
      'stages.a.outs.0.o.remote: expected text, found the number 3',
    ]);
  });

  it('lets only plots of a stage have properties of a drawing', async () => {
    expect(await mistakes('stages:\n  a: {cmd: x, outs: [o: {title: t}], plots: [p: {title: t}]}\n')).toEqual(
      ['stages.a.outs.0.o.title: unknown key `title`'],
    );
    expect([...PLOT_PROPERTIES]).toEqual(['template', 'x', 'y', 'x_label', 'y_label', 'title', 'header']);
  });

  it('wants the properties of a plot in one mapping', async () => {
    expect(await mistakes('stages:\n  a: {cmd: x, plots: [p: [{x: a}], q: {x: {f: a}}]}\n')).toEqual([
      'stages.a.plots.0.p: expected a mapping, found a list',
      'stages.a.plots.1.q.x: expected text, found a mapping',
    ]);
  });

  it('wants the path of an artifact, and one plot in each item', async () => {
    expect(await mistakes('artifacts: {m: {type: model}}\nplots: [{a: , b: }, {}]\n')).toEqual([
      'artifacts.m: `path` is missing here',
      'plots.0: expected one key with its properties, found 2 keys',
      'plots.1: expected one key with its properties, found 0 keys',
    ]);
  });
});

it('what people call the fields of a stage leads to their names', async () => {
  const words = [
    'output',
    'Outputs',
    'dependencies',
    'depends-on',
    'command',
    'wd',
    'parameters',
    'description',
  ];
  const read = await readYaml(`stages: {a: {cmd: x, ${words.join(': 1, ')}: 1}}`);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  expect(check(read.value, PIPELINE_SHAPE).map(({ hint }) => hint)).toEqual(
    ['outs', 'outs', 'deps', 'deps', 'cmd', 'wdir', 'params', 'desc'].map(
      name => `did you mean \`${name}\`?`,
    ),
  );
});
