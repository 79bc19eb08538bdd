/** Talks to `ruamel.py`: one Python process that loads and dumps YAML as DVC does, fed in batches. */
import { Float, isList, isMap, PythonObject, Timestamp, Tuple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';
import { floatText } from '../../../src/core/python/float.ts';
import { Peer } from './peer.ts';

export class Ruamel {
  readonly #peer: Peer;

  private constructor(peer: Peer) {
    this.#peer = peer;
  }

  static async start(): Promise<Ruamel> {
    return new Ruamel(await Peer.start('ruamel.py'));
  }

  /** The text that DVC would write; or the error, after `error: `. */
  async dump(values: readonly Value[]): Promise<readonly string[]> {
    const answers = await this.#peer.ask(values.map(value => ({ dump: tagShared(value) })));
    return answers.map(answer =>
      'text' in answer ? String(answer['text']) : `error: ${String(answer['error'])}`,
    );
  }

  /** What the text loads as, in the form that {@link describe} gives; or the error, after `error: `. */
  async load(texts: readonly string[]): Promise<readonly string[]> {
    const answers = await this.#peer.ask(texts.map(text => ({ load: text })));
    return answers.map(answer =>
      'value' in answer ? JSON.stringify(answer['value']) : `error: ${String(answer['error'])}`,
    );
  }

  close(): void {
    this.#peer.close();
  }
}

/** A value as one line of text that keeps every type, and the order of keys. */
export function tagged(value: Value): string {
  return JSON.stringify(tag(value, item => tagPlain(item)));
}

type Tagged = null | boolean | string | readonly Tagged[] | { readonly [key: string]: Tagged };

function tagPlain(value: Value): Tagged {
  return tag(value, tagPlain);
}

function tag(value: Value, child: (value: Value) => Tagged): Tagged {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return { i: value.toString() };
  if (value instanceof Float) return { f: floatText(value.value) };
  if (value instanceof Timestamp) return { t: value.text };
  if (value instanceof PythonObject) return { o: [value.type, value.repr] };
  if (value instanceof Tuple) return { u: Array.from(value, child) };
  if (isList(value)) return value.map(child);
  if (isMap(value))
    return { m: [...value].map(([key, item]: [Scalar, Value]) => [tagPlain(key), child(item)]) };
  return value satisfies never;
}

/** Tells Python which lists, maps and dates are one object, since that shows in the text. */
function tagShared(root: Value): Tagged {
  const numbers = new Map<Value, number>();
  const visit = (value: Value): Tagged => {
    if (!isList(value) && !isMap(value) && !(value instanceof Timestamp)) return tag(value, visit);
    const known = numbers.get(value);
    if (known !== undefined) return { r: String(known) };
    const number = numbers.size + 1;
    numbers.set(value, number);
    return { d: String(number), v: tag(value, visit) };
  };
  return visit(root);
}
