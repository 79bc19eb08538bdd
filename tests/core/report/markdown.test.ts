import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../src/core/report/markdown.ts';
import { SECTIONS } from '../../../src/model/report.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { MetricRow, Report, StageRow } from '../../../src/model/report.ts';

const metric = (name: string, more: Partial<MetricRow> = {}): MetricRow => ({
  ...{ file: 'm.json', name, old: 1, new: 1, worth: 'same', isAside: false },
  ...more,
});
const stage = (name: string, more: Partial<StageRow> = {}): StageRow => ({
  ...{ name, state: 'same', why: [], upstream: [] },
  ...more,
});

const quiet: Report = {
  name: 'farm',
  base: { kind: 'commit', commit: 'a'.repeat(40), name: 'main', how: 'merge-base' },
  head: { commit: 'b'.repeat(40), isDirty: false },
  metrics: [metric('acc')],
  params: [],
  stages: [stage('prepare'), stage('train', { upstream: ['prepare'] })],
  data: [],
  plots: [],
  pictures: [],
  history: [],
  troubles: [],
  look: { parts: SECTIONS.map(name => ({ kind: 'section', name })), isOwn: false },
};

function print(
  more: Partial<Report>,
  most = 60_000,
  room: { readonly isRoomy?: boolean; readonly sizeOf?: (text: string) => number } = {},
): string {
  const links = { linkOf: () => 'x.files/a.png', plotLinkOf: () => 'x.files/b.png' };
  return reportMarkdown({ ...quiet, ...more }, { most, version: '1.0.0', ...links, ...room });
}

const worse = metric('acc', { new: 0, worth: 'worse' });

describe('a report as Markdown', () => {
  it('is one line and a footer where nothing changed, and the rest is folded', () => {
    const text = print({});
    expect(text).toMatch(
      /^## ✅ farm: no metric changed\n\n<details><summary>Details<\/summary>\n\n[^]*\n\n<\/details>\n\n<sub>Base: `aaaaaaa`, where the branch left `main` · head: bbbbbbb · mltrack 1\.0\.0<\/sub>\n$/,
    );
    expect(text).toContain('Pipeline: 2 stages, 2 unchanged');
    expect(text).toContain('| `acc` | 1 | 1 | = |');
  });

  it('is not folded by a template of the project’s own, nor where there is trouble', () => {
    const look = { ...quiet.look, isOwn: true };
    expect(print({ look })).not.toContain('Details');
    expect(print({ troubles: ['m.json cannot be read'] })).not.toContain('Details');
  });

  it('has what matters at once and the rest in folds', () => {
    const text = print({
      metrics: [worse, metric('same'), metric('odd', { new: 2, worth: 'other', isAside: true })],
    });
    const [seen = '', folded = ''] = text.split(
      '<details><summary>1 metric unchanged, 1 more metric changed</summary>',
    );
    expect(seen).toContain('`acc`');
    expect(seen).not.toContain('`odd`');
    expect(folded).toContain('`same`');
    expect(folded).toContain('`odd`');
  });

  it('shows of very many metrics those that matter most, and folds the others', () => {
    const many = Array.from({ length: 60 }, (_, number) => metric(`n${number}`, { new: 2, worth: 'other' }));
    const text = print({ metrics: [...many, worse] });
    const [seen = '', folded = ''] = text.split('<details><summary>11 more metrics changed</summary>');
    expect(seen).toContain('`acc`');
    expect([seen, folded].map(part => part.match(/\| `n\d+` \|/g)?.length)).toEqual([49, 11]);
  });

  it('leaves out what there is no room for, and says so', () => {
    const many = Array.from({ length: 500 }, (_, number) => metric(`metric number ${number}`));
    const text = print({ metrics: [worse, ...many] }, 2000);
    expect(text.length).toBeLessThan(2000);
    expect(text).toContain('| `acc` | 1 | 0 |');
    expect(text).toContain('500 metrics unchanged: left out, as there is no room for them.');
  });

  it('says of runs with several seeds what they say of the change, and why there are none', () => {
    const settings = { file: 'params.yaml', key: 'seed' };
    const noise = {
      settings,
      pairs: [1, 2].map(seed => ({ seed, old: 0.9, new: 0.9 - seed / 100 })),
      interval: { level: 0.95, low: -0.08, high: 0.05 },
      standing: 'within',
    };
    const gate = {
      file: 'm.json',
      metric: 'acc',
      rule: { maxDrop: { amount: 0.1, unit: 'absolute' }, level: 'fail' },
    };
    const about = { file: 'm.json', metric: 'acc', gate, part: 'maxDrop', old: 0.9, new: 0.885 };
    const why = { kind: 'seeds', detail: 'train failed', lines: ['```', '@team'] };
    const results = [
      { ...about, verdict: 'pass', noise },
      { ...about, metric: 'auc', verdict: 'undecided', why },
    ] as unknown as NonNullable<Report['gates']>['results'];
    const text = print({ gates: { verdict: 'undecided', results }, metrics: [worse] });
    expect(text).toContain(
      '\n- `acc`: 0.9000 → 0.8850, 95 % interval of the change &#91;−0.0800, +0.0500&#93;: not distinguishable from noise',
    );
    expect(text).toContain('train failed\n\n````\n```\n@team\n````\n');
  });

  it('tells of long lists the first, and all where there is room', () => {
    const many = Array.from({ length: 30 }, (_, index) => index);
    const report: Partial<Report> = {
      stages: many.map(index => stage(`s${index}`, { state: 'changed', why: ['a', 'b', 'c', 'd'] })),
      data: many.map(index => ({ path: `d${index}` as RepoPath })),
      troubles: many.map(index => `trouble ${index}`),
    };
    const short = print(report);
    for (const words of ['- and 10 more stages', 'a; b; c; 1 more', '- and 10 more', 'and 20 more'])
      expect(short).toContain(words);
    const whole = print(report, 60_000, { isRoomy: true });
    for (const words of ['`s29` changed: a; b; c; d', '`d29`', 'trouble 29']) expect(whole).toContain(words);
    expect(whole).not.toContain(' more');
  });

  it('is measured in bytes where bytes are what counts', () => {
    const metrics = Array.from({ length: 40 }, (_, index) => metric(`東京${index}`, { worth: 'other' }));
    const sizeOf = (text: string): number => Buffer.byteLength(text);
    const most = print({ metrics }).length;
    expect(print({ metrics }, most)).toContain('東京39');
    const text = print({ metrics }, most, { sizeOf });
    expect(sizeOf(text)).toBeLessThanOrEqual(most);
    expect(text).not.toContain('東京39');
  });

  it('says why there is no baseline, and shows no column of one', () => {
    const text = print({ metrics: [metric('acc', { old: null, worth: 'new' })] });
    expect(text).toContain(
      '| Metric | head bbbbbbb |\n| :-- | --: |\n| `acc` | 1 |\n\nNo baseline: `m.json` does not exist at aaaaaaa.',
    );
    expect(print({ base: { kind: 'none', why: 'no-git' } })).toContain(
      'No baseline: not in a git repository.',
    );
  });

  it('shows the last lines of a stage that failed in a fence that nothing in them ends', () => {
    const failed = stage('train', {
      state: 'failed',
      tail: 'a\n```\n@team',
      run: { outcome: 'failed', elapsedMs: 1, exit: 1 },
    });
    const text = print({ stages: [failed] });
    expect(text).toMatch(/^## 💥 farm: stage train failed \(exit 1\)\n/);
    expect(text).toContain('The last lines of `train`:\n\n````\na\n```\n@team\n````\n');
  });

  it('has pictures side by side, with names that are shown in tables of HTML as well', () => {
    const here = { kind: 'here', bytes: Buffer.from('x') } as const;
    const picture = { path: 'a.png' as Report['pictures'][number]['path'], change: 'changed' } as const;
    const text = print({ pictures: [{ ...picture, head: here, base: { kind: 'lost' } }] });
    expect(text).toContain(
      '<table><tr><th><code>a.png</code>: base</th><th><code>a.png</code>: now</th></tr>',
    );
    const links = { linkOf: () => undefined, plotLinkOf: () => undefined };
    const lost = {
      ...quiet,
      pictures: [{ ...picture, head: { kind: 'lost' }, base: { kind: 'lost' } }],
    } as const;
    expect(reportMarkdown(lost, { most: 9000, version: '1', ...links })).toContain(
      '<td>neither in git nor in the cache</td>',
    );
  });

  it('draws of a very large pipeline what changed and what is next to it', () => {
    const chain = Array.from({ length: 100 }, (_, at) =>
      stage(`s${at}`, { upstream: at === 0 ? [] : [`s${at - 1}`] }),
    );
    const stages = chain.map((each, at): StageRow => (at === 50 ? { ...each, state: 'changed' } : each));
    const text = print({ stages });
    expect(text).toContain('Pipeline: 100 stages, 99 unchanged, 1 ran');
    expect(text.match(/s(\d+) unchanged/g)).toEqual(['s49 unchanged', 's51 unchanged']);
  });
});
