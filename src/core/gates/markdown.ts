import type { GateResult, Verdict } from '../../model/gate.ts';
import { codeSpan, plainText } from '../markdown/escape.ts';
import { fenced } from '../markdown/fence.ts';
import { shownResults } from './answer.ts';
import type { GateAnswer } from './answer.ts';
import { baseText, limitText, noiseNotes, resultTexts, seedTroubles, verdictText } from './words.ts';

/** The answer as Markdown for a pull request. Whatever metrics and files are called, it does nothing there. */
export function gateMarkdown(answer: GateAnswer): string {
  const results = shownResults(answer.results);
  const hasFiles = new Set(results.map(({ file }) => file)).size > 1;
  const files = hasFiles ? ['File'] : [];
  const header = [...files, 'Metric', 'Base', 'Head', 'Change', 'Limit', 'Verdict'];
  const rule = header.map(title => (['Base', 'Head', 'Change'].includes(title) ? '--:' : ':--'));
  const rows = results.map(result => {
    const texts = resultTexts(result);
    const numbers = [texts.old, texts.new, texts.change].map(text => (text === '' ? '–' : text));
    const names = [...(hasFiles ? [result.file] : []), result.metric].map(codeSpan);
    return [...names, ...numbers, limitText(result), `${ICONS[result.verdict]} ${verdict(result)}`];
  });
  const noise = noiseMarkdown(results);
  return [
    `**${ICONS[answer.verdict]} ${plainText(answer.summary)}**`,
    '',
    ...[header, rule, ...rows].map(cells => `| ${cells.join(' | ')} |`),
    '',
    ...(noise === '' ? [] : [noise, '']),
    `Base: ${baseText(answer.base, codeSpan)}`,
    '',
  ].join('\n');
}

/** What runs with several seeds said, and why there are none; empty where no gate asks for any. */
export function noiseMarkdown(results: readonly GateResult[]): string {
  const noise = noiseNotes(results).map(
    ({ result: { file, metric }, text }) =>
      `- ${codeSpan(metric === '' ? file : metric)}: ${plainText(text)}`,
  );
  const troubles = seedTroubles(results).map(({ detail, hint, lines = [] }) => {
    const said = plainText(hint === undefined ? detail : `${detail}: ${hint}`);
    return lines.length === 0 ? said : `${said}\n\n${fenced(lines.join('\n'))}`;
  });
  return [...(noise.length > 0 ? [noise.join('\n')] : []), ...troubles].join('\n\n');
}

/** What stands behind the colon comes from files. */
function verdict(result: GateResult): string {
  const [word = '', ...why] = verdictText(result).split(': ');
  return why.length === 0 ? word : `${word}: ${plainText(why.join(': '))}`;
}

const ICONS: Readonly<Record<Verdict, string>> = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  undecided: '❔',
  'not-evaluated': '➖',
};
