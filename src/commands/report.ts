import { reportPage } from '../core/report/html.ts';
import { reportJson } from '../core/report/json.ts';
import type { JsonLinks } from '../core/report/json.ts';
import { reportMarkdown } from '../core/report/markdown.ts';
import { dumpJson } from '../core/python/json.ts';
import { escapeHtml } from '../core/html/element.ts';
import { makeReport } from '../engine/report.ts';
import { guardReport, ReportFiles } from '../engine/report-files.ts';
import { line } from '../model/doc.ts';
import { dirname, join } from '../model/path.ts';
import type { Report } from '../model/report.ts';
import { err, ok } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { text } from './command.ts';
import type { Args, Command } from './command.ts';
import { open } from './opened.ts';
import { pagePart } from './page-part.ts';
import { reportDoc } from './report-doc.ts';

/** GitHub takes 65,536 characters in a comment. */
const MOST_IN_COMMENT = 60_000;
/** Bytes: GitHub takes a MiB of each step, to which other programs may write as well. */
const MOST_IN_SUMMARY = 960 * 1024;

const FORMATS = ['md', 'html', 'summary', 'json', 'terminal'] as const;
type Format = (typeof FORMATS)[number];

export const command: Command = {
  spec: {
    name: 'report',
    summary: 'Say what a change means: metrics, gates, stages, parameters',
    description: [
      'Formats: `md` for a pull request, `summary` for the summary of a job, where there is more room but are no',
      'pictures; `html` is one page with everything in it; `json` is for programs; `terminal` is for people here.',
      'Gates with `seeds` may run stages first, in copies of the project, as `gate` does.',
    ].join('\n'),
    options: [
      { flags: '--base <rev>', description: 'what to compare with (default: chosen, and said)' },
      {
        flags: '--format <format>',
        description: `${FORMATS.join(', ')} (default: as --out ends, \`terminal\` on a terminal, else \`md\`)`,
        choices: FORMATS,
      },
      {
        flags: '-o, --out <file>',
        description:
          'write it there, and its pictures into a folder beside it (default: print it, without pictures)',
      },
    ],
    examples: [
      { command: 'report', explains: 'in the terminal; in a pipe as Markdown' },
      { command: 'report -o report.md', explains: 'with pictures, in `report.files`' },
      { command: 'report -o report.html --base v1.0', explains: 'one page, against a tag' },
      {
        command: 'report --format summary >> "$GITHUB_STEP_SUMMARY"',
        explains: 'in the summary of a job of GitHub Actions',
      },
    ],
    failureCode: 2,
  },

  async run(context, args) {
    const format = formatOf(context, args);
    const out = text(args, 'out');
    if (format === 'terminal' && out !== undefined)
      return err({ code: 'refused', message: "the format 'terminal' is only printed: leave out --out" });
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { workspace, index } = opened.value;
    const path = out === undefined ? undefined : join(context.cwd, out);
    const refusal = path === undefined ? undefined : guardReport(workspace.project, path);
    if (refusal !== undefined) return err(refusal);
    const report = await makeReport(workspace, index, {
      base: text(args, 'base'),
      draw: format === 'html' || (out !== undefined && format !== 'summary') ? 'png' : undefined,
    });
    if (!report.ok) return report;
    if (format === 'terminal') return ok({ doc: reportDoc(report.value) });
    const files =
      out === undefined || !LINKS.has(format) ? undefined : new ReportFiles(workspace.project, out);
    const printed = await print(context, report.value, format, {
      linkOf: (picture, side) => files?.link(picture, side),
      plotLinkOf: plot => files?.linkPlot(plot),
    });
    if (out === undefined || path === undefined) return ok({ doc: [{ kind: 'verbatim', text: printed }] });
    context.files.makeDirectory(dirname(path));
    context.files.writeLossy(path, printed);
    files?.removeOthers();
    return ok({ doc: [line({ text: out, style: 'path' })] });
  },
};

/** Those that have pictures beside them. A page holds its own; where summaries are read nothing lies beside them. */
const LINKS: ReadonlySet<Format> = new Set(['md', 'json']);

function formatOf({ terminal }: Context, args: Args): Format {
  const named = FORMATS.find(each => each === text(args, 'format'));
  if (named !== undefined) return named;
  const out = text(args, 'out');
  if (out === undefined) return terminal ? 'terminal' : 'md';
  const suffix = /\.([a-z]+)$/i.exec(out)?.[1]?.toLowerCase() ?? '';
  return suffix === 'json' ? 'json' : /^html?$/.test(suffix) ? 'html' : 'md';
}

async function print(
  context: Context,
  report: Report,
  format: Exclude<Format, 'terminal'>,
  links: JsonLinks,
): Promise<string> {
  const { version } = context;
  switch (format) {
    case 'md':
      return reportMarkdown(report, { most: MOST_IN_COMMENT, version, ...links });
    case 'summary':
      return reportMarkdown(report, {
        most: MOST_IN_SUMMARY,
        sizeOf: text => Buffer.byteLength(text),
        isRoomy: true,
        version,
        ...links,
      });
    case 'json':
      return `${dumpJson(reportJson(report, links), { indent: 2, ascii: false })}\n`;
    case 'html': {
      const { title, body } = await reportPage(report, version);
      const slots: Readonly<Record<string, string>> = { title: escapeHtml(title), body };
      const frame = pagePart(context, 'report-page');
      return frame.replace(/\{\{(title|body)\}\}/g, (_, slot: string) => slots[slot] ?? '');
    }
  }
}
