/**
 * A value as it stands in a YAML or JSON file, with what plain JavaScript would lose kept:
 * integers and floats are different things, maps keep their order and the type of their keys.
 *
 * An integer is a `number` (or a `bigint` beyond 2^53); anything written as a float is a {@link Float}.
 */
export type Value = Scalar | readonly Value[] | ValueMap;

export type Scalar = null | boolean | number | bigint | Float | Timestamp | PythonObject | string;

/** A mapping in file order. Keys are nearly always strings, but YAML allows every scalar. */
export type ValueMap = ReadonlyMap<Scalar, Value>;

/** A number written as a float: `1.0`, `1e-5`, `.inf`. `text` is its source, kept where files are re-written. */
export class Float {
  readonly value: number;
  readonly text: string | undefined;
  constructor(value: number, text?: string) {
    this.value = value;
    this.text = text;
  }
}

/** A YAML date or date-time; `text` is what Python's `str()` prints of it. */
export class Timestamp {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * What YAML and JSON have nothing for: sets, bytes, complex numbers and `...` of Python files, tuples that are keys
 * there, times of day in TOML. Lock files cannot hold it.
 */
export class PythonObject {
  /** Python's name of the type: `set`, `bytes`. */
  readonly type: string;
  /** Python's `repr()` of it; two objects of one type are equal when theirs are. */
  readonly repr: string;
  /** Python's `str()` of it. */
  readonly text: string;
  constructor(type: string, repr: string, text = repr) {
    this.type = type;
    this.repr = repr;
    this.text = text;
  }
}

/** A Python tuple: equal to other tuples, to lists never. Make one by `Tuple.from`. */
export class Tuple extends Array<Value> {}

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Is it a number in Python's eyes? Booleans are, there. */
export function isNumeric(value: Value | undefined): value is number | bigint | boolean | Float {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof Float
  );
}
