import type { Report, StageRow } from '../../model/report.ts';
import { codeSpan, plainText } from '../markdown/escape.ts';
import { fenced } from '../markdown/fence.ts';
import { stateText } from './sentences.ts';
import { count } from './words.ts';

/** Is a stage worth a line? */
export function isTold({ state }: StageRow): boolean {
  return state !== 'same';
}

const MOST_STAGES = 20;
const MOST_REASONS = 3;

/** What became of each stage, and why. @param isRoomy all of it, not the first of many. */
export function stageLines({ stages, base }: Report, isRoomy = false): string {
  // Without a base all are new, which says nothing.
  const told = stages.filter(stage => isTold(stage) && (base.kind === 'commit' || stage.state !== 'new'));
  const lines = told
    .slice(0, isRoomy ? Infinity : MOST_STAGES)
    .map(stage => stageLine(stage, isRoomy ? Infinity : MOST_REASONS));
  const more = told.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${count(more, 'more stage')}`] : [])].join('\n');
}

function stageLine(stage: StageRow, most: number): string {
  const reasons = stage.why.slice(0, most).map(plainText);
  const more = stage.why.length > reasons.length ? [`${stage.why.length - reasons.length} more`] : [];
  const because = [...reasons, ...more].join('; ');
  return `- ${codeSpan(stage.name)} ${stateText(stage)}${because === '' ? '' : `: ${because}`}`;
}

/** What the first failed stage printed last. */
export function failedTail({ stages }: Report): string {
  const failed = stages.find(({ state, tail }) => state === 'failed' && tail !== undefined);
  if (failed?.tail === undefined) return '';
  return `The last lines of ${codeSpan(failed.name)}:\n\n${fenced(failed.tail)}`;
}
