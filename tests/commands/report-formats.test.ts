import { describe, expect, it } from 'vitest';
import type { Rig } from '../rig/rig.ts';
import { trained } from '../rig/trained.ts';

/** A metric fell, and its gate says so. */
async function worsened(): Promise<Rig> {
  const { rig } = await trained();
  rig.write({
    'mltrack.yaml': 'gates: {metrics.json: {accuracy: {direction: higher, maxDrop: 0.1}}}\n',
  });
  rig.commit('gates');
  rig.write({ 'results.json': '{"accuracy": 0.25, "deep": {"loss": 1.0}}\n' });
  await rig.mltrack('repro -q');
  return rig;
}

describe('report', () => {
  it('is Markdown in a pipe, and has colours and words at a terminal', async () => {
    using rig = await worsened();
    expect((await rig.mltrack('report')).stdout).toMatch(/^## ❌ project: 1 gate failed/);
    rig.answers.push('');
    const { stdout } = await rig.mltrack('report');
    expect(stdout).not.toContain('##');
    expect(stdout).toContain('accuracy');
  });

  it('says the same to people without colours', async () => {
    using rig = await worsened();
    const { code, stdout } = await rig.mltrack('report --format terminal');
    const commit = rig.git('rev-parse', '--short=7', 'HEAD').trim();
    expect(code).toBe(0);
    expect(stdout.replace(/ran \d+\.\d s/g, 'ran 0.0 s')).toBe(
      `project: 1 gate failed, 1 metric worse

✗ accuracy 0.5000 → 0.2500, ▼ 0.2500 (-50.0%); allowed: drop ≤ 0.1

Metric    Base ${commit}    Now     Change                   Gate
accuracy  0.5000          0.2500  ▼ 0.2500 (-50.0%) worse  drop ≤ 0.1 ✗

train changed, ran 0.0 s
  results.json changed

1 more metric: see \`metrics diff --all\`

Base: ${commit}, the last commit, as the workspace has changes · head: ${commit} with changes
`.replace(/ +$/gm, ''),
    );
  });

  it('is written in the format that the name of its file says', async () => {
    using rig = await worsened();
    await rig.mltrack('report -o r.json');
    expect(JSON.parse(rig.read('r.json'))).toMatchObject({ version: 1, verdict: 'fail' });
    await rig.mltrack('report -o r.htm');
    expect(rig.read('r.htm')).toMatch(/^<!doctype html>/);
    await rig.mltrack('report -o r.txt');
    expect(rig.read('r.txt')).toMatch(/^## /);
    await rig.mltrack('report -o r.txt --format html');
    expect(rig.read('r.txt')).toMatch(/^<!doctype html>/);
  });

  it('as a page fills its frame, and names no folder of this machine in any format', async () => {
    using rig = await worsened();
    for (const format of ['md', 'summary', 'json', 'html', 'terminal']) {
      const { code, stdout } = await rig.mltrack(`report --format ${format}`);
      expect(code).toBe(0);
      expect(stdout).not.toContain('{{');
      expect(stdout).not.toContain(rig.root);
    }
  });

  it('for a terminal is not written to a file', async () => {
    using rig = await worsened();
    const { code, stderr } = await rig.mltrack('report --format terminal -o x');
    expect(code).toBe(2);
    expect(stderr).toContain('leave out --out');
    expect(rig.has('x')).toBe(false);
  });
});
