import { describe, expect, it } from 'vitest';
import { KeyCandidates } from '../../../src/core/yaml/key-candidates.ts';
import type { KeyCandidate } from '../../../src/core/yaml/key-candidates.ts';
import { Source } from '../../../src/core/yaml/source.ts';

function candidate(level: number, at: number, required = false): KeyCandidate {
  return { level, index: at, at, lineStart: 0, column: at, required };
}

describe('what may turn out to be a key', () => {
  it('is taken on its own level only', () => {
    const candidates = new KeyCandidates(new Source('[[a'));
    candidates.add(candidate(0, 0));
    candidates.add(candidate(1, 1));
    expect([candidates.take(0), candidates.take(1), candidates.first()]).toEqual([
      undefined,
      candidate(1, 1),
      candidate(0, 0),
    ]);
  });

  it('is given up with the line, and when it is too far away', () => {
    const source = new Source(`a${' '.repeat(2000)}\nb`);
    const candidates = new KeyCandidates(source);
    candidates.add(candidate(0, 0));
    source.at = 1024;
    candidates.dropStale();
    expect(candidates.first()).toEqual(candidate(0, 0));
    source.at = 1025;
    candidates.dropStale();
    expect(candidates.first()).toBeUndefined();
    candidates.add(candidate(0, 1000));
    source.at = 2002;
    candidates.dropStale();
    expect(candidates.first()).toBeUndefined();
  });

  it('is missed where nothing else may stand', () => {
    const candidates = new KeyCandidates(new Source('a'));
    candidates.add(candidate(0, 0, true));
    candidates.drop(1);
    expect(() => candidates.drop(0)).toThrow('a `:` must follow this');
    candidates.clear();
    candidates.drop(0);
  });
});
