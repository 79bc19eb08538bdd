import { unreachable } from '../model/result.ts';
import type { Sketch } from '../model/sketch.ts';
import { renderBars } from './bars.ts';
import { renderCurves } from './curves.ts';
import { renderMatrices } from './matrices.ts';
import type { Paint } from './paint.ts';

/** A chart in letters, no wider than `columns`; a blank line after it. */
export function renderSketch(sketch: Sketch, columns: number, paint: Paint): string {
  const about = aboutText(sketch);
  const title = sketch.title.replace(/\s+/g, ' ');
  const head = `${paint('strong', title)}${about === '' ? '' : `  ${paint('dim', about)}`}`;
  const remarks = sketch.remarks.map(remark => `  ${paint('warn', remark)}`);
  const lines = [head, ...contentLines(sketch, columns, paint), ...remarks, ''];
  return lines.map(line => `${line.trimEnd()}\n`).join('');
}

function aboutText({ content, title }: Sketch): string {
  if (content === undefined) return 'nothing to draw';
  switch (content.kind) {
    case 'curves':
      return `${content.yLabel} by ${content.xLabel}`;
    case 'bars':
      return content.label === title ? '' : content.label;
    case 'matrices':
      return `${content.yLabel} in rows, ${content.xLabel} in columns`;
    default:
      return unreachable(content);
  }
}

function contentLines({ content }: Sketch, columns: number, paint: Paint): readonly string[] {
  if (content === undefined) return [];
  switch (content.kind) {
    case 'curves':
      return renderCurves(content, columns, paint);
    case 'bars':
      return renderBars(content, columns, paint);
    case 'matrices':
      return renderMatrices(content, columns, paint);
    default:
      return unreachable(content);
  }
}
