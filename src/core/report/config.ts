import { SECTIONS } from '../../model/report.ts';
import type { SectionName } from '../../model/report.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { compileGlob } from '../params/glob.ts';
import { about, boolean, either, list, oneOf, record, text, wholeNumber } from '../schema/shape.ts';
import type { Problem, Shape } from '../schema/shape.ts';

/** Always there, but where a template leaves them out: without them nobody knows what the rest is. */
const FRAME: readonly SectionName[] = ['title', 'alert', 'footer'];
const CHOSEN = SECTIONS.filter(name => !FRAME.includes(name));
const MOST_PRECISION = 10;

/** What a report shows, and how. */
export const REPORT_SHAPE: Shape = about(
  'What a report shows, and how',
  record({
    sections: about(
      'The sections that it has, in this order; title, failed gates and footer are always there',
      list(oneOf('a section', CHOSEN)),
    ),
    metrics: about(
      'Metrics that are seen at once, others are folded: patterns of names, or of file:name',
      list(text),
    ),
    precision: about('Digits behind the point; more where a change would not be seen', wholeNumber(0)),
    plots: about(
      'Charts and pictures that it shows: patterns of their names or paths; false for none',
      either(boolean, list(text)),
    ),
    template: about(
      "A Markdown file with the project's own words, and a place for each section: <!-- mltrack:metrics -->",
      text,
    ),
  }),
);

/** The section `report` of the project's file. */
export interface ReportConfig {
  readonly sections?: readonly SectionName[];
  readonly metrics?: readonly string[];
  readonly precision?: number;
  readonly plots?: readonly string[] | false;
  readonly template?: string;
}

/** Reads the section, which has the right shape. @returns problems with paths from the section on. */
export function readReportConfig(section: Value): {
  readonly config: ReportConfig;
  readonly problems: readonly Problem[];
} {
  if (!isMap(section)) return { config: {}, problems: [] };
  const [sections, metrics] = [textsIn(section.get('sections')), textsIn(section.get('metrics'))];
  const [precision, template, plots] = ['precision', 'template', 'plots'].map(key => section.get(key));
  const config: ReportConfig = {
    ...(sections === undefined ? {} : { sections: sections as readonly SectionName[] }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(typeof precision === 'number' ? { precision } : {}),
    ...(plots === false ? { plots } : isList(plots) ? { plots: textsIn(plots) ?? [] } : {}),
    ...(typeof template === 'string' ? { template } : {}),
  };
  return { config, problems: problemsOf(config) };
}

function problemsOf({ sections = [], precision = 0, template }: ReportConfig): readonly Problem[] {
  const twice = sections.flatMap((name, at): Problem[] =>
    sections.indexOf(name) === at
      ? []
      : [{ path: ['sections', at], at: 'value', message: `\`${name}\` is there already` }],
  );
  const tooMuch: Problem = {
    path: ['precision'],
    at: 'value',
    message: `more than ${MOST_PRECISION} digits say nothing`,
  };
  const contradiction: Problem = {
    path: ['sections'],
    at: 'key',
    message: '`sections` has no effect: the template says what comes where',
    hint: 'take one of the two away',
  };
  return [
    ...twice,
    ...(precision > MOST_PRECISION ? [tooMuch] : []),
    ...(template !== undefined && sections.length > 0 ? [contradiction] : []),
  ];
}

function textsIn(value: Value | undefined): readonly string[] | undefined {
  return isList(value) ? value.filter(each => typeof each === 'string') : undefined;
}

/** Is a name among those that patterns mean? Without patterns every name is. */
export function chooser(
  patterns: readonly string[] | false | undefined,
): (...names: readonly string[]) => boolean {
  if (patterns === undefined) return () => true;
  const globs = patterns === false ? [] : patterns.map(compileGlob);
  return (...names) => globs.some(isMeant => names.some(isMeant));
}
