import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const file = LAYOUTS.mltrack.pipelineFile;

async function refusalOf(files: Readonly<Record<string, string>>): Promise<string> {
  using rig = await Rig.create('mltrack');
  rig.write(files);
  const { code, stderr } = await rig.mltrack('repro');
  expect(code).toBe(255);
  return stderr;
}

/** The marked places, as `file:line:column marked text`. */
function placesIn(stderr: string): readonly string[] {
  const pattern = /^(\S+:\d+:\d+) .*\n.* \| (.*)\n.* \| ( *)(\^~*)$/gm;
  return [...stderr.matchAll(pattern)].map(
    ([, place = '', line = '', indent = '', mark = '']) =>
      `${place} ${line.slice(indent.length, indent.length + mark.length)}`,
  );
}

describe('a graph that cannot be made is shown', () => {
  it('with all mistakes at the entries that make them, in one run', async () => {
    const stderr = await refusalOf({
      [file]: `vars: [{p: o}]
stages:
  a:
    cmd: x
    outs: ['\${p}', d: {cache: false}]
  b:
    cmd: x
    deps: [s]
    outs: [o, s]
    metrics: [d/m.json]
  c:
    cmd: x
    params: [{f.yaml: []}, k]
    outs: [e, params.yaml]
  d:
    cmd: x
    deps: [e]
    outs: [f.yaml]
`,
    });
    expect(stderr).toMatch(/^ERROR: output 'o' is specified in:\n\t- a\n\t- b\n/);
    expect(placesIn(stderr)).toEqual([
      `${file}:5:12 '\${p}'`,
      `${file}:9:12 o`,
      `${file}:5:20 d`,
      `${file}:10:15 d/m.json`,
      `${file}:9:15 s`,
      `${file}:8:12 s`,
      `${file}:14:15 params.yaml`,
      `${file}:13:28 k`,
      `${file}:17:12 e`,
      `${file}:13:15 f.yaml`,
    ]);
  });

  it('with the places of all files, data files too', async () => {
    const data = `x${LAYOUTS.mltrack.dataSuffix}`;
    const stderr = await refusalOf({
      [data]: 'outs:\n- path: x\n',
      [file]: 'stages: {a: {cmd: x, outs: [x]}}\n',
      [`sub/${file}`]:
        'stages: {a: {cmd: x, deps: [../y], outs: [y]}, b: {cmd: x, deps: [y], outs: [../y]}}\n',
    });
    expect(placesIn(stderr)).toEqual([
      `${file}:1:29 x`,
      `${data}:2:9 x`,
      `sub/${file}:1:67 y`,
      `sub/${file}:1:29 ../y`,
    ]);
  });
});
