import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { dumpJson } from '../../../src/core/python/json.ts';
import { reportJson } from '../../../src/core/report/json.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Report } from '../../../src/model/report.ts';
import { Float } from '../../../src/model/value.ts';
import { sampleReport } from '../../rig/sample-report.ts';

const SCHEMA = new URL('../../../templates/report/report.schema.json', import.meta.url);
const NO_LINKS = { linkOf: () => undefined, plotLinkOf: () => undefined };

const read = (more = {}, linkOf = (): string | undefined => undefined): Record<string, unknown> =>
  JSON.parse(dumpJson(reportJson(sampleReport(more), { linkOf, plotLinkOf: linkOf }))) as Record<
    string,
    unknown
  >;

describe('a report as JSON', () => {
  it('says how it is measured, what gates say, what changed and why', () => {
    const { gates, ...rest } = read();
    expect(gates).toMatchObject({ verdict: 'fail', results: [{ metric: 'accuracy', change: -0.125 }] });
    expect(rest).toEqual({
      version: 1,
      name: 'pumps',
      verdict: 'fail',
      headline: 'pumps: 1 gate failed, 1 metric worse',
      base: {
        name: 'main',
        sha: 'a'.repeat(40),
        how: 'merge-base',
        why: "aaaaaaa, where the branch left 'main'",
      },
      head: { sha: 'b'.repeat(40), dirty: false },
      metrics: [
        { file: 'metrics.json', metric: 'accuracy', old: 0.875, new: 0.75, change: -0.125, worth: 'worse' },
        { file: 'metrics.json', metric: 'rows', old: 100, new: 100, change: 0, worth: 'same' },
      ],
      params: [{ file: 'params.yaml', param: 'train.lr', old: 0.1, new: 'auto' }],
      stages: [
        { name: 'prepare', state: 'same', why: [], run: null, tail: null, upstream: [] },
        {
          name: 'train',
          state: 'changed',
          why: ['train.lr in params.yaml changed'],
          run: { outcome: 'ran', seconds: 1.5, exit: null },
          tail: null,
          upstream: ['prepare'],
        },
      ],
      data: [],
      plots: [],
      pictures: [],
      history: [],
      troubles: [],
    });
  });

  it.each([
    {},
    { base: { kind: 'none', why: 'first-commit' } },
    { head: { isDirty: false }, params: [], stages: [] },
  ] satisfies Partial<Report>[])('is as its schema says', more => {
    const isValid = new Ajv().compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    isValid(read(more));
    expect(isValid.errors).toBeNull();
  });

  it('has no gates where none are declared, and is broken where a stage failed', () => {
    const { gates, ...bare } = sampleReport();
    expect(gates).toBeDefined();
    const stages = [
      {
        name: 'train',
        state: 'failed',
        why: [],
        run: { outcome: 'failed', elapsedMs: 1, exit: 3 },
        upstream: [],
      },
    ] as const;
    const json = JSON.parse(dumpJson(reportJson({ ...bare, stages }, NO_LINKS))) as object;
    expect(json).toMatchObject({ verdict: 'broken', gates: null, stages: [{ run: { exit: 3 } }] });
  });

  it('writes numbers that JSON has nothing for as texts', () => {
    const row = (old: unknown, now: unknown) => ({ file: 'm', name: '', old, new: now, worth: 'other' });
    const { metrics } = read({
      metrics: [
        row(new Float(NaN), new Float(-Infinity)),
        row(2n ** 70n, new Map([['a', [new Float(Infinity)]]])),
      ],
    });
    expect(metrics).toMatchObject([
      { old: 'nan', new: '-inf', change: 'nan' },
      { old: 2 ** 70, new: { a: ['inf'] }, change: null },
    ]);
  });

  it('has what became of data, charts, and numbers over time', () => {
    const found = read(
      {
        data: [{ path: 'raw' as RepoPath, new: { bytes: 10, files: 2 } }],
        plots: [{ name: 'loss.csv', change: 'changed', troubles: ['no column x'] }],
        history: [
          {
            file: 'm',
            name: 'loss',
            points: [
              { commit: 'c1', value: 0.5 },
              { commit: 'c2', value: undefined },
            ],
            now: NaN,
          },
        ],
      },
      () => 'r.files/a.png',
    );
    expect(found).toMatchObject({
      data: [{ path: 'raw', old: null, new: { bytes: 10, files: 2 } }],
      plots: [{ name: 'loss.csv', change: 'changed', file: 'r.files/a.png', troubles: ['no column x'] }],
      history: [
        {
          file: 'm',
          metric: 'loss',
          points: [
            { sha: 'c1', value: 0.5 },
            { sha: 'c2', value: null },
          ],
          now: 'nan',
        },
      ],
    });
  });

  it('says of pictures where they are, or why not', () => {
    const picture = {
      path: 'roc.png' as RepoPath,
      head: { kind: 'here', bytes: new Uint8Array(3) },
      base: { kind: 'lost' },
      change: 'changed',
    };
    const { pictures } = read({ pictures: [picture] }, () => 'report.files/x.png');
    expect(pictures).toEqual([
      {
        path: 'roc.png',
        change: 'changed',
        base: { state: 'lost', bytes: null, file: 'report.files/x.png' },
        head: { state: 'here', bytes: 3, file: 'report.files/x.png' },
      },
    ]);
  });
});
