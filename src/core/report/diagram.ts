import { durationText } from '../../model/duration.ts';
import type { StageRow } from '../../model/report.ts';
import { fenced } from '../markdown/fence.ts';

/** Larger ones are no picture any more. */
const MOST_STAGES = 60;

/**
 * The stages as a Mermaid flowchart, each with what became of it. Labels are text only: what would mean anything to
 * Mermaid is written as its number.
 *
 * @returns a fenced block; empty where there is nothing worth a picture.
 */
export function stagesDiagram(stages: readonly StageRow[]): string {
  if (stages.length < 2 || stages.length > MOST_STAGES) return '';
  const ids = new Map(stages.map(({ name }, index) => [name, `s${index + 1}`]));
  const lines = ['flowchart LR'];
  for (const stage of stages) lines.push(`  ${ids.get(stage.name) ?? ''}["${label(stage)}"]`);
  for (const { name, upstream } of stages) {
    for (const maker of upstream) {
      const from = ids.get(maker);
      if (from !== undefined) lines.push(`  ${from} --> ${ids.get(name) ?? ''}`);
    }
  }
  for (const [look, style] of Object.entries(LOOKS)) {
    const named = stages.flatMap(({ name, state }) => (lookOf(state) === look ? (ids.get(name) ?? []) : []));
    if (named.length > 0) lines.push(`  classDef ${look} ${style}`, `  class ${named.join(',')} ${look}`);
  }
  return fenced(lines.join('\n'), 'mermaid');
}

/** Borders only: forges draw in light and dark. */
const LOOKS = {
  ran: 'stroke-width:3px',
  failed: 'stroke:#d1242f,stroke-width:3px',
  stale: 'stroke-dasharray:4 3',
} as const;

function lookOf(state: StageRow['state']): keyof typeof LOOKS | undefined {
  switch (state) {
    case 'new':
    case 'changed':
      return 'ran';
    case 'failed':
    case 'stale':
      return state;
    case 'same':
      return undefined;
  }
}

function label({ name, state, run }: StageRow): string {
  const text = name.replace(/[^\p{L}\p{N} ._/@-]/gu, letter => `#${letter.codePointAt(0) ?? 0};`);
  if (state === 'failed') return `${text} failed`;
  if (state === 'stale') return `${text} has to run`;
  if (state === 'same') return `${text} unchanged`;
  if (run?.outcome === 'restored') return `${text} cached`;
  return run === undefined ? `${text} ran` : `${text} ran ${durationText(run.elapsedMs)}`;
}
