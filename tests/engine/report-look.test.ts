import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rig } from '../rig/rig.ts';
import { trained } from '../rig/trained.ts';

async function report(rig: Rig): Promise<string> {
  const { code, stdout, stderr } = await rig.mltrack('report');
  return code === 0 ? stdout : stderr;
}

/** What stands out in a report, from the top. */
async function outline(rig: Rig): Promise<readonly string[]> {
  const text = await report(rig);
  return [...text.matchAll(/^(?:## .|\*\*\w+\*\*|<details>.*?:|\| Metric|\| Parameter|<sub>|# .*)/gm)].map(
    ([line]) => line,
  );
}

async function changed(): Promise<Rig> {
  const { rig } = await trained();
  rig.write({ 'params.yaml': 'lr: 0.2\n', 'results.json': '{"accuracy": 0.6, "deep": {"loss": 1.0}}' });
  await rig.mltrack('repro -q');
  return rig;
}

describe('a report of a project that chooses', () => {
  it('sections has these in this order, between title and footer', async () => {
    using rig = await changed();
    expect(await outline(rig)).toEqual([
      ...['## ✅', '| Metric', '**Stages**', '**Parameters**', '| Parameter', '<details><summary>Pipeline:'],
      ...['| Metric', '<sub>'],
    ]);
    rig.write({ 'mltrack.yaml': 'report: {sections: [params, metrics]}\n' });
    expect(await outline(rig)).toEqual(['## ✅', '**Parameters**', '| Parameter', '| Metric', '<sub>']);
    rig.write({ 'mltrack.yaml': 'report: {sections: []}\n' });
    expect(await outline(rig)).toEqual(['## ✅', '<sub>']);
  });

  it('the precision rounds by it', async () => {
    using rig = await changed();
    expect(await report(rig)).toContain('| `accuracy` | 0.5000 | 0.6000 | ▲ 0.1000 (+20.0%) ✅ |');
    rig.write({ 'mltrack.yaml': 'report: {precision: 2}\n' });
    expect(await report(rig)).toContain('| `accuracy` | 0.50 | 0.60 | ▲ 0.10 (+20.0%) ✅ |');
  });

  it('a template has its words and its places', async () => {
    using rig = await changed();
    rig.write({
      'mltrack.yaml': 'report: {template: docs/report.md}\n',
      'docs/report.md':
        '# For reviewers\nSee docs.\n<!-- mltrack:metrics -->\n<!-- mltrack:history -->\n\n---\n',
    });
    const text = await report(rig);
    expect(text).toMatch(/^# For reviewers\nSee docs\.\n\n\| Metric .*\n/);
    expect(text).toMatch(/✅ \|\n\n---\n$/);
  });
});

describe('a template', () => {
  it('with mistakes is refused, with all of them', async () => {
    using rig = await changed();
    rig.write({
      'mltrack.yaml': 'report: {template: r.md}\n',
      'r.md': 'Hello\n<!-- mltrack:metric -->\n',
    });
    const { code, stderr } = await rig.mltrack('report');
    expect(code).toBe(2);
    expect(stderr).toBe(
      [
        "ERROR: './r.md' validation failed.",
        '',
        'r.md:2:1  there is no section `metric`',
        ' 2 | <!-- mltrack:metric -->',
        '   | ^~~~~~~~~~~~~~~~~~~~~~~',
        '   = did you mean `metrics`?',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['nowhere.md', 'there is no such file'],
    ['../outside.md', 'lies outside the project'],
    ['linked.md', 'it is a link that leads out of the project'],
    ['long.md', 'it is longer than 20000 characters'],
  ])('%s is refused where it is named: %s', async (template, message) => {
    using rig = await changed();
    rig.write({ 'mltrack.yaml': `report:\n  template: ${template}\n`, 'long.md': 'x'.repeat(20_001) });
    rig.write({ '../secret.md': 'secret' });
    symlinkSync('../secret.md', join(rig.root, 'linked.md'));
    const { code, stderr } = await rig.mltrack('report');
    expect(code).toBe(2);
    expect(stderr).toContain(`mltrack.yaml:2:13  ${message}\n 2 |   template: ${template}\n`);
  });
});
