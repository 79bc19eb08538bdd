import { expect, it } from 'vitest';
import { revisionsJson } from '../../../src/core/metrics/json.ts';
import type { RevisionMetrics } from '../../../src/core/metrics/revisions.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import { Float } from '../../../src/model/value.ts';

it('metrics stand below revision and file, and what is wrong stands in the place of what it is wrong with', () => {
  const revisions = new Map<string, RevisionMetrics>([
    [
      'workspace',
      {
        data: new Map([
          ['m.json', { data: new Map([['a', new Float(1)]]) }],
          ['gone.json', { error: { type: 'FileNotFoundError', message: '', detail: 'for people' } }],
        ]),
      },
    ],
    ['main', { error: { type: 'YAMLSyntaxError', message: 'no "map"' } }],
    ['empty', { data: new Map() }],
  ]);
  expect(dumpJson(revisionsJson(revisions))).toBe(
    '{"workspace": {"data": {"m.json": {"data": {"a": 1.0}}, ' +
      '"gone.json": {"error": {"type": "FileNotFoundError", "msg": ""}}}}, ' +
      '"main": {"error": {"type": "YAMLSyntaxError", "msg": "no \\"map\\""}}, "empty": {"data": {}}}',
  );
});
