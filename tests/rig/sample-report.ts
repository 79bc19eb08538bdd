import type { Gate, GateResult } from '../../src/model/gate.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { SECTIONS } from '../../src/model/report.ts';
import type { Report } from '../../src/model/report.ts';
import { Float } from '../../src/model/value.ts';

/** What a report of a small change says: a metric fell too far, one stage ran. */
export function sampleReport(more: Partial<Report> = {}): Report {
  return {
    name: 'pumps',
    base: { kind: 'commit', commit: 'a'.repeat(40), name: 'main', how: 'merge-base' },
    head: { commit: 'b'.repeat(40), isDirty: false },
    gates: { verdict: 'fail', results: [failed('metrics.json', 'accuracy', 0.875, 0.75)] },
    metrics: [
      {
        file: 'metrics.json',
        name: 'accuracy',
        old: new Float(0.875),
        new: new Float(0.75),
        worth: 'worse',
        isAside: false,
      },
      { file: 'metrics.json', name: 'rows', old: 100, new: 100, worth: 'same', isAside: false },
    ],
    params: [{ file: 'params.yaml', name: 'train.lr', old: new Float(0.1), new: 'auto' }],
    stages: [
      { name: 'prepare', state: 'same', why: [], upstream: [] },
      {
        name: 'train',
        state: 'changed',
        why: ['train.lr in params.yaml changed'],
        run: { outcome: 'ran', elapsedMs: 1500 },
        upstream: ['prepare'],
      },
    ],
    data: [],
    plots: [],
    pictures: [],
    history: [],
    troubles: [],
    look: { parts: SECTIONS.map(name => ({ kind: 'section', name })), isOwn: false },
    ...more,
  };
}

/** A gate that allows no more of a drop than 0.1, and what it says. */
export function failed(file: string, metric: string, old: number, now: number): GateResult {
  const gate: Gate = {
    file,
    metric,
    rule: {
      direction: 'higher',
      maxDrop: { amount: 0.1, unit: 'absolute' },
      tolerance: 0,
      required: false,
      level: 'fail',
    },
    place: { file: 'mltrack.yaml' as RepoPath },
  };
  return { file, metric, gate, part: 'maxDrop', verdict: 'fail', old, new: now };
}
