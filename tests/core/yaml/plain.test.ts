import { describe, expect, it } from 'vitest';
import { plainKind, readAs, readPlain } from '../../../src/core/yaml/plain.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Scalar } from '../../../src/model/value.ts';

// As ruamel.yaml 0.19 reads these words.
describe('an unquoted text', () => {
  it.for<[string, Scalar]>([
    ['1e3', new Float(1000, '1e3')],
    ['1E-5', new Float(1e-5, '1E-5')],
    ['1_0.5', new Float(10.5, '1_0.5')],
    ['+.5', new Float(0.5, '+.5')],
    ['1.', new Float(1, '1.')],
    ['.inf', new Float(Infinity, '.inf')],
    ['-.INF', new Float(-Infinity, '-.INF')],
    ['.NaN', new Float(NaN, '.NaN')],
    ['1_000', 1000],
    ['0o17', 15],
    ['010', 10],
    ['0x1F', 31],
    ['0b11', 3],
    ['-0', 0],
    ['+5', 5],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-123456789012345678901234567890', -123456789012345678901234567890n],
    ['0xffffffffffffffffffff', 0xffffffffffffffffffffn],
    ['2020-01-01', new Timestamp('2020-01-01')],
    ['2020-1-1', '2020-1-1'],
    ['12:30:45', '12:30:45'],
    ['yes', 'yes'],
    ['off', 'off'],
    ['True', true],
    ['FALSE', false],
    ['tRUE', 'tRUE'],
    ['~', null],
    ['', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['.5e5', '.5e5'],
    ['1e', '1e'],
    ['1.2.3', '1.2.3'],
    ['0o8', '0o8'],
    ['inf', 'inf'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
  ])('%s is %s', ([text, value]) => {
    expect(readPlain(text)).toEqual(value);
  });

  it.for(['<<', '=', '0b_', '+_', '2020-02-30', '2020-13-01', '._'])(
    '%s is nothing that can be read',
    text => {
      expect(readPlain(text)).toBeUndefined();
    },
  );

  it('is an integer of as many digits as Python reads, and no more, without taking long', () => {
    expect(readPlain('7'.repeat(4300))).toBe(BigInt('7'.repeat(4300)));
    const started = performance.now();
    expect(readPlain('7'.repeat(4301))).toBeUndefined();
    expect(readPlain('7'.repeat(1_000_000))).toBeUndefined();
    expect(plainKind(`${'1'.repeat(100_000)}x`)).toBe('text');
    expect(plainKind(`1${'_'.repeat(100_000)}.`)).toBe('float');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('keeps how a float is written', () => {
    expect(readPlain('1.50')).toMatchObject({ value: 1.5, text: '1.50' });
  });

  it('can be told what it is by a tag', () => {
    expect([readAs('text', '1'), readAs('integer', '1'), readAs('float', '1'), readAs('null', 'x')]).toEqual([
      '1',
      1,
      new Float(1, '1'),
      null,
    ]);
    expect([readAs('integer', 'x'), readAs('float', 'x'), readAs('timestamp', 'x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
