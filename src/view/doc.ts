import type { Block, Doc } from '../model/doc.ts';
import { unreachable } from '../model/result.ts';
import { noPaint, paintSpan, type Paint } from './paint.ts';
import { printable } from './printable.ts';
import { renderSketch } from './sketch.ts';
import { renderMarkdownTable, renderPlainTable, renderTerminalTable } from './table.ts';

export interface DocOptions {
  /** `plain` is for pipes and equals what DVC prints; `terminal` is for people. */
  readonly form: 'plain' | 'terminal' | 'markdown';
  /** Of the terminal. */
  readonly columns: number;
  /** Used on a terminal only. */
  readonly paint?: Paint;
}

/** The text of a document, each line ended; the empty string when there is nothing to print. */
export function renderDoc(doc: Doc, options: DocOptions): string {
  return doc.map(block => renderBlock(options.form === 'terminal' ? safe(block) : block, options)).join('');
}

/** A product stays what it is; whoever reads it through a pipe gets everything as it is. */
function safe(block: Block): Block {
  return block.kind === 'verbatim' ? block : printable(block);
}

function renderBlock(block: Block, { form, columns, paint = noPaint }: DocOptions): string {
  switch (block.kind) {
    case 'lines': {
      const render = form === 'terminal' ? paint : noPaint;
      return block.lines.map(line => `${line.map(span => paintSpan(span, render)).join('')}\n`).join('');
    }
    case 'table':
      if (form === 'plain') return renderPlainTable(block);
      return form === 'markdown' ? renderMarkdownTable(block) : renderTerminalTable(block, columns, paint);
    case 'sketch':
      return renderSketch(block, columns, form === 'terminal' ? paint : noPaint);
    case 'remark':
      return form === 'terminal' ? `${paint('dim', block.text)}\n` : '';
    case 'verbatim':
      return block.isOpen === true || block.text === '' || block.text.endsWith('\n')
        ? block.text
        : `${block.text}\n`;
    default:
      return unreachable(block);
  }
}
