import { describe, expect, it } from 'vitest';
import { hidePaths } from '../../../src/core/report/hide-paths.ts';

const places = [
  ['/home/ann/work/farm', ''],
  ['/home/ann/work', '…'],
  ['/home/ann', '~'],
] as const;

describe('the folders of a machine', () => {
  it.each([
    ['File "/home/ann/work/farm/train.py", line 3', 'File "train.py", line 3'],
    ['in /home/ann/work/farm', 'in .'],
    ['/home/ann/work/other/x and /home/ann/.venv/lib/y.py', '…/other/x and ~/.venv/lib/y.py'],
    ['/home/anna/work and /data/home/ann/x', '/home/anna/work and /data/home/ann/x'],
    ['at file:///home/ann/work/farm/x.mjs:3, file:///home/ann/x', 'at x.mjs:3, ~/x'],
    ['cc -I/home/ann/inc --with/home/ann -isystem/home/ann/x', 'cc -I~/inc --with~ -isystem~/x'],
    ['profile:///home/ann/x and a-b/home/ann', 'profile:///home/ann/x and a-b/home/ann'],
    ['/usr/lib/python3/x.py', '/usr/lib/python3/x.py'],
    ['HOME=/home/ann:/home/ann/bin', 'HOME=~:~/bin'],
  ])('are taken out of %j', (text, hidden) => {
    expect(hidePaths(text, places)).toBe(hidden);
  });

  it('are found in addresses, where blanks have another spelling', () => {
    expect(hidePaths('file:///my%20home/x /my home/y', [['/my home', '~']])).toBe('~/x ~/y');
  });

  it('that are the root of all are none', () => {
    expect(
      hidePaths('/a/b', [
        ['/', '~'],
        ['', 'x'],
      ]),
    ).toBe('/a/b');
  });
});
