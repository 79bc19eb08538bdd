import { reportMarkdown } from '../core/report/markdown.ts';
import { makeReport } from '../engine/report.ts';
import { ReportFiles } from '../engine/report-files.ts';
import { line } from '../model/doc.ts';
import { join } from '../model/path.ts';
import { ok } from '../model/result.ts';
import { text } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

/** GitHub takes 65,536 characters in a comment, its summaries a MiB. */
const MOST = 60_000;

export const command: Command = {
  spec: {
    name: 'report',
    summary: 'Say what a change means: metrics, gates, stages, parameters',
    options: [
      { flags: '--base <rev>', description: 'what to compare with (default: chosen, and said)' },
      {
        flags: '-o, --out <file>',
        description:
          'write it there, and its pictures into a folder beside it (default: print it, without pictures)',
      },
    ],
    examples: [
      { command: 'report', explains: 'as Markdown, without pictures' },
      { command: 'report -o report.md', explains: 'with pictures, in `report.files`' },
      { command: 'report --base v1.0', explains: 'against a tag' },
    ],
    failureCode: 2,
  },

  async run(context, args) {
    const out = text(args, 'out');
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { workspace, index } = opened.value;
    const report = await makeReport(workspace, index, {
      base: text(args, 'base'),
      draw: out === undefined ? undefined : 'png',
    });
    if (!report.ok) return report;
    const pictures = out === undefined ? undefined : new ReportFiles(context, out);
    const markdown = reportMarkdown(report.value, {
      most: MOST,
      version: context.version,
      linkOf: (picture, side) => pictures?.link(picture, side),
      plotLinkOf: plot => pictures?.linkPlot(plot),
    });
    pictures?.removeOthers();
    if (out === undefined) return ok({ doc: [{ kind: 'verbatim', text: markdown }] });
    context.files.writeLossy(join(context.cwd, out), markdown);
    return ok({ doc: [line({ text: out, style: 'path' })] });
  },
};
