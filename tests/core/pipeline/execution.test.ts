import { describe, expect, it } from 'vitest';
import { readExecution } from '../../../src/core/pipeline/execution.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { Execution } from '../../../src/model/stage.ts';
import { isMap } from '../../../src/model/value.ts';

async function read(text: string): Promise<Execution | undefined | readonly string[]> {
  const value = await readYaml(text);
  if (!value.ok || !isMap(value.value)) throw new Error(text);
  const { execution, problems } = readExecution(value.value);
  if (problems.length === 0) return execution;
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const PLAIN: Execution = { retries: 0, slots: 1, gpus: 0, mutexes: [] };

describe('how a stage is run', () => {
  it('is said by keys of its own, or under `meta`, where its own win', async () => {
    expect(
      await read('{retries: 2, meta: {mltrack: {retries: 5, mutex: db, resources: {cpu: 4, gpu: 1}}}}'),
    ).toEqual({
      ...PLAIN,
      retries: 2,
      slots: 4,
      gpus: 1,
      mutexes: ['db'],
    });
    expect(await read('{mutex: [a, b]}')).toEqual({ ...PLAIN, mutexes: ['a', 'b'] });
  });

  it('is not said at all by what others keep under `meta`', async () => {
    expect(await read('{cmd: x, meta: {owner: me}}')).toBeUndefined();
    expect(await read('{meta: text}')).toBeUndefined();
  });

  it.each([
    ['90', 90_000],
    ['1.5', 1500],
    ['90s', 90_000],
    ['500ms', 500],
    ["'10 m'", 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('ends a command after %s', async (text, timeoutMs) => {
    expect(await read(`{timeout: ${text}}`)).toEqual({ ...PLAIN, timeoutMs });
  });

  it('is refused at each place that makes no sense', async () => {
    expect(
      await read('{timeout: soon, retries: -1, meta: {mltrack: {resources: {cpu: 0, gpu: 1.5}}}}'),
    ).toEqual([
      'timeout: expected seconds or a time such as 90s, 10m, 2h, found text',
      'retries: expected a whole number, 0 or more, found the number -1',
      'meta.mltrack.resources.cpu: expected a whole number, 1 or more, found the number 0',
      'meta.mltrack.resources.gpu: expected a whole number, 0 or more, found the number 1.5',
    ]);
    for (const [text, found] of [
      ['0', 'the number 0'],
      ['-1s', 'text'],
      ['0.0s', 'text'],
      ['true', 'true'],
      ['.inf', 'the number .inf'],
      ["'${left}'", 'text'],
    ])
      expect(await read(`{timeout: ${text}}`), text).toEqual([
        `timeout: expected seconds or a time such as 90s, 10m, 2h, found ${found}`,
      ]);
    expect(await read('{retries: 2.0}')).toEqual([
      'retries: expected a whole number, 0 or more, found the number 2.0',
    ]);
  });
});
