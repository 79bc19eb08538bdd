import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';

export interface TemplateMarks {
  /** Such as `line`, `bar`. */
  readonly kinds: ReadonlySet<string>;
  /** Of what the y axis shows, where the template says it at its top: `nominal`. */
  readonly yType: Value | undefined;
}

/** What a template draws with. */
export function marksIn(template: ValueMap): TemplateMarks {
  const kinds = new Set<string>();
  collect(template, kinds);
  const encoding = template.get('encoding');
  const y = isMap(encoding) ? encoding.get('y') : undefined;
  return { kinds, yType: isMap(y) ? y.get('type') : undefined };
}

function collect(value: Value, kinds: Set<string>): void {
  if (isList(value)) for (const each of value) collect(each, kinds);
  if (!isMap(value)) return;
  const mark = value.get('mark');
  const kind = isMap(mark) ? mark.get('type') : mark;
  if (typeof kind === 'string') kinds.add(kind);
  for (const each of value.values()) collect(each, kinds);
}
