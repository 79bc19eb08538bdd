import { elementId } from '../core/plots/element-id.ts';
import { compareOrders, pageOrder } from '../core/plots/page-order.ts';
import type { PageOrder } from '../core/plots/page-order.ts';
import { htmlText, jsonInPage, pageValue } from '../core/plots/page-data.ts';
import { fillTemplate, NOTHING_APART } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { FailureError } from '../model/failure.ts';
import { PagePictureFiles } from './page-pictures.ts';
import { plotsOf } from './plot-charts.ts';
import type { Picture, Plot } from './plot-charts.ts';
import type { PlotTemplates } from './plot-templates.ts';
import type { StatePlots } from './plots.ts';
import type { Project } from './project.ts';

const PLOTS = '{plot_divs}';

/**
 * A page of the user's own, as DVC fills it: `{plot_divs}` with an element for each plot, `{scripts}` with what draws.
 *
 * @param page its text.
 * @param drawing the script elements that draw.
 * @throws FailureError when there is no place for plots in it.
 * @source iterative/dvc-render src/dvc_render/html.py.
 */
export async function customPage(
  project: Project,
  states: readonly StatePlots[],
  templates: PlotTemplates,
  options: {
    readonly page: string;
    readonly drawing: string;
    readonly folder: string;
    readonly onPlot: (plot: Plot) => void;
  },
): Promise<{ readonly html: string; readonly count: number }> {
  const pictures = new PagePictureFiles(project.context, options.folder);
  const elements: { readonly order: PageOrder; readonly html: string }[] = [];
  for await (const plot of plotsOf(states)) {
    options.onPlot(plot);
    const { content, name } = plot;
    elements.push(
      content.kind === 'chart'
        ? { order: pageOrder(name, 'chart'), html: chartElement(templates, name, content.chart) }
        : { order: pageOrder(name, 'pictures'), html: pictureElement(pictures, name, content.pictures) },
    );
  }
  elements.sort((a, b) => compareOrders(a.order, b.order));
  const divs = elements.map(({ html }) => html).join('\n');
  const slots: Readonly<Record<string, string>> = {
    scripts: options.drawing,
    plot_divs: divs,
    refresh_tag: '',
  };
  const html = options.page.replace(
    /\{(scripts|plot_divs|refresh_tag)\}/g,
    (_, slot: string) => slots[slot] ?? '',
  );
  return { html, count: elements.length };
}

/** @throws FailureError in DVC's words. */
export function checkCustomPage(page: string): void {
  if (!page.includes(PLOTS))
    throw new FailureError({
      code: 'refused',
      isUnexpected: true,
      message: `HTML template has to contain '${PLOTS}'.`,
    });
}

function chartElement(templates: PlotTemplates, name: string, chart: Chart): string {
  if (chart.points.length === 0) return '';
  const template = chart.props.get('template');
  const filled = fillTemplate(
    templates.find(typeof template === 'string' ? template : undefined),
    chart,
    NOTHING_APART,
  );
  if (!filled.ok)
    throw new FailureError({ code: 'refused', isUnexpected: true, message: filled.error.message });
  const id = elementId(name);
  const spec = jsonInPage(pageValue(filled.value.content));
  const draw = `vegaEmbed(document.getElementById(${jsonInPage(id)}), ${spec});`;
  return `<div id="${htmlText(id)}"></div>\n<script>${draw}</script>`;
}

function pictureElement(files: PagePictureFiles, name: string, pictures: readonly Picture[]): string {
  const shown = pictures.map(picture => {
    const { url, revision, file } = files.add(picture);
    return `<div><p>${htmlText(revision)}</p><img src="${htmlText(url)}" alt="${htmlText(file)}"></div>`;
  });
  files.endPlot();
  return shown.length === 0
    ? ''
    : `<div id="${htmlText(elementId(name))}">\n<p>${htmlText(name)}</p>\n${shown.join('\n')}\n</div>`;
}
