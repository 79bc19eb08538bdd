import { describe, expect, it } from 'vitest';
import { dataFormat, readData } from '../../../src/core/reading/by-suffix.ts';
import { pyRepr } from '../../../src/core/python/text.ts';

async function read(path: string, text: string): Promise<string> {
  const result = await readData(path, text);
  return result.ok ? pyRepr(result.value) : `${result.error.format}: ${result.error.message}`;
}

describe('the format of a file of values', () => {
  it.each([
    ['m.json', 'json'],
    ['dir.v1/M.JSON', 'json'],
    ['.json', 'json'],
    ['m.v1.json', 'yaml'],
    ['m.yaml', 'yaml'],
    ['m.json.yaml', 'yaml'],
    ['m', 'yaml'],
    ['a.json/m', 'yaml'],
    ['m.csv', 'yaml'],
    ['p.toml', 'toml'],
    ['p.Py', 'python'],
  ])('of %s is %s: its suffix starts at the first dot', (path, expected) => {
    expect(dataFormat(path)).toBe(expected);
  });
});

describe('a file of values', () => {
  it('is read by its suffix', async () => {
    expect(await read('m.json', '{"a": NaN, "b": 1, "b": 2}')).toBe("{'a': nan, 'b': 2}");
    expect(await read('m.v1.json', '{"a": NaN}')).toBe("{'a': 'NaN'}");
    expect(await read('p.yaml', 'a: 010\nb: 1_000\nc: yes\nd: 1e-5\n')).toBe(
      "{'a': 10, 'b': 1000, 'c': 'yes', 'd': 1e-05}",
    );
  });

  it.each([
    ['m.yaml', ''],
    ['m.yaml', '# nothing\n'],
    ['m.yaml', '0\n'],
    ['m.yaml', 'false\n'],
    ['m.json', 'null'],
    ['m.json', '[]'],
    ['m.json', '-0.0'],
    ['m.json', '""'],
  ])('is an empty map when its content is falsy: %s with %j', async (path, text) => {
    expect(await read(path, text)).toBe('{}');
  });

  it('may hold one bare value', async () => {
    expect(await read('m.json', 'NaN')).toBe('nan');
    expect(await read('m.yaml', 'hello\n')).toBe("'hello'");
  });

  it('tells where it is broken', async () => {
    expect(await readData('m.json', '{"a": 1,\n "b": }')).toMatchObject({
      ok: false,
      error: { format: 'json', line: 2 },
    });
    expect(await readData('m.yaml', 'a: 1\nb: [1\n')).toMatchObject({ ok: false, error: { format: 'yaml' } });
    expect(await readData('m.json', '')).toMatchObject({ ok: false, error: { format: 'json' } });
  });

  it('is read as TOML and Python too', async () => {
    expect(await read('p.toml', 'a = 1.0\n[b]\n"c d" = [1]\n')).toBe("{'a': 1.0, 'b': {'c d': [1]}}");
    expect(await read('p.py', 'a = (1, -2.0)\nclass B:\n  c: str = "x"\n')).toBe(
      "{'a': (1, -2.0), 'B': {'c': 'x'}}",
    );
    expect(await read('p.toml', '')).toBe('{}');
    expect(await read('p.py', '')).toBe('{}');
  });

  it('tells of the errors that DVC has other names for', async () => {
    expect(await readData('p.py', 'a = 1\nb = {[]: 1}\n')).toMatchObject({
      error: { line: 2, column: 6, raised: { type: 'TypeError', message: "unhashable type: 'list'" } },
    });
    expect(await readData('p.toml', '[t]\na = 1\na = 2\n')).toMatchObject({
      error: { line: 3, raised: { type: 'KeyAlreadyPresent', message: 'Key "a" already exists.' } },
    });
  });
});
