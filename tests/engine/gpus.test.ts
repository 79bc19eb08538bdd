import { describe, expect, it } from 'vitest';
import { Gpus, visibleGpus } from '../../src/engine/gpus.ts';

describe('the GPUs for stages', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, ['0']],
    [{ MLTRACK_GPUS: '3' }, ['0', '1', '2']],
    [{ MLTRACK_GPUS: '0' }, []],
    [{ MLTRACK_GPUS: 'many' }, ['0']],
    [{ CUDA_VISIBLE_DEVICES: '2, 5' }, ['2', '5']],
    [{ CUDA_VISIBLE_DEVICES: 'GPU-8932f937,1' }, ['GPU-8932f937', '1']],
    [{ CUDA_VISIBLE_DEVICES: '2,-1,3' }, ['2']],
    [{ CUDA_VISIBLE_DEVICES: '' }, []],
    [{ CUDA_VISIBLE_DEVICES: '4,5,6', MLTRACK_GPUS: '2' }, ['4', '5']],
  ])('with %o are %o', (env, ids) => expect(visibleGpus(env)).toEqual(ids));

  it('are handed out once, and again when they are given back', () => {
    const gpus = new Gpus(['0', '1', '2']);
    const held = gpus.take(2);
    expect([held, gpus.take(2)]).toEqual([['0', '1'], ['2']]);
    gpus.giveBack(held);
    expect(gpus.take(1)).toEqual(['0']);
  });
});
