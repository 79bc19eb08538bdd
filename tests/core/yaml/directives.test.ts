import { describe, expect, it } from 'vitest';
import { Directives } from '../../../src/core/yaml/directives.ts';
import { token } from '../../../src/core/yaml/tokens.ts';
import type { Token } from '../../../src/core/yaml/tokens.ts';

function directive(handle: string, text: string): Token {
  return token('directive', 0, 5, { handle, text });
}

function tag(handle: string | undefined, text: string): Token {
  return token('tag', 0, 5, { handle, text });
}

describe('the lines before a document', () => {
  it('give names to the beginnings of tags', () => {
    const directives = new Directives();
    directives.add(directive('TAG', '!e! tag:e.org,2020:'));
    directives.add(directive('TAG', '! tag:mine:'));
    directives.add(directive('UNKNOWN', ''));
    const tags = [tag('!!', 'str'), tag('!e!', 'x'), tag('!', 'y'), tag(undefined, 'tag:z')];
    expect(tags.map(each => directives.fullTag(each))).toEqual([
      'tag:yaml.org,2002:str',
      'tag:e.org,2020:x',
      'tag:mine:y',
      'tag:z',
    ]);
  });

  it('are refused where they contradict each other, or ask for another YAML', () => {
    const directives = new Directives();
    directives.add(directive('YAML', '1.2'));
    expect(() => directives.add(directive('YAML', '1.2'))).toThrow('only one %YAML');
    expect(() => new Directives().add(directive('YAML', '1.1'))).toThrow('only YAML 1.2');
    directives.add(directive('TAG', '!e! tag:a'));
    expect(() => directives.add(directive('TAG', '!e! tag:b'))).toThrow('comes twice');
    expect(() => directives.fullTag(tag('!f!', 'x'))).toThrow('not declared');
  });
});
