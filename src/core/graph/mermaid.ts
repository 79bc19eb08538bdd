import type { DagView } from './dag.ts';
import { compareCodePoints } from '../python/order.ts';

/**
 * The Mermaid flowchart that DVC prints: nodes numbered over all components, sorted by name within one, then
 * the component's edges sorted by the names of both ends. Names stand as they are, unescaped, as in DVC.
 *
 * @returns lines without a line break at the end.
 */
export function renderMermaid(view: DagView): string {
  const lines = ['flowchart TD'];
  let count = 0;
  for (const { nodes, edges } of view.components) {
    const ids = new Map<string, string>();
    for (const name of [...nodes].sort(compareCodePoints)) {
      count++;
      ids.set(name, `node${count}`);
      lines.push(`\tnode${count}["${name}"]`);
    }
    const sorted = [...edges].sort((a, b) => compareCodePoints(a[0], b[0]) || compareCodePoints(a[1], b[1]));
    for (const [from, to] of sorted) lines.push(`\t${ids.get(from) ?? from}-->${ids.get(to) ?? to}`);
  }
  return lines.join('\n');
}

/** The same in a block that GitHub and GitLab draw. */
export function renderMermaidBlock(view: DagView): string {
  return ['```mermaid', renderMermaid(view), '```'].join('\n');
}
