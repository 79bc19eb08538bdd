import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../../src/core/report/template.ts';
import { SECTIONS } from '../../../src/model/report.ts';

const DEFAULT = new URL('../../../templates/report/default.md', import.meta.url);

describe('a template of a report', () => {
  it('is words, and places for sections', () => {
    const { parts, mistakes } = readTemplate(
      '# Ours\n\nSee [the rules](rules.md).\n<!-- mltrack:metrics -->\n<!--mltrack:footer-->\n  bye\n',
    );
    expect(mistakes).toEqual([]);
    expect(parts).toEqual([
      { kind: 'text', text: '# Ours\n\nSee [the rules](rules.md).' },
      { kind: 'section', name: 'metrics' },
      { kind: 'section', name: 'footer' },
      { kind: 'text', text: '  bye' },
    ]);
  });

  it('leaves other comments and other templates alone', () => {
    const text = '<!-- mltrack-report key=a -->\n{{ metrics }} ${{ github.sha }}';
    expect(readTemplate(text).parts).toEqual([{ kind: 'text', text }]);
  });

  it('says which sections there are, all mistakes at once, each at its place', () => {
    expect(readTemplate('a\n<!-- mltrack:metrcs -->\nb <!-- mltrack:plots -->\n').mistakes).toEqual([
      {
        line: 2,
        column: 1,
        length: 23,
        message: 'there is no section `metrcs`',
        hint: 'did you mean `metrics`?',
      },
      {
        ...{ line: 3, column: 3, length: 22, message: '`plots` has to stand alone on its line' },
        hint: 'what comes there has lines of its own',
      },
    ]);
    expect(readTemplate('<!-- mltrack: -->').mistakes[0]?.hint).toMatch(/^there are: title, alert, metrics/);
  });

  it('by default has each section once', () => {
    const { parts } = readTemplate(readFileSync(DEFAULT, 'utf8'));
    expect(parts).toEqual(SECTIONS.map(name => ({ kind: 'section', name })));
  });
});
