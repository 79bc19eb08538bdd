import { describe, expect, it } from 'vitest';
import { line, lines, type Doc, type Table } from '../../src/model/doc.ts';
import { chalkPaint } from '../../src/view/colours.ts';
import { renderDoc } from '../../src/view/doc.ts';
import type { Paint } from '../../src/view/paint.ts';

const table: Table = {
  kind: 'table',
  header: ['Path', 'Metric', 'HEAD', 'workspace', 'Change'],
  rows: [
    ['metrics.json', { text: 'accuracy', style: 'name' }, '0.78', '0.87', { text: '0.09', style: 'good' }],
    ['metrics.json', { text: 'näme 日本', style: 'name' }, '-', ' 1 ', '-'],
  ],
};
const empty: Table = { ...table, rows: [] };
const marked: Paint = (style, text) => `<${style}>${text}</${style}>`;

function render(doc: Doc, form: 'plain' | 'terminal' | 'markdown', columns = 80): string {
  return renderDoc(doc, { form, columns, paint: marked });
}

it('a remark is for people only', () => {
  const remark: Doc = [{ kind: 'remark', text: 'Nothing changed.' }];
  expect(render(remark, 'terminal')).toBe('<dim>Nothing changed.</dim>\n');
  expect([render(remark, 'plain'), render(remark, 'markdown')]).toEqual(['', '']);
});

describe('a table', () => {
  it('is plain in a pipe', () => {
    expect(render([table], 'plain')).toBe(
      [
        'Path          Metric     HEAD    workspace    Change',
        'metrics.json  accuracy   0.78    0.87         0.09',
        'metrics.json  näme 日本  -       1            -',
        '',
      ].join('\n'),
    );
  });

  it('is Markdown with a blank line after it', () => {
    expect(render([table], 'markdown')).toBe(
      [
        '| Path         | Metric    | HEAD   | workspace   | Change   |',
        '|--------------|-----------|--------|-------------|----------|',
        '| metrics.json | accuracy  | 0.78   | 0.87        | 0.09     |',
        '| metrics.json | näme 日本 | -      | 1           | -        |',
        '',
        '',
      ].join('\n'),
    );
  });

  it('has a rule and looks on a terminal, and no blanks at line ends', () => {
    expect(render([table], 'terminal')).toBe(
      [
        '<strong>Path          Metric     HEAD    workspace    Change</strong>',
        '<dim>──────────────────────────────────────────────────────</dim>',
        'metrics.json  <name>accuracy </name>  0.78    0.87         <good>0.09</good>',
        'metrics.json  <name>näme 日本</name>  -       1            -',
        '',
      ].join('\n'),
    );
  });

  it('has a rule no wider than the terminal', () => {
    expect(render([table], 'terminal', 20).split('\n')[1]).toBe(`<dim>${'─'.repeat(20)}</dim>`);
  });

  it('without rows is nothing, and but a header as Markdown', () => {
    expect([render([empty], 'plain'), render([empty], 'terminal')]).toEqual(['', '']);
    expect(render([empty], 'markdown').split('\n')).toHaveLength(4);
  });

  it('shows a dash for a cell that is not there', () => {
    expect(render([{ kind: 'table', header: ['a', 'b'], rows: [['1']] }], 'plain')).toBe('a    b\n1    -\n');
  });
});

describe('lines', () => {
  const doc: Doc = [
    line({ text: 'train', style: 'name' }, ': stale'),
    lines(['two', ['three ', { text: '!', style: 'bad' }]]),
  ];

  it('lose their looks but on a terminal', () => {
    expect(render(doc, 'plain')).toBe('train: stale\ntwo\nthree !\n');
    expect(render(doc, 'markdown')).toBe('train: stale\ntwo\nthree !\n');
    expect(render(doc, 'terminal')).toBe('<name>train</name>: stale\ntwo\nthree <bad>!</bad>\n');
  });
});

it('what is printed as it is only gets the line end it lacks', () => {
  expect(render([{ kind: 'verbatim', text: 'digraph {\n}' }], 'terminal')).toBe('digraph {\n}\n');
  expect(render([{ kind: 'verbatim', text: 'a\n' }], 'plain')).toBe('a\n');
  expect(render([{ kind: 'verbatim', text: '' }], 'plain')).toBe('');
});

it('an empty document prints nothing', () => expect(render([], 'plain')).toBe(''));

it('chalk paints each style, and nothing at level 0', () => {
  const styles = ['strong', 'dim', 'good', 'bad', 'warn', 'name', 'number', 'path'] as const;
  const painted = styles.map(style => chalkPaint(1)(style, 'x'));
  expect(new Set(painted).size).toBe(styles.length);
  expect(painted.every(text => /^\x1b\[\d+mx\x1b\[\d+m$/.test(text))).toBe(true);
  expect(styles.map(style => chalkPaint(0)(style, 'x'))).toEqual(styles.map(() => 'x'));
});
