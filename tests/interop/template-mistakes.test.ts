/**
 * A mistake in a template keeps a whole revision from being read. `metrics show --json` tells it in DVC's words, and
 * commands end as in DVC; what people read is ours. Not here: a value that a template puts where it cannot stand, such
 * as a number among `deps`. For mltrack it is a mistake of shape like any other; DVC fails on it late, or not at all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';

interface Mistake {
  readonly name: string;
  /** The pipeline file. */
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Values to name. */
const values = 'lr: 0.1\nlist: [1, 2]\nmap: {a: 1, b: {c: [[1]]}}\nnothing:\n';

/** A pipeline file with one stage. */
const stage = (...lines: readonly string[]): string =>
  `stages:\n  one:\n${lines.map(line => `    ${line}\n`).join('')}`;

/** One with a group of stages. */
const group = (items: string, ...lines: readonly string[]): string =>
  `stages:\n  one:\n    foreach: ${items}\n    do:\n${lines.map(line => `      ${line}\n`).join('')}`;

const inVariables: readonly Mistake[] = [
  { name: 'a file that does not exist', text: 'vars: [gone.yaml]\n' },
  { name: 'a file that does not exist, called by a number', text: "vars: ['12']\n" },
  { name: 'a file that does not exist, the long way', text: 'vars: [./sub/../gone.yaml]\n' },
  { name: 'keys of a file that does not exist', text: "vars: ['gone.yaml:a,b']\n" },
  { name: 'an empty name', text: "vars: ['']\n" },
  { name: 'a folder', text: 'vars: [sub]\n', files: { 'sub/x': 'x' } },
  { name: 'a file outside the project', text: 'vars: [../gone.yaml]\n' },
  { name: 'an absolute path', text: 'vars: [/nowhere/gone.yaml]\n' },
  { name: 'a list', text: 'vars: [v.yaml]\n', files: { 'v.yaml': '[1]\n' } },
  { name: 'a single value', text: 'vars: [v.yaml]\n', files: { 'v.yaml': 'x\n' } },
  { name: 'an empty file', text: 'vars: [v.yaml]\n', files: { 'v.yaml': '' } },
  { name: 'a file that cannot be read', text: 'vars: [v.yaml]\n', files: { 'v.yaml': 'a: [\n' } },
  { name: 'JSON that cannot be read', text: 'vars: [v.json]\n', files: { 'v.json': '{' } },
  { name: 'a date', text: 'vars: [v.yaml]\n', files: { 'v.yaml': 'a: 2020-01-01\n' } },
  { name: 'a date in place', text: 'vars: [{a: 2020-01-01}]\n' },
  { name: 'a date in place, deep', text: 'vars: [{x: 1}, {a: {b: [2020-01-01 10:00:00]}}]\n' },
  { name: 'a key that a file does not have', text: "vars: ['v.yaml:a,c']\n", files: { 'v.yaml': 'a: 1\n' } },
  { name: 'a file in part, then whole', text: "vars: ['v.yaml:a', v.yaml]\n", files: { 'v.yaml': 'a: 1\n' } },
  { name: 'a file whole, then in part', text: "vars: [v.yaml, 'v.yaml:a']\n", files: { 'v.yaml': 'a: 1\n' } },
  { name: 'a key twice', text: "vars: ['v.yaml:a,b', 'v.yaml:b']\n", files: { 'v.yaml': 'a: 1\nb: 1\n' } },
  { name: 'keys of the default file', text: "vars: ['params.yaml:lr']\n" },
  { name: 'two files with the same key', text: 'vars: [v.yaml]\n', files: { 'v.yaml': 'lr: 1\n' } },
  { name: 'values in place that a file has', text: 'vars: [{lr: 1}]\n' },
  { name: 'values in place twice', text: 'vars: [{a: {b: 1}}, {a: {b: 2}}]\n' },
  { name: 'a mapping where a value was', text: 'vars: [{lr: {b: 1}}]\n' },
  { name: 'a value where a mapping was', text: 'vars: [{map: 1}]\n' },
  { name: 'lists twice', text: 'vars: [{list: [1]}]\n' },
  { name: 'templates', text: "vars: ['${lr}.yaml']\n" },
  { name: 'templates in place', text: "vars: [{a: {b: ['${lr}']}}]\n" },
  { name: 'templates as keys', text: "vars: [{'${lr}': 1}]\n" },
  { name: 'several mistakes', text: "vars: [gone.yaml, {lr: 1}, '${lr}']\n" },
];

const inStages: readonly Mistake[] = [
  { name: 'a name that nobody gave', text: stage('cmd: echo ${nope}') },
  { name: 'a name that nobody gave, alone', text: stage('cmd: ${nope}') },
  { name: 'a name below one that nobody gave', text: stage('cmd: echo ${nope.a[0]}') },
  { name: 'spaces around a name', text: stage("cmd: 'echo ${ nope }'") },
  { name: 'spaces around dots', text: stage("cmd: 'echo ${map . nope}'") },
  { name: 'a name below a single value', text: stage('cmd: echo ${lr.x}') },
  { name: 'an item beyond the end', text: stage('cmd: echo ${list[7]}') },
  { name: 'an item by a word', text: stage('cmd: echo ${list.x}') },
  { name: 'two names that nobody gave', text: stage('cmd: echo ${nope} ${no}') },
  { name: 'a name in a dependency', text: stage('cmd: x', 'deps: [a, "${nope}"]') },
  { name: 'a name in an output', text: stage('cmd: x', 'outs: [{"${nope}": {cache: false}}]') },
  { name: 'a name in a flag', text: stage('cmd: x', 'outs: [{o: {desc: "${nope}"}}]') },
  { name: 'a name in params', text: stage('cmd: x', 'params: [{"${nope}": [a]}]') },
  { name: 'a name in the description', text: stage('cmd: x', 'desc: ${nope}') },
  { name: 'a name in the working folder', text: stage('cmd: x', 'wdir: ${nope}') },
  { name: 'a list as working folder', text: stage('cmd: x', 'wdir: ${list}') },
  { name: 'a mapping in the working folder', text: stage('cmd: x', 'wdir: d/${map}') },
  { name: 'a working folder that cannot be read', text: stage('cmd: x', 'wdir: ${a..b}') },
  { name: 'two stages that are wrong', text: `${stage('cmd: ${a}')}  two:\n    cmd: \${b}\n` },
  { name: 'a command and its output', text: stage('outs: ["${b}"]', 'cmd: ${a}') },
  { name: 'a list as command', text: stage('cmd: ${list}') },
  { name: 'a list in a command', text: stage('cmd: echo ${list}') },
  { name: 'nested lists in a command', text: stage('cmd: echo ${map}') },
  { name: 'a mapping as a dependency', text: stage('cmd: x', 'deps: ["${map}"]') },
  { name: 'a list as dependencies', text: stage('cmd: x', 'deps: ${list}') },
  { name: 'a mapping in a dependency', text: stage('cmd: x', 'deps: [a/${map}]') },
  { name: 'a list as a key', text: stage('cmd: x', 'params: [{"${list}": [a]}]') },
  { name: 'an operator', text: stage('cmd: echo ${lr * 2}') },
  { name: 'nothing between the braces', text: stage('cmd: echo ${}') },
  { name: 'a space between the braces', text: stage("cmd: 'echo ${ }'") },
  { name: 'two dots', text: stage('cmd: echo ${a..b}') },
  { name: 'a dot at the end', text: stage('cmd: echo ${lr.}') },
  { name: 'a dot at the start', text: stage('cmd: echo ${.lr}') },
  { name: 'an open bracket', text: stage('cmd: echo ${list[0}') },
  { name: 'a closing bracket', text: stage('cmd: echo ${list0]}') },
  { name: 'empty brackets', text: stage('cmd: echo ${list[]}') },
  { name: 'a word after brackets', text: stage('cmd: echo ${list[0]x}') },
  { name: 'braces inside', text: stage('cmd: echo ${a{b}}') },
  { name: 'a template inside', text: stage('cmd: echo ${a[${lr}]}') },
  {
    name: 'one that cannot be read after one without a value',
    text: stage('cmd: echo ${nope}', 'deps: ["${a..b}"]'),
  },
  { name: 'one that cannot be read in the variables', text: stage('cmd: echo', 'vars: ["${a..b}"]') },
  { name: 'one that is not closed', text: stage('cmd: echo ${lr') },
  { name: 'letters beyond ASCII before a mistake', text: stage('cmd: echo ${größe..x}') },
  { name: 'a shape that a template broke', text: stage('cmd: x', 'frozen: ${lr}') },
];

const inVariablesOfStages: readonly Mistake[] = [
  { name: 'a file that does not exist', text: stage('cmd: x', 'vars: [gone.yaml]') },
  {
    name: 'a file that does not exist, in the working folder',
    text: stage('cmd: x', 'wdir: sub/../d', 'vars: [gone.yaml]'),
  },
  {
    name: 'a file of the working folder that is a list',
    text: stage('cmd: x', 'wdir: d', 'vars: [v.yaml]'),
    files: { 'd/v.yaml': '[1]\n' },
  },
  { name: 'a key that a file does not have', text: stage('cmd: x', "vars: ['params.yaml:a']") },
  { name: 'the default file in part', text: stage('cmd: x', "vars: ['params.yaml:lr']") },
  {
    name: 'a file in part, then whole',
    text: stage('cmd: x', "vars: ['v.yaml:a', v.yaml]"),
    files: { 'v.yaml': 'a: 1\n' },
  },
  { name: 'a key of another file', text: stage('cmd: x', 'vars: [v.yaml]'), files: { 'v.yaml': 'lr: 1\n' } },
  { name: 'values in place that a file has', text: stage('cmd: x', 'vars: [{x: 1}, {lr: 1}]') },
  { name: 'values in place twice', text: stage('cmd: x', 'vars: [{x: 1}, {x: 1}]') },
  { name: 'templates', text: stage('cmd: x', "vars: ['${lr}']") },
  { name: 'a date in place', text: stage('cmd: x', 'vars: [{a: 2020-01-01}]') },
  {
    name: 'a date in a file',
    text: stage('cmd: x', 'wdir: d', 'vars: [v.yaml]'),
    files: { 'd/v.yaml': 'a: 2020-01-01\n' },
  },
  { name: 'a file outside the project', text: stage('cmd: x', 'vars: [../gone.yaml]') },
  { name: 'variables and a template', text: stage('cmd: ${nope}', 'vars: [gone.yaml]') },
  { name: 'a working folder and variables', text: stage('cmd: x', 'wdir: ${nope}', 'vars: [gone.yaml]') },
];

const inGroups: readonly Mistake[] = [
  { name: 'a text', text: group('text', 'cmd: echo ${item}') },
  { name: 'a number', text: group('${lr}', 'cmd: echo ${item}') },
  { name: 'a name that nobody gave', text: group('${nope}', 'cmd: echo ${item}') },
  { name: 'a name in an item', text: group('[a, "${nope}"]', 'cmd: echo ${item}') },
  { name: 'a text with a template', text: group('x${lr}', 'cmd: echo ${item}') },
  { name: 'a template that cannot be read', text: group('${a..b}', 'cmd: echo ${item}') },
  { name: 'nothing', text: group('${nothing}', 'cmd: echo ${item}') },
  { name: 'an empty list', text: group('[]', 'cmd: echo ${nope}') },
  { name: 'a list as a key', text: group('{"${list}": 1}', 'cmd: echo ${item}') },
  { name: 'a name in the body', text: group('[a, b]', 'cmd: echo ${nope}') },
  {
    name: 'a name in the body of a mapping',
    text: group('{x: 1}', 'cmd: echo ${item.x}', 'deps: ["${key}"]'),
  },
  { name: 'the key of a list', text: group('[a, b]', 'cmd: echo ${key}') },
  { name: 'a body that cannot be read', text: group('[a, b]', 'cmd: echo ${a..b}') },
  { name: 'a body that cannot be read, of no stage', text: group('[]', 'cmd: echo ${a..b}') },
  { name: 'a list in the body', text: group('[[a], b]', 'cmd: echo ${item}') },
  { name: 'a name in the folder', text: group('[a, b]', 'cmd: x', 'wdir: ${nope}') },
  { name: 'a folder that cannot be read', text: group('[a, b]', 'cmd: x', 'wdir: ${a..b}') },
  { name: 'variables of the item', text: group('[a, b]', 'cmd: echo ${item}', 'vars: [{item: 1}]') },
  {
    name: 'variables of item and key',
    text: group('{a: b}', 'cmd: echo ${item}', 'vars: [{key: 1, item: 1}]'),
  },
  {
    name: 'a file with the item',
    text: group('[a]', 'cmd: echo ${item}', 'vars: [v.yaml]'),
    files: { 'v.yaml': 'item: 1\n' },
  },
  {
    name: 'a part of a file with the item',
    text: group('[a]', 'cmd: echo ${item}', 'vars: ["v.yaml:item"]'),
    files: { 'v.yaml': 'item: 1\n' },
  },
  { name: 'variables that do not exist', text: group('[a]', 'cmd: echo ${item}', 'vars: [gone.yaml]') },
  { name: 'variables that are there', text: group('[a]', 'cmd: echo ${item}', 'vars: [{lr: 1}]') },
  { name: 'variables with templates', text: group('[a]', 'cmd: echo ${item}', 'vars: ["${item}"]') },
  {
    name: 'variables of which a part was loaded',
    text: group('[a]', 'cmd: echo ${item}', 'vars: ["params.yaml:lr"]'),
  },
  { name: 'the second stage only', text: group('[{x: 1}, {y: 1}]', 'cmd: echo ${item.x}') },
  { name: 'an empty matrix', text: stage('matrix: {}', 'cmd: echo ${item}') },
  { name: 'a matrix over a number', text: stage('matrix: {a: "${lr}"}', 'cmd: echo ${item}') },
  { name: 'a matrix over nothing', text: stage('matrix: {a: "${nothing}"}', 'cmd: echo ${item}') },
  { name: 'a matrix over no items', text: stage('matrix: {a: []}', 'cmd: echo ${nope}') },
  { name: 'a matrix over a name', text: stage('matrix: {a: "${nope}"}', 'cmd: echo ${item}') },
  { name: 'a matrix that cannot be read', text: stage('matrix: {a: ["${a..b}"]}', 'cmd: echo ${item}') },
  { name: 'a matrix of which an item is used', text: stage('matrix: {a: [1]}', 'cmd: echo ${item.b}') },
  {
    name: 'a matrix whose item is used whole',
    text: stage('matrix: {a: [1]}', 'cmd: echo', 'deps: ["${item}"]'),
  },
  { name: 'a matrix whose key is changed', text: stage('matrix: {a: [1]}', 'cmd: echo', 'vars: [{key: 1}]') },
  { name: 'a matrix by a text', text: stage('matrix: ${list}', 'cmd: echo') },
];

const inSections: readonly Mistake[] = [
  { name: 'metrics', text: 'metrics: [m.json, "${nope}"]\n' },
  { name: 'metrics that cannot be read', text: 'metrics: ["${a..b}"]\n' },
  { name: 'params', text: 'params: ["${nope}"]\n' },
  { name: 'plots', text: 'plots: [{"${nope}": {x: a}}]\n' },
  { name: 'a title of plots', text: 'plots: [p.csv, {a: {title: "${nope}"}}]\n' },
  { name: 'a mapping as a plot', text: 'plots: ["${map}"]\n' },
  { name: 'a list as key of a plot', text: 'plots: [{"${list}": }]\n' },
  { name: 'artifacts', text: 'artifacts:\n  a: {path: "${nope}"}\n' },
  { name: 'artifacts by a name', text: 'artifacts:\n  "${nope}": {path: a}\n' },
  { name: 'artifacts by a number', text: 'artifacts:\n  "${lr}": {path: a}\n' },
  { name: 'artifacts that cannot be read', text: 'artifacts:\n  "${a..b}": {path: a}\n' },
  { name: 'datasets', text: 'datasets:\n  - name: "${nope}"\n    type: dvc\n' },
  { name: 'stages before sections', text: `metrics: ["\${a}"]\n${stage('cmd: ${b}')}` },
  {
    name: 'sections in their order',
    text: 'datasets: [{name: "${d}", type: dvc}]\nartifacts: {a: {path: "${c}"}}\nparams: ["${b}"]\nplots: ["${a}"]\n',
  },
  {
    name: 'metrics below the project',
    text: 'metrics: [m.json]\n',
    files: { 'sub/dvc.yaml': 'vars: [gone.yaml]\nmetrics: ["${nope}"]\n' },
  },
  {
    name: 'stages below the project',
    text: 'metrics: [m.json]\n',
    files: { 'sub/dvc.yaml': stage('cmd: ${nope}', 'vars: [gone.yaml]') },
  },
  {
    name: 'values below the project',
    text: 'metrics: [m.json]\n',
    files: { 'sub/dvc.yaml': 'vars: [v.yaml, {a: 1}]\n', 'sub/v.yaml': 'a: 1\n' },
  },
];

const tables: Readonly<Record<string, readonly Mistake[]>> = {
  'variables hold': inVariables,
  'a stage has': inStages,
  'the variables of a stage hold': inVariablesOfStages,
  'stages are made over': inGroups,
  'there are templates in': inSections,
};

describe.each(Object.entries(tables))('where %s', (_, mistakes) => {
  let both: Both;
  beforeAll(async () => {
    both = await Both.create();
  });
  afterAll(() => {
    both[Symbol.dispose]();
  });

  it.for(mistakes)('$name, it is told as by DVC', async ({ text, files }) => {
    const written = { 'params.yaml': values, 'dvc.yaml': text, ...files };
    for (const [path, content] of Object.entries(written)) both.write(path, content);
    await both.probe({ argv: ['metrics', 'show', '--json'], strictness: 'exact' });
    for (const line of ['status', 'dag', 'repro']) await both.run([line]);
    const { judge, subject } = await both.run(['stage', 'list']);
    expect(subject.stdout).toBe(judge.stdout);
    for (const path of [...Object.keys(written), 'dvc.lock']) both.remove(path.split('/')[0] ?? path);
  });
});
