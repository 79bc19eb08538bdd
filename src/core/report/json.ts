import type {
  DataRow,
  DataSize,
  MetricHistory,
  MetricRow,
  ParamRow,
  PictureRow,
  PictureSide,
  PlotRow,
  Report,
  StageRow,
} from '../../model/report.ts';
import { Float, isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { baseJson, numberJson, object, resultJson } from '../gates/json.ts';
import { numberOf } from '../gates/judge.ts';
import { pyStr } from '../python/text.ts';
import { headlineText } from './headline.ts';
import type { LinkOf, PlotLinkOf } from './pictures.ts';
import { headlineFacts } from './title.ts';

/** Where pictures are found, from the file that the report is written to. */
export interface JsonLinks {
  readonly linkOf: LinkOf;
  readonly plotLinkOf: PlotLinkOf;
}

/** What `report --format json` prints. Its shape stands in the guide; `version` rises when a reader would have to change. */
export function reportJson(report: Report, { linkOf, plotLinkOf }: JsonLinks): Value {
  const { name, base, head, gates, metrics, params, stages, data, plots, pictures, history, troubles } =
    report;
  const facts = headlineFacts(report);
  return object({
    version: 1,
    name,
    verdict: facts.failed === undefined ? (gates?.verdict ?? null) : 'broken',
    headline: headlineText(facts, text => text),
    base: baseJson(base),
    head: object({ sha: head.commit ?? null, dirty: head.isDirty }),
    gates:
      gates === undefined ? null : object({ verdict: gates.verdict, results: gates.results.map(resultJson) }),
    metrics: metrics.map(metricJson),
    params: params.map(paramJson),
    stages: stages.map(stageJson),
    data: data.map(dataJson),
    plots: plots.map(plot => plotJson(plot, plotLinkOf)),
    pictures: pictures.map(picture => pictureJson(picture, linkOf)),
    history: history.map(historyJson),
    troubles,
  });
}

function metricJson({ file, name, old, new: now, worth }: MetricRow): Value {
  const [before, after] = [numberOf(old), numberOf(now)];
  const change = before === undefined || after === undefined ? undefined : after - before;
  return object({
    file,
    metric: name,
    old: plain(old),
    new: plain(now),
    change: numberJson(change),
    worth,
  });
}

function paramJson({ file, name, old, new: now }: ParamRow): Value {
  return object({ file, param: name, old: plain(old), new: plain(now) });
}

function stageJson({ name, state, why, run, tail, upstream }: StageRow): Value {
  return object({
    name,
    state,
    why,
    run:
      run === undefined
        ? null
        : object({ outcome: run.outcome, seconds: new Float(run.elapsedMs / 1000), exit: run.exit ?? null }),
    tail: tail ?? null,
    upstream,
  });
}

function dataJson({ path, old, new: now }: DataRow): Value {
  const side = (size: DataSize | undefined): Value =>
    size === undefined ? null : object({ bytes: size.bytes ?? null, files: size.files ?? null });
  return object({ path, old: side(old), new: side(now) });
}

function plotJson(plot: PlotRow, linkOf: PlotLinkOf): Value {
  const { name, change, troubles } = plot;
  return object({ name, change, file: linkOf(plot) ?? null, troubles });
}

function historyJson({ file, name, points, now }: MetricHistory): Value {
  const point = ({ commit, value }: MetricHistory['points'][number]): Value =>
    object({ sha: commit, value: numberJson(value) });
  return object({ file, metric: name, points: points.map(point), now: numberJson(now) });
}

function pictureJson(picture: PictureRow, linkOf: LinkOf): Value {
  const { path, base, head, change } = picture;
  const side = (name: 'base' | 'head', shown: PictureSide): Value =>
    object({ state: shown.kind, bytes: bytesOf(shown), file: linkOf(picture, name) ?? null });
  return object({
    path,
    change,
    base: base === undefined ? null : side('base', base),
    head: side('head', head),
  });
}

function bytesOf(side: PictureSide): Value {
  if (side.kind === 'here') return side.bytes.length;
  return side.kind === 'too-large' ? side.bytes : null;
}

/** What JSON has nothing for is text. */
function plain(value: Value): Value {
  if (value instanceof Float) return Number.isFinite(value.value) ? value : numberJson(value.value);
  if (value instanceof Timestamp || value instanceof PythonObject) return pyStr(value);
  if (isList(value)) return value.map(plain);
  if (isMap(value)) return new Map([...value].map(([key, item]) => [pyStr(key), plain(item)]));
  return value;
}
