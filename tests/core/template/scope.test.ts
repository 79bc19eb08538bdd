import { describe, expect, it } from 'vitest';
import { isNode, Leaf, mapNodeOf, Scope, valueOf } from '../../../src/core/template/scope.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

function map(entries: Readonly<Record<string, Value>>): ValueMap {
  return new Map(Object.entries(entries));
}

function scopeOf(...sources: readonly (readonly [name: string, content: ValueMap])[]): Scope {
  const scope = new Scope();
  for (const [source, content] of sources)
    scope.merge(mapNodeOf(content, { source, file: source, path: [] }));
  return scope;
}

function found(scope: Scope, ...parts: readonly string[]): unknown {
  const node = scope.select(parts);
  return isNode(node) ? valueOf(node) : node;
}

describe('values by name', () => {
  const scope = scopeOf(
    ['a.yaml', map({ train: map({ lr: 1, layers: [64, 32] }) })],
    ['b.yaml', map({ train: map({ seed: 2 }) })],
  );

  it('come from all sources, maps of one name joined', () => {
    expect(found(scope, 'train', 'lr')).toBe(1);
    expect(found(scope, 'train', 'seed')).toBe(2);
  });

  it('of lists are counted from either end', () => {
    expect(found(scope, 'train', 'layers', '1')).toBe(32);
    expect(found(scope, 'train', 'layers', '-2')).toBe(64);
    expect(found(scope, 'train', 'layers', '2')).toEqual({
      found: ['train', 'layers'],
      candidates: ['0', '1'],
    });
  });

  it('that are missing tell how far the name led, and what goes on from there', () => {
    expect(found(scope, 'train', 'x', 'y')).toEqual({
      found: ['train'],
      candidates: ['lr', 'layers', 'seed'],
    });
    expect(found(scope, 'train', 'lr', 'x')).toEqual({ found: ['train', 'lr'], candidates: [] });
    expect(found(scope, '__proto__')).toEqual({ found: [], candidates: ['train'] });
  });

  it('know their file and their place in it', () => {
    const node = scope.select(['train', 'layers', '0']);
    expect(isNode(node) && node.origin).toEqual({
      source: 'a.yaml',
      file: 'a.yaml',
      path: ['train', 'layers', '0'],
    });
  });

  it('cannot be given twice', () => {
    const twice = scope
      .clone()
      .merge(mapNodeOf(map({ train: map({ lr: 3 }) }), { source: 'vars[0]', path: [] }));
    expect(twice).toEqual({ path: 'train.lr', source: 'vars[0]', existing: 'a.yaml' });
  });
});

describe('a copy', () => {
  it('takes new values without the original having them', () => {
    const scope = scopeOf(['a', map({ x: map({ y: 1 }) })]);
    const copy = scope.clone();
    copy.merge(mapNodeOf(map({ x: map({ z: 2 }) }), { source: 'b', path: [] }));
    expect([found(copy, 'x', 'z'), found(copy, 'x', 'y')]).toEqual([2, 1]);
    expect(found(scope, 'x', 'z')).toEqual({ found: ['x'], candidates: ['y'] });
  });
});

describe('names for a while', () => {
  it('hide others, are reserved meanwhile, and leave all as it was, after a failure too', async () => {
    const scope = scopeOf(['a', map({ item: 'old' })]);
    const names = new Map([
      ['item', new Leaf('new')],
      ['key', new Leaf('k')],
    ]);
    const work = scope.with(names, () => {
      expect([found(scope, 'item'), found(scope, 'key'), [...scope.reserved]]).toEqual([
        'new',
        'k',
        ['item', 'key'],
      ]);
      return Promise.reject(new Error('stop'));
    });
    await expect(work).rejects.toThrow('stop');
    expect([found(scope, 'item'), scope.has('key'), scope.reserved.size]).toEqual(['old', false, 0]);
  });
});
