import { expect, it } from 'vitest';
import { LOCK_SHAPE } from '../../../src/core/lock/shapes.ts';
import { check } from '../../../src/core/schema/shape.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';

it('all mistakes of a lock file are told at once, in the order of the file', async () => {
  const read = await readYaml(`schema: '2.0'
stage: {}
stages:
  a:
    cmd: 1
    deps:
    - path: x
      sise: 3
    - x
  b:
    params:
      params.yaml:
      - lr
  1: {}
`);
  if (!read.ok) return expect.fail(JSON.stringify(read.error));
  expect(
    check(read.value, LOCK_SHAPE).map(({ path, message, hint }) => [path.join('.'), message, hint]),
  ).toEqual([
    ['stage', 'unknown key `stage`', 'did you mean `stages`?'],
    ['stages.a.cmd', 'expected text or a list, found the number 1', undefined],
    ['stages.a.deps.0.sise', 'unknown key `sise`', 'did you mean `size`?'],
    ['stages.a.deps.1', 'expected a mapping, found text', undefined],
    ['stages.b.params.params.yaml', 'expected a mapping, found a list', undefined],
    ['stages.b', '`cmd` is missing here', undefined],
    ['stages', 'the key 1 is not text', "put it in quotes: '1'"],
  ]);
});
