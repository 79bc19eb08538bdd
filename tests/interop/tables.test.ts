import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/model/doc.ts';
import { renderMarkdownTable, renderPlainTable } from '../../src/view/table.ts';
import { widthOf } from '../../src/view/width.ts';
import { dvcPython } from './rig/peers.ts';

const SEED = Number(process.env['MLTRACK_SEED'] ?? 20262);

/** Prints tables with DVC's own function, and asks for the widths of texts. */
const ASK_DVC = `
import contextlib, io, json, sys
from dvc.ui import ui
from wcwidth import wcswidth

def table(header, rows, markdown):
    out = io.StringIO()
    ui.enable()
    with contextlib.redirect_stdout(out):
        ui.table(rows, headers=header, markdown=markdown)
    return out.getvalue()

question = json.load(sys.stdin)
json.dump({
    'tables': [[table(t['header'], t['rows'], False), table(t['header'], t['rows'], True)] for t in question['tables']],
    'widths': [wcswidth(text) for text in question['texts']],
}, sys.stdout)
`;

async function askDvc(tables: readonly Table[], texts: readonly string[]) {
  const output = execFileSync(await dvcPython(), ['-c', ASK_DVC], {
    encoding: 'utf8',
    env: { ...process.env, DVC_NO_ANALYTICS: '1' },
    input: JSON.stringify({ tables, texts }),
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output) as { tables: [string, string][]; widths: number[] };
}

const pieces = [
  'a',
  'lr',
  ' ',
  '  ',
  '0.8666666666666667',
  '-',
  '|',
  'é',
  'e\u0301',
  '日本',
  'データ',
  '👍',
  '👍🏽',
  '❤️',
  '→',
  '한국',
  '…',
];
const rare = ['\t', '👩‍👩‍👧', '🇩🇪', 'ｆｕｌｌ', '\u200b', '1️⃣', '\n', '½', '𝒳', '🏴'];
const text = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.constantFrom(...rare)), {
    maxLength: 5,
  })
  .map(parts => parts.join(''));
const table: fc.Arbitrary<Table> = fc.integer({ min: 1, max: 5 }).chain(width =>
  fc.record({
    kind: fc.constant('table' as const),
    header: fc.array(fc.constantFrom('Path', 'Metric', 'HEAD', 'workspace', 'Change', 'パス', 'x'), {
      minLength: width,
      maxLength: width,
    }),
    rows: fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 5 }),
  }),
);

describe('tables against the function that DVC prints them with', () => {
  it(`are equal to the byte, plain and as Markdown (seed ${SEED})`, async () => {
    const tables = fc.sample(table, { seed: SEED, numRuns: 1500 });
    const answer = await askDvc(tables, []);
    for (const [index, each] of tables.entries()) {
      const ours = [renderPlainTable(each), renderMarkdownTable(each)];
      expect({ table: each, printed: ours }).toEqual({ table: each, printed: answer.tables[index] });
    }
  });

  it('measure every letter of the planes in use as its width library does', async () => {
    const letters = Array.from({ length: 0x3fffe }, (_, code) => code)
      .filter(code => (code < 0xd800 || code > 0xdfff) && code > 0x9f)
      .map(code => String.fromCodePoint(code))
      .filter(letter => !/[\p{Cn}\p{Co}]/u.test(letter));
    const { widths } = await askDvc([], letters);
    const different = letters.filter((letter, index) => widthOf(letter) !== widths[index]);
    expect(different.map(letter => letter.codePointAt(0)?.toString(16))).toEqual([]);
  });
});
