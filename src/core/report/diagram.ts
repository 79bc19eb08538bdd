import type { StageRow } from '../../model/report.ts';
import { fenced } from '../markdown/fence.ts';
import { shortStateText } from './sentences.ts';
import { isTold } from './stage-lines.ts';
import { count } from './words.ts';

/** Larger ones are no picture any more. */
const MOST_STAGES = 60;

/** The stages with what became of each, folded; empty where there are none. */
export function pipelineFold(stages: readonly StageRow[]): string {
  const diagram = stagesDiagram(stages);
  if (stages.length === 0) return '';
  const summary = `Pipeline: ${count(stages.length, 'stage')}, ${tally(stages)}`;
  return diagram === '' ? summary : `<details><summary>${summary}</summary>\n\n${diagram}\n\n</details>`;
}

/** How many stages came to what. */
function tally(stages: readonly StageRow[]): string {
  const counts = new Map<string, number>();
  for (const stage of stages) {
    const word = WORDS[stage.state](stage);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, number]) => `${number} ${word}`).join(', ');
}

const ran = ({ run }: StageRow): string => (run?.outcome === 'restored' ? 'cached' : 'ran');
const WORDS: Readonly<Record<StageRow['state'], (stage: StageRow) => string>> = {
  new: ran,
  changed: ran,
  same: () => 'unchanged',
  stale: () => 'to be run',
  failed: () => 'failed',
};

/**
 * The stages as a Mermaid flowchart, each with what became of it. Labels are text only: what would mean anything to
 * Mermaid is written as its number. Of very many stages those that changed are drawn, and what is next to them.
 *
 * @returns a fenced block; empty where there is nothing worth a picture.
 */
export function stagesDiagram(all: readonly StageRow[]): string {
  const stages = all.length > MOST_STAGES ? aroundChanges(all) : all;
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

function aroundChanges(stages: readonly StageRow[]): readonly StageRow[] {
  const changed = stages.filter(isTold);
  const names = new Set(changed.flatMap(({ name, upstream }) => [name, ...upstream]));
  return stages.filter(
    ({ name, upstream }) => names.has(name) || upstream.some(each => isOneOf(changed, each)),
  );
}

function isOneOf(stages: readonly StageRow[], wanted: string): boolean {
  return stages.some(({ name }) => name === wanted);
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

function label(stage: StageRow): string {
  const text = stage.name.replace(/[^\p{L}\p{N} ._/@-]/gu, letter => `#${letter.codePointAt(0) ?? 0};`);
  return `${text} ${shortStateText(stage)}`;
}
