import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { renderDiagnostic } from '../../src/view/diagnostic.ts';
import { noPaint } from '../../src/view/paint.ts';

function render(part: Partial<Diagnostic>): string {
  const whole: Diagnostic = {
    file: 'pipeline.yaml',
    line: 4,
    column: 5,
    length: 3,
    source: '    dep:',
    message: 'unknown key `dep`',
    ...part,
  };
  return renderDiagnostic(whole, noPaint);
}

describe('a mistake', () => {
  it('is shown at its place with a hint', () => {
    expect(`\n${render({ hint: 'did you mean `deps`?' })}`).toBe(`
pipeline.yaml:4:5  unknown key \`dep\`
 4 |     dep:
   |     ^~~
   = did you mean \`deps\`?`);
  });

  it('lines up below wide line numbers', () => {
    expect(render({ line: 1234 })).toBe(
      'pipeline.yaml:1234:5  unknown key `dep`\n 1234 |     dep:\n      |     ^~~',
    );
  });

  it('keeps tabs, so that the mark stands where the place is', () => {
    expect(render({ source: '\tx:\tdep', column: 5, length: 3 })).toContain(
      '\n 4 | \tx:\tdep\n   | \t  \t^~~',
    );
  });

  it('counts wide letters as two columns', () => {
    expect(render({ source: '日本: 語', column: 5, length: 1 })).toContain('\n 4 | 日本: 語\n   |       ^~');
  });

  it('marks one column where there is no length, and the end of the line', () => {
    expect(render({ column: 9, length: 0 })).toContain('\n   |         ^');
    expect(render({ column: 99, length: 4 })).toContain('\n   |         ^');
  });

  it('marks no further than the line goes', () => {
    expect(render({ length: 99 })).toContain('\n   |     ^~~~');
  });

  it('has no excerpt of an empty line', () => {
    expect(render({ source: '' })).toBe('pipeline.yaml:4:5  unknown key `dep`');
  });

  it('shows the part around the place of a long line', () => {
    const [, source, mark] = render({
      source: `${'a'.repeat(500)}X${'b'.repeat(500)}`,
      column: 501,
      length: 1,
    }).split('\n');
    expect(source).toBe(` 4 | …${'a'.repeat(25)}X${'b'.repeat(74)}…`);
    expect(mark).toBe(`   | ${' '.repeat(26)}^`);
  });
});
