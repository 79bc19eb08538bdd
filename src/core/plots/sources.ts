import type { PlotProps } from '../../model/plot.ts';
import { pyStr } from '../python/text.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** A column of a data file. */
export interface Source {
  readonly file: string;
  readonly field: string;
}

/** The columns that `{file: field}` or `{file: [field, …]}` names. */
export function sourcesIn(axis: Value | undefined): readonly Source[] {
  if (!isMap(axis)) return [];
  return [...axis].flatMap(([file, fields]) =>
    (isList(fields) ? fields : [fields]).flatMap(field =>
      typeof field === 'string' ? [{ file: pyStr(file), field }] : [],
    ),
  );
}

/**
 * The files that a plot is drawn from.
 *
 * @source iterative/dvc dvc/repo/plots/__init__.py (infer_data_sources): of several files for x only the first counts.
 */
export function dataFilesOf(id: string, props: PlotProps): readonly string[] {
  const x = props.get('x');
  const y = props.get('y');
  const files = isMap(y) ? [...y.keys()].map(pyStr) : [id];
  if (isMap(x)) files.push(...[...x.keys()].slice(0, 1).map(pyStr));
  return [...new Set(files)];
}
