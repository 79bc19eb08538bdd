import { describe, expect, it } from 'vitest';
import { findEntry, REGISTRY } from '../../src/cli/registry.ts';

describe('the list of commands', () => {
  it('says what each command says of itself', async () => {
    for (const { name, summary, load } of REGISTRY) {
      const { spec } = (await load()).command;
      expect(summary, name).toBe(spec.summary);
    }
  });

  it('holds each name once', () => {
    const names = REGISTRY.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('every command has examples of itself, and sentences without a full stop', async () => {
    for (const { name, load } of REGISTRY) {
      const { spec } = (await load()).command;
      const others = REGISTRY.filter(other => other.summary === spec.summary).map(other => other.name);
      expect(spec.examples.length, name).toBeGreaterThan(0);
      for (const { command } of spec.examples)
        expect(
          others.some(each => command.startsWith(each)),
          command,
        ).toBe(true);
      for (const each of [spec.summary, ...(spec.options ?? []).map(option => option.description)])
        expect(each.endsWith('.'), each).toBe(false);
    }
  });
});

describe('finding a command', () => {
  it.each([
    [['metrics', 'diff', 'main'], 'metrics diff'],
    [['stage', 'list'], 'stage list'],
    [['add', 'data'], 'add'],
    [['stage'], undefined],
    [['diff', 'metrics'], 'diff'],
    [[], undefined],
  ])('%j', (words, name) => {
    expect(findEntry(words)?.name).toBe(name);
  });
});
