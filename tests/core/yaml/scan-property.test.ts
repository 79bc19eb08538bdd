import { describe, expect, it } from 'vitest';
import { scanDirective, scanName, scanTag } from '../../../src/core/yaml/scan-property.ts';
import { Source } from '../../../src/core/yaml/source.ts';

describe('a name', () => {
  it.for([
    ['&a b', 'a'],
    ['*a, b', 'a'],
    ['&a-b.c:d]', 'a-b.c:d'],
    ['*日\n', '日'],
  ])('in %j is %s', ([text = '', name]) => {
    expect(scanName(new Source(text)).text).toBe(name);
  });

  it('is needed', () => {
    expect(() => scanName(new Source('& a'))).toThrow('`&` needs a name');
    expect(() => scanName(new Source('**a*'))).not.toThrow();
  });
});

describe('a tag', () => {
  it.for<[string, string | undefined, string]>([
    ['! a', undefined, '!'],
    ['!a b', '!', 'a'],
    ['!!str b', '!!', 'str'],
    ['!e!x b', '!e!', 'x'],
    ['!<tag:e.org,2020:x> b', undefined, 'tag:e.org,2020:x'],
    ['!a%C3%A9 b', '!', 'aé'],
    ['!a', '!', 'a'],
  ])('%j has its parts', ([text, handle, suffix]) => {
    expect(scanTag(new Source(text))).toMatchObject({ handle, text: suffix });
  });

  it.for([
    ['!<a b', 'needs a `>` at its end'],
    ['!<> b', 'needs a name'],
    ['!a%zz b', 'two hexadecimal digits'],
    ['!a%C3 b', 'two hexadecimal digits'],
    ['!a{b', 'a tag cannot hold `{`'],
    ['!a\tb', 'a tag cannot hold a tab'],
    ['!ä!x b', 'letters, digits'],
  ])('%j is refused: %s', ([text = '', message = '']) => {
    expect(() => scanTag(new Source(text))).toThrow(message);
  });
});

describe('a line that starts with a percent sign', () => {
  it.for([
    ['%YAML 1.2\n', 'YAML', '1.2'],
    ['%YAML 1.2 # note\n', 'YAML', '1.2'],
    ['%TAG !e! tag:e.org,2020:\n', 'TAG', '!e! tag:e.org,2020:'],
    ['%ELSE what ever\n', 'ELSE', ''],
  ])('%j is known by its name', ([text = '', handle, value]) => {
    expect(scanDirective(new Source(text))).toMatchObject({ handle, text: value });
  });

  it.for([
    ['% a', 'a directive needs a name'],
    ['%YAML 1', 'this is no %YAML directive'],
    ['%TAG a b', 'this is no %TAG directive'],
    ['%YAML 1.2 x', 'this directive cannot hold `x`'],
    ['%a,b', 'this directive cannot hold `,`'],
  ])('%j is refused: %s', ([text = '', message = '']) => {
    expect(() => scanDirective(new Source(text))).toThrow(message);
  });
});
