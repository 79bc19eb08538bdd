import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../src/core/report/html.ts';
import type { GateResult } from '../../../src/model/gate.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Report } from '../../../src/model/report.ts';
import { failed, sampleReport } from '../../rig/sample-report.ts';

const bodyOf = async (more: Partial<Report> = {}): Promise<string> =>
  (await reportPage(sampleReport(more), '1.2.3')).body;

/** What is read of it. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');

describe('a report as a page', () => {
  it('says what matters most first, then what changed, what ran and why', async () => {
    const { title, body } = await reportPage(sampleReport(), '1.2.3');
    expect(title).toBe('pumps: 1 gate failed, 1 metric worse');
    const text = textOf(body);
    const order = [
      'pumps: 1 gate failed, 1 metric worse',
      "Base: aaaaaaa, where the branch left 'main' · head: bbbbbbb",
      'accuracy 0.8750 → 0.7500, ▼ 0.1250 (-14.3%); allowed: drop ≤ 0.1',
      'accuracy 0.8750 0.7500 ▼ 0.1250 (-14.3%) worse drop ≤ 0.1 failed',
      'train changed, ran 1.5 s train.lr in params.yaml changed',
      'train.lr 0.1 auto',
      'prepare unchanged',
      'train ran 1.5 s',
      '1 metric unchanged',
      'mltrack 1.2.3',
    ];
    const found = order.map(words => text.indexOf(words));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
  });

  it('holds its pictures, both sides of them, and says where one is not', async () => {
    const bytes = (text: string) => ({ kind: 'here' as const, bytes: new TextEncoder().encode(text) });
    const body = await bodyOf({
      pictures: [
        { path: 'a.SVG' as RepoPath, base: bytes('old'), head: bytes('new'), change: 'changed' },
        { path: 'b.jpg' as RepoPath, base: { kind: 'lost' }, head: bytes('new'), change: 'changed' },
        { path: 'c.png' as RepoPath, base: bytes('x'), head: bytes('x'), change: 'same' },
      ],
    });
    expect(body).toContain('src="data:image/svg+xml;base64,b2xk"');
    expect(body).toContain('src="data:image/svg+xml;base64,bmV3"');
    expect(body).toContain('src="data:image/jpeg;base64,bmV3"');
    expect(textOf(body)).toContain('b.jpg : base neither in git nor in the cache');
    expect(textOf(body)).toContain('1 picture unchanged');
  });

  it('draws numbers over time as a line that ends with what is now', async () => {
    const points = [1, undefined, NaN, 3].map((value, index) => ({ commit: `c${index}`, value }));
    const body = await bodyOf({ history: [{ file: 'm.json', name: 'loss', points, now: 2 }] });
    expect(body).toContain('<polyline points="12,94 355.5,16 470,55">');
    expect(body.match(/<title>c\d: [^<]*/g)).toEqual(['<title>c0: 1', '<title>c3: 3']);
    expect(body).toContain('<text x="480" y="60">2</text>');
    const lonely = await bodyOf({ history: [{ file: 'm.json', name: 'loss', points: [], now: 2 }] });
    expect(lonely).not.toContain('<polyline');
  });

  it('says below the metrics what runs with several seeds say, and why there are none', async () => {
    const noise = {
      settings: { file: 'params.yaml', key: 'seed' },
      pairs: [1, 2].map(seed => ({ seed, old: 0.9, new: 0.9 - seed / 100 })),
      interval: { level: 0.95, low: -0.08, high: 0.05 },
      standing: 'within',
    } as unknown as NonNullable<GateResult['noise']>;
    const results: readonly GateResult[] = [
      { ...failed('m.json', 'acc', 0.9, 0.885), verdict: 'pass', noise },
      {
        ...failed('m.json', 'auc', 0.9, 0.8),
        verdict: 'undecided',
        why: { kind: 'seeds', detail: 'train failed', lines: ['<b>', 'no memory'] },
      },
    ];
    const body = await bodyOf({ gates: { verdict: 'undecided', results } });
    expect(textOf(body)).toContain('acc : 0.9000 → 0.8850, 95 % interval of the change');
    expect(body).toContain('train failed<pre>&#60;b&#62;\nno memory</pre>');
  });

  it('has the sections of the template in their order', async () => {
    const parts = [
      { kind: 'section', name: 'params' },
      { kind: 'text', text: '### Words' },
      { kind: 'section', name: 'title' },
    ] as const;
    const text = textOf(await bodyOf({ look: { parts, isOwn: true } }));
    expect(text).toMatch(/^ Parameters .* pumps: 1 gate failed/);
    expect(text).not.toContain('Words');
    expect(text).not.toContain('accuracy');
  });

  it('shows the end of what a failed stage printed', async () => {
    const body = await bodyOf({
      stages: [
        {
          name: 'train',
          state: 'failed',
          why: [],
          tail: '<b>oh\nno',
          upstream: [],
          run: { outcome: 'failed', elapsedMs: 1, exit: 2 },
        },
      ],
    });
    expect(textOf(body)).toContain('pumps: stage train failed (exit 2)');
    expect(body).toContain('<pre>&#60;b&#62;oh\nno</pre>');
  });

  it('takes nothing from data for more than text', async () => {
    const name = '"><script>alert(1)</script><img src=x onerror=y>&lt;';
    const body = await bodyOf({
      name,
      metrics: [{ file: name, name, old: name, new: name, worth: 'other', isAside: false }],
      params: [{ file: name, name, old: name, new: name }],
      gates: { verdict: 'fail', results: [failed(name, name, 1, 0)] },
      stages: [
        { name, state: 'changed', why: [name], upstream: [] },
        { name: `${name}2`, state: 'failed', why: [name], tail: name, upstream: [name] },
      ],
      pictures: [
        { path: `${name}.png` as RepoPath, head: { kind: 'here', bytes: new Uint8Array(1) }, change: 'new' },
        { path: name as RepoPath, head: { kind: 'lost' }, change: 'new' },
      ],
      troubles: [name],
    });
    const opened = [...body.matchAll(/<(?!\/)([a-z0-9]+)((?: [a-zA-Z-]+="[^"]*")*)>/g)];
    expect(opened).toHaveLength((body.match(/<(?!\/)/g) ?? []).length);
    expect(opened.map(([, tag]) => tag)).not.toContain('script');
    expect(opened.some(([, , attributes = '']) => / on\w+="/.test(attributes))).toBe(false);
    expect(body.match(/<img /g)).toHaveLength(1);
  });
});
