import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const { pipelineFile, lockFile, dataSuffix } = LAYOUTS.mltrack;

/** What is told at which line, as `file:line message`. */
async function toldOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  using rig = await Rig.create('mltrack');
  rig.write(files);
  const { code, stderr } = await rig.mltrack('repro');
  expect(code).toBe(255);
  return [...stderr.matchAll(/^(\S+:\d+):\d+ {2}(.*)$/gm)].map(([, place, message]) => `${place} ${message}`);
}

describe('mistakes of several classes in one file are told together:', () => {
  it('syntax, keys that come twice and tags beside what the schema forbids', async () => {
    expect(
      await toldOf({
        [pipelineFile]: `stages:
  a:
    cmd: "x
    dep: [s]
  b:
    cmd: x
    cmd: y
    frozen: 3
  c:
    cmd: !t x
    outz: [o]
    deps: !t
    - x
    - 1
`,
      }),
    ).toEqual([
      `${pipelineFile}:3 this quote is never closed`,
      `${pipelineFile}:4 unknown key \`dep\``,
      `${pipelineFile}:7 the key \`cmd\` comes twice in this map`,
      `${pipelineFile}:8 expected true or false, found the number 3`,
      `${pipelineFile}:10 the tag \`!t\` is not understood here`,
      `${pipelineFile}:11 unknown key \`outz\``,
      `${pipelineFile}:12 the tag \`!t\` is not understood here`,
      `${pipelineFile}:14 expected text, found the number 1`,
    ]);
  });

  it('nothing is said to be missing that may stand in what cannot be read', async () => {
    expect(await toldOf({ [pipelineFile]: 'stages:\n  a:\n    cmd: "x\n  b:\n    deps: [a]\n' })).toEqual([
      `${pipelineFile}:3 this quote is never closed`,
      `${pipelineFile}:4 \`cmd\` is missing here`,
    ]);
  });

  it('a wrong stage beside templates and paths of others that lead nowhere', async () => {
    expect(
      await toldOf({
        [pipelineFile]: `stages:
  a: {cmd: x, dep: [s]}
  b: {cmd: 'x \${nowhere}'}
  c: {cmd: x, wdir: ../..}
`,
      }),
    ).toEqual([
      `${pipelineFile}:2 unknown key \`dep\``,
      `${pipelineFile}:3 could not find 'nowhere'`,
      `${pipelineFile}:4 the working folder is outside the project`,
    ]);
  });

  it('a template that leads nowhere beside the path of another stage', async () => {
    expect(
      await toldOf({ [pipelineFile]: "stages:\n  b: {cmd: 'x ${nowhere}'}\n  c: {cmd: x, wdir: ../..}\n" }),
    ).toEqual([
      `${pipelineFile}:2 could not find 'nowhere'`,
      `${pipelineFile}:3 the working folder is outside the project`,
    ]);
  });

  it('but no templates where `vars` is wrong, whose values they may want', async () => {
    expect(await toldOf({ [pipelineFile]: "vars: 3\nstages:\n  b: {cmd: 'x ${nowhere}'}\n" })).toEqual([
      `${pipelineFile}:1 expected a list, found the number 3`,
    ]);
  });

  it('of a lock file and of a data file, too', async () => {
    const pipeline = 'stages: {a: {cmd: x}}\n';
    expect(
      await toldOf({
        [pipelineFile]: pipeline,
        [lockFile]: "schema: '2.0'\nstages:\n  a:\n    cmd: x\n    cmd: x\n    dep: []\n",
      }),
    ).toEqual([`${lockFile}:5 the key \`cmd\` comes twice in this map`, `${lockFile}:6 unknown key \`dep\``]);
    const data = `x${dataSuffix}`;
    expect(await toldOf({ [pipelineFile]: pipeline, [data]: 'outs:\n- pat: x\nfrozen: "\n' })).toEqual([
      `${data}:2 unknown key \`pat\``,
      `${data}:3 this quote is never closed`,
    ]);
  });
});

it('a template that has to stand in quotes is told as one', async () => {
  using rig = await Rig.create('mltrack');
  rig.write({ [pipelineFile]: 'stages:\n  a:\n    cmd: x\n    outs: [m-${item}.txt]\n' });
  const { stderr } = await rig.mltrack('repro');
  expect(stderr).toContain(`${pipelineFile}:4:15  a \`,\` or \`]\` is missing before this`);
  expect(stderr).toContain(' = inside `[]` and `{}` a text with `${…}` has to stand in quotes');
});
