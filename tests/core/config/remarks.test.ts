import { describe, expect, it } from 'vitest';
import { withRemarks } from '../../../src/core/config/remarks.ts';

describe('a config file that is written anew', () => {
  it('keeps the comments above and behind what is still there', () => {
    const before =
      "# top\n[core]  # of core\n  # why\n  Autostage = true # behind\n  remote = 'a # b' # c\n\n# of y\n['remote \"y\"'] # y\nurl = x#1\n# end\n";
    const written =
      '[core]\n    autostage = true\n    remote = "a # b"\n    new = 1\n[\'remote "y"\']\n    url = x\n';
    expect(withRemarks(before, written)).toBe(
      '# top\n[core]  # of core\n    # why\n    autostage = true  # behind\n    remote = "a # b"  # c\n    new = 1\n# of y\n[\'remote "y"\']  # y\n    url = x  #1\n# end\n',
    );
  });

  it('keeps the lines above what is gone, where the next thing stands or at the end', () => {
    expect(withRemarks('[core]\n# a\na = 1\n# b\nb = 2\n', '[core]\n    b = 2\n')).toBe(
      '[core]\n    # a\n    # b\n    b = 2\n',
    );
    expect(withRemarks('# a\n[core]\na = 1 # x\n', '\n')).toBe('# a\n');
  });

  it('is what was written where there was no comment, or a text over several lines', () => {
    expect(withRemarks('[core]\na = 1\n', '[core]\n    a = 1\n')).toBe('[core]\n    a = 1\n');
    expect(withRemarks("# a\n[core]\na = '''x\n# no'''\n", '[core]\n    a = 1\n')).toBe(
      '[core]\n    a = 1\n',
    );
  });
});
