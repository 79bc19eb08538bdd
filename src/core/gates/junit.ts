import type { GateResult } from '../../model/gate.ts';
import { xmlAttribute, xmlText } from '../xml/escape.ts';
import type { GateAnswer } from './answer.ts';
import { baseText, limitText, noiseText, resultTexts, verdictText } from './words.ts';

/**
 * The answer as JUnit XML: a test case for each part of each gate and each metric. Cases have the same names whatever
 * comes out, so that forges can follow them through time. What the format has no word for, a warning, is output.
 */
export function gateJunit(answer: GateAnswer): string {
  const { results, base } = answer;
  const has = (wanted: GateResult['verdict']): number =>
    results.filter(({ verdict }) => verdict === wanted).length;
  const lost = base.kind === 'unknown' ? baseCase(baseText(base)) : [];
  const more = lost.length > 0 ? 1 : 0;
  const errors = has('undecided') + more;
  const counts = `tests="${results.length + more}" failures="${has('fail')}" errors="${errors}"`;
  const skipped = `skipped="${has('not-evaluated')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gates" ${counts} time="0">`,
    `  <testsuite name="gates" ${counts} ${skipped} time="0">`,
    '    <properties>',
    `      <property name="base" value="${xmlAttribute(baseText(base))}"/>`,
    `      <property name="verdict" value="${answer.verdict}"/>`,
    '    </properties>',
    ...[...lost, ...results.flatMap(testCase)].map(line => `    ${line}`),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Only where it was asked for and is not there. */
function baseCase(said: string): readonly string[] {
  const error = `  <error type="undecided" message="${xmlAttribute(said)}">${xmlText(said)}</error>`;
  return ['<testcase classname="gates" name="base" time="0">', error, '</testcase>'];
}

function testCase(result: GateResult): readonly string[] {
  const { file, metric, part, verdict, gate } = result;
  // A metric may be meant by its name and by wildcards, and both may ask the same of it.
  const pattern = gate.metric === metric ? '' : ` (${gate.metric})`;
  const name = `${metric === '' ? file : metric} ${part}${pattern}`;
  const open = `<testcase classname="${xmlAttribute(file)}" name="${xmlAttribute(name)}" time="0"`;
  const said = saidOf(result);
  const about = `message="${xmlAttribute(said)}"`;
  switch (verdict) {
    case 'pass':
      return [`${open}/>`];
    case 'fail':
      return [`${open}>`, `  <failure type="gate" ${about}>${xmlText(said)}</failure>`, '</testcase>'];
    case 'undecided':
      return [
        `${open}>`,
        `  <error type="undecided" ${about}>${xmlText(inFull(result))}</error>`,
        '</testcase>',
      ];
    case 'not-evaluated':
      return [`${open}>`, `  <skipped ${about}/>`, '</testcase>'];
    case 'warn':
      return [`${open}>`, `  <system-out>${xmlText(`warning: ${said}`)}</system-out>`, '</testcase>'];
  }
}

/** With what a stage that failed printed last. */
function inFull(result: GateResult): string {
  const lines = result.why?.kind === 'seeds' ? (result.why.lines ?? []) : [];
  return [saidOf(result), ...lines].join('\n');
}

function saidOf(result: GateResult): string {
  if (result.why !== undefined) return verdictText(result);
  const noise = noiseText(result);
  if (noise !== undefined) return `${noise}; the limit is ${limitText(result)}`;
  const { old, new: now, change } = resultTexts(result);
  return `${old === '' ? '' : `${old} → `}${now}${change === '' ? '' : `, ${change}`}; the limit is ${limitText(result)}`;
}
