import { checkCustomPage, customPage } from '../engine/custom-page.ts';
import { openInBrowser } from '../engine/browser.ts';
import { pageContent } from '../engine/plots-page.ts';
import type { PageOptions } from '../engine/plots-page.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { PlotTroubles } from '../engine/plot-troubles.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { line, lines } from '../model/doc.ts';
import { FailureError } from '../model/failure.ts';
import { fileUri, join } from '../model/path.ts';
import { DONE, flag, text } from './command.ts';
import type { Args, Outcome } from './command.ts';
import { pageBytes, pagePart } from './page-part.ts';

const NOTHING = 'No plots were loaded, visualization file will not be created.';

/** What the build made for pages. */
export interface PageParts {
  /** With `{{data}}` and `{{vega}}` in it. */
  readonly frame: string;
  /** The script elements that draw: a megabyte, which goes into a page as it is, not by way of a text. */
  readonly drawing: Uint8Array;
}

export function readPageParts({ context }: Project, args: Args): PageParts {
  const source = flag(args, 'cdn') ? '-cdn' : '';
  return { frame: pagePart(context, `plots-page${source}`), drawing: pageBytes(context, `vega${source}`) };
}

/** Writes the page of some plots, and says where it is. */
export async function answerWithPage(
  project: Project,
  states: readonly StatePlots[],
  troubles: PlotTroubles,
  args: Args,
  { out, parts, onPlot }: WritingOptions,
): Promise<Outcome> {
  const { context } = project;
  const folder = join(context.cwd, out);
  const custom = customTemplate(project, args);
  const templates = new PlotTemplates(project);
  const page: Page =
    custom === undefined
      ? await ownPage(project, states, templates, troubles, { folder, onPlot, parts })
      : await customPage(project, states, templates, troubles, {
          ...{ folder, onPlot, page: custom, drawing: new TextDecoder().decode(parts.drawing) },
        });
  if (page.isEmpty && troubles.failure !== undefined) return { doc: [] };
  if (page.count === 0) {
    context.emit({ type: 'notice', level: 'detail', message: NOTHING });
    return { doc: [] };
  }
  const file = `${folder}/index.html`;
  context.files.makeDirectory(folder);
  context.files.writeLossy(file, page.html);
  const uri = fileUri(context.files.realPath(file) ?? file);
  const opened = await openIfAsked(project, uri, args);
  return { ...opened, doc: [line(uri), ...opened.doc] };
}

interface WritingOptions {
  /** From the current folder. */
  readonly out: string;
  readonly parts: PageParts;
  readonly onPlot: PageOptions['onPlot'];
}

interface Page {
  readonly html: string | Uint8Array;
  readonly count: number;
  /** There is nothing to be seen but why. */
  readonly isEmpty: boolean;
}

async function ownPage(
  project: Project,
  states: readonly StatePlots[],
  templates: PlotTemplates,
  troubles: PlotTroubles,
  { parts: { frame, drawing }, ...options }: PageOptions & { readonly parts: PageParts },
): Promise<Page> {
  const { html, count, isEmpty } = await pageContent(project, states, templates, troubles, options);
  const parts = frame.split(/\{\{(data|vega)\}\}/).map((text, at) => {
    if (at % 2 === 0) return Buffer.from(text);
    return text === 'data' ? Buffer.from(html) : drawing;
  });
  return { html: Buffer.concat(parts), count, isEmpty };
}

/** The page of the user's own that is named on the command line, or in the config. */
function customTemplate({ context, root, layout, settings }: Project, args: Args): string | undefined {
  const named = text(args, 'htmlTemplate');
  const set = settings.plots.htmlTemplate;
  const path =
    named !== undefined && named !== ''
      ? join(context.cwd, named)
      : set === undefined || set === ''
        ? undefined
        : join(`${root}/${layout.directory}`, set);
  if (path === undefined) return undefined;
  const page = context.files.stat(path)?.kind === 'file' ? context.files.readText(path) : undefined;
  if (page === undefined)
    throw new FailureError({
      code: 'refused',
      isUnexpected: true,
      message: `there is no page template '${named ?? path}'`,
    });
  checkCustomPage(page);
  return page;
}

async function openIfAsked(
  { context, layout, settings }: Project,
  uri: string,
  args: Args,
): Promise<Outcome> {
  const { autoOpen } = settings.plots;
  if (!autoOpen && !flag(args, 'open')) return DONE;
  const doc = autoOpen
    ? []
    : [
        lines([
          'To enable auto opening, you can run:',
          '',
          `\t${layout.program} config plots.auto_open true`,
        ]),
      ];
  if (await openInBrowser(context, uri)) return { doc };
  const message = `Failed to open ${uri}. Please try opening it manually.`;
  return { doc, failure: { code: 'refused', message } };
}
