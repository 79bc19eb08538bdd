import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('dag in the layout of %s', name => {
  it('draws boxes with what comes first on top', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    const drawn = await rig.mltrack('dag');
    expect(drawn).toMatchObject({ code: 0, stderr: '' });
    expect(drawn.stdout.indexOf('prepare')).toBeGreaterThan(0);
    expect(drawn.stdout.indexOf('train')).toBeGreaterThan(drawn.stdout.indexOf('prepare'));
  });

  it('prints Mermaid, Markdown and DOT', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    const mermaid = 'flowchart TD\n\tnode1["prepare"]\n\tnode2["train"]\n\tnode1-->node2\n';
    expect((await rig.mltrack('dag --mermaid')).stdout).toBe(mermaid);
    expect((await rig.mltrack('dag --md')).stdout).toBe(`\`\`\`mermaid\n${mermaid}\`\`\`\n`);
    expect((await rig.mltrack('dag --dot')).stdout).toBe(
      'strict digraph {\n"prepare";\n"train";\n"prepare" -> "train";\n}\n\n',
    );
  });

  it('shows outputs, and what leads to one stage, from where it is asked', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    expect((await rig.mltrack('dag --mermaid prepare')).stdout).toBe('flowchart TD\n\tnode1["prepare"]\n');
    expect((await rig.mltrack('dag --mermaid --full prepare')).stdout).toContain('train');
    const outs = (await rig.mltrack('dag --dot --outs')).stdout;
    expect(outs).toContain('"clean.txt" -> "model.txt";');
    expect((await rig.mltrack('--cd sub dag --mermaid')).stdout).toContain(`../${layout.pipelineFile}:train`);
  });
});

describe('dag', () => {
  it('shows groups as one to people where a picture of all their stages would be too big', async () => {
    using rig = await Rig.create('dvc');
    const group = (items: number): string =>
      `stages:\n  prepare: {cmd: echo > raw, outs: [raw]}\n  train:\n    foreach: [${Array.from({ length: items }, (_, n) => n).join(', ')}]\n    do: {cmd: "echo > m\${item}", deps: [raw], outs: ["m\${item}"]}\n`;
    rig.write({ 'dvc.yaml': group(120) });
    expect((await rig.mltrack('dag')).stdout).toContain('train@119 ← prepare\n');
    const atTerminal = async (line: string): Promise<string> => {
      rig.answers.push('');
      const { stdout } = await rig.mltrack(line, '', { NO_COLOR: '1' });
      rig.answers.length = 0;
      return stdout;
    };
    const drawn = await atTerminal('dag');
    expect(drawn).toContain('│ train │');
    expect(drawn).not.toContain('@');
    expect(drawn).toContain("'train' stands for 120 stages: `mltrack dag | less` lists them all\n");
    expect(await atTerminal('dag --dot')).toContain('"train@119"');
    rig.write({ 'dvc.yaml': group(2) });
    expect(await atTerminal('dag')).toContain('│ train@1 │');
  });

  it('fails on stages that go round in a circle', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  x:\n    cmd: a\n    deps: [a]\n    outs: [b]\n  y:\n    cmd: b\n    deps: [b]\n    outs: [a]\n',
    });
    const failed = await rig.mltrack('dag');
    expect(failed).toMatchObject({ code: 255, stdout: '' });
    expect(failed.stderr).toContain('x');
    expect(failed.stderr).toContain('y');
  });

  it('knows no target that is not there', async () => {
    const { rig } = await untrained();
    using _ = rig;
    const failed = await rig.mltrack('dag trian');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain("Did you mean 'train'?");
  });
});
