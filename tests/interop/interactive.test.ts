/** Where commands ask and nobody is there to answer, both take that for a no. */
import { expect, it } from 'vitest';
import { Both } from './rig/both.ts';

const pipeline = `stages:
  a:
    cmd: cp in a
    deps: [in]
    outs: [a]
  b:
    cmd: cp a b
    deps: [a]
    outs: [b]
  c:
    cmd: echo c > c
    outs: [c]
`;

it.each([
  ['repro', '-i'],
  ['repro', '-i', '--dry'],
  ['repro', '-i', '-k'],
  ['repro', '--interactive', '--ignore-errors'],
  ['repro', '-i', '-f', '-s', 'b'],
  ['commit', 'b'],
])('%s %s', async (...line) => {
  using both = await Both.create();
  both.write('dvc.yaml', pipeline);
  both.write('in', '1\n');
  await both.probe({ argv: line, strictness: 'exact' });
  both.compareTrees();
  await both.run(['repro', 'a']);
  both.write('in', '2\n');
  await both.probe({ argv: line, strictness: 'exact' });
  both.compareTrees();
});

it('core.interactive asks as well, and where nothing is stale nobody is asked', async () => {
  using both = await Both.create();
  both.write('dvc.yaml', pipeline);
  both.write('in', '1\n');
  await both.run(['repro']);
  await both.run(['config', 'core.interactive', 'true']);
  const { judge } = await both.run(['repro']);
  expect(judge.code).toBe(0);
  both.write('in', '2\n');
  await both.probe({ argv: ['repro'], strictness: 'exact' });
  both.compareTrees();
});
