import { elementId } from '../core/plots/element-id.ts';
import { compareOrders, pageOrder } from '../core/plots/page-order.ts';
import type { PageOrder } from '../core/plots/page-order.ts';
import { rowsOf, withAnchors } from '../core/plots/anchored.ts';
import { htmlText, jsonInPage, pageValue } from '../core/plots/page-data.ts';
import { NOTHING_APART } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { FailureError } from '../model/failure.ts';
import { drawableIn, templateOf } from './draw-chart.ts';
import { PagePictureFiles } from './page-pictures.ts';
import { plotsOf } from './plot-charts.ts';
import type { Picture, Plot } from './plot-charts.ts';
import type { PlotTemplates } from './plot-templates.ts';
import type { PlotTroubles } from './plot-troubles.ts';
import { mostRows } from './plots-page.ts';
import type { StatePlots } from './plots.ts';
import type { Project } from './project.ts';

const PLOTS = '{plot_divs}';

/**
 * A page of the user's own, as DVC fills it: `{plot_divs}` with an element for each plot, `{scripts}` with what draws.
 *
 * @param page its text.
 * @param drawing the script elements that draw.
 * @source iterative/dvc-render src/dvc_render/html.py.
 */
export async function customPage(
  project: Project,
  states: readonly StatePlots[],
  templates: PlotTemplates,
  troubles: PlotTroubles,
  options: {
    readonly page: string;
    readonly drawing: string;
    readonly folder: string;
    readonly onPlot: (plot: Plot) => void;
  },
): Promise<{ readonly html: string; readonly count: number; readonly isEmpty: boolean }> {
  const pictures = new PagePictureFiles(project.context, options.folder);
  const most = mostRows(states);
  const elements: { readonly order: PageOrder; readonly html: string }[] = [];
  for await (const plot of plotsOf(states)) {
    options.onPlot(plot);
    troubles.addFaults(plot);
    const { content, name } = plot;
    elements.push({
      order: pageOrder(name, content.kind),
      html:
        content.kind === 'chart'
          ? chartElement(templates, name, content.chart, troubles, most)
          : pictureElement(pictures, name, content.pictures),
    });
  }
  troubles.addStates(states);
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
  return { html, count: elements.length, isEmpty: elements.every(element => element.html === '') };
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

function chartElement(
  templates: PlotTemplates,
  name: string,
  chart: Chart,
  troubles: PlotTroubles,
  most: number,
): string {
  if (chart.rows.length === 0) return '';
  try {
    const { spec, data, remarks } = drawableIn(templateOf(templates, chart), chart, {
      ...{ apart: NOTHING_APART, most },
    });
    troubles.addRemarks(name, remarks);
    const id = elementId(name);
    const drawn = jsonInPage(withAnchors(pageValue(spec), { data: rowsOf(data) }));
    const draw = `vegaEmbed(document.getElementById(${jsonInPage(id)}), ${drawn});`;
    return `<div id="${htmlText(id)}"></div>\n<script>${draw}</script>`;
  } catch (error) {
    troubles.addRefusal(name, chart.revisions, error);
    return '';
  }
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
