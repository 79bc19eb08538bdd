import { expect, it } from 'vitest';
import { createContext } from '../../src/cli/context.ts';
import { ConfigFiles } from '../../src/engine/config.ts';
import { flattened } from '../../src/core/config/options.ts';
import type { OptionName } from '../../src/core/config/options.ts';
import { Rig } from '../rig/rig.ts';
import { valueOf } from './opened.ts';

const DIR: OptionName = { kind: undefined, section: 'cache', option: 'dir' };

it('config files are read level by level, and all in one', async () => {
  using rig = await Rig.create('mltrack');
  rig.write({ '.mltrack/config': '[cache]\n    dir = ../a\n', 'sub/x': '' });
  const io = rig.process([], 'sub');
  const made = createContext(io, io.cwd, () => undefined);
  const files = new ConfigFiles(made.context);
  expect(files.levels).toEqual(['system', 'global', 'project', 'local']);
  expect((await files.set('local', DIR, 'b')).ok).toBe(true);
  expect(rig.read('.mltrack/config.local')).toBe('[cache]\n    dir = ../sub/b\n');
  expect(flattened(valueOf(files.read('project')))).toEqual([['cache.dir', `${rig.root}/a`]]);
  expect(flattened(valueOf(files.merged()))).toEqual([['cache.dir', `${rig.root}/sub/b`]]);
  expect([files.origin('local'), files.origin('global')]).toEqual([
    '.mltrack/config.local',
    `${rig.root}/../config/mltrack/config`.replace('project/../', ''),
  ]);
  expect(await files.set('project', { ...DIR, option: 'nope' }, 'x')).toMatchObject({
    ok: false,
    error: { code: 'config-invalid' },
  });
  await made.close();
});
