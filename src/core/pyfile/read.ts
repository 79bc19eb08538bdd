import { parse } from 'py-ast';
import type { StmtNode } from 'py-ast';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { Literals, Malformed } from './literal.ts';
import { Refusal, Unhashable } from './refusal.ts';

/** Why a Python file cannot be read. `line` and `column` start at 1. */
export interface PythonProblem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** What Python says of a key that cannot be one; DVC lets that pass. */
  readonly raised?: { readonly type: string; readonly message: string };
}

/** No parameters file is as long; reading one takes a second or two. */
const MAX_LENGTH = 4_000_000;

/**
 * Reads the values that a Python file gives to names, without running it: at the top, in classes (as maps) and, as
 * `self.x`, in `__init__`. What is no literal is left out.
 *
 * @source iterative/dvc dvc/utils/serialize/_py.py
 */
export function readPython(source: string): Result<ValueMap, PythonProblem> {
  // Python opens files in text mode, where every kind of line end becomes one newline.
  const text = source.replace(/\r\n?/g, '\n');
  if (text.length > MAX_LENGTH) return err({ message: `more than ${MAX_LENGTH} characters` });
  try {
    return ok(collectValues(text));
  } catch (error) {
    if (error instanceof RangeError) return err({ message: 'nested too deeply' });
    if (!(error instanceof Refusal)) throw error;
    const { message, line, column } = error;
    const raised = error instanceof Unhashable ? { raised: { type: 'TypeError', message } } : {};
    return err({ message, line, column, ...raised });
  }
}

/**
 * The values of a text whose lines end with newlines.
 *
 * @param onRefusal is told of a value that cannot be read, for those who want the others all the same.
 * @throws Refusal for what is no Python, and for such a value when nobody is told.
 */
export function collectValues(text: string, onRefusal?: (refusal: Refusal) => void): ValueMap {
  return new Collector(text, onRefusal).values(syntaxTree(text), false);
}

function syntaxTree(text: string): readonly StmtNode[] {
  const odd = /^\ufeff|\0/.exec(text);
  if (odd !== null) {
    const before = text.slice(0, odd.index).split('\n');
    throw new Refusal(
      'a character that has no place in a program',
      before.length,
      (before.at(-1)?.length ?? 0) + 1,
    );
  }
  try {
    return parse(text).body;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    // The package says the place in its message; its parser counts columns from 0.
    const [place = '', line = '1', column = '0'] =
      / at line (\d+)(?:, column (\d+))?/.exec(error.message) ?? [];
    const message = error.message.replace(place, '');
    throw new Refusal(message.charAt(0).toLowerCase() + message.slice(1), Number(line), Number(column) + 1);
  }
}

class Collector {
  readonly #literals: Literals;
  readonly #onRefusal: ((refusal: Refusal) => void) | undefined;

  constructor(text: string, onRefusal: ((refusal: Refusal) => void) | undefined) {
    this.#literals = new Literals(text);
    this.#onRefusal = onRefusal;
  }

  /** @param onlySelf in `__init__`, where local names do not count. */
  values(body: readonly StmtNode[], onlySelf: boolean): ValueMap {
    const values = new Map<string, Value>();
    for (const statement of body) {
      switch (statement.nodeType) {
        case 'Assign':
        case 'AnnAssign':
          this.#assign(values, statement, onlySelf);
          break;
        case 'ClassDef':
          values.set(plainName(statement.name), this.values(statement.body, false));
          break;
        case 'FunctionDef':
          if (statement.name !== '__init__') break;
          for (const [name, value] of this.values(statement.body, true)) values.set(name as string, value);
          break;
        default:
      }
    }
    return values;
  }

  #assign(
    values: Map<string, Value>,
    statement: Extract<StmtNode, { nodeType: 'Assign' | 'AnnAssign' }>,
    onlySelf: boolean,
  ): void {
    const [target, second] = statement.nodeType === 'Assign' ? statement.targets : [statement.target];
    if (target === undefined || second !== undefined || statement.value === undefined) return;
    const name = nameOf(target, onlySelf);
    if (name === undefined) return;
    try {
      values.set(name, this.#literals.assigned(statement.value));
    } catch (error) {
      if (error instanceof Refusal && this.#onRefusal !== undefined) this.#onRefusal(error);
      else if (!(error instanceof Malformed)) throw error;
    }
  }
}

type Target = Extract<StmtNode, { nodeType: 'Assign' }>['targets'][number];

function nameOf(target: Target, onlySelf: boolean): string | undefined {
  if (target.nodeType === 'Name') return onlySelf ? undefined : plainName(target.id);
  const isSelf =
    target.nodeType === 'Attribute' && target.value.nodeType === 'Name' && target.value.id === 'self';
  return isSelf ? plainName(target.attr) : undefined;
}

/** Python takes names that look alike for one. */
function plainName(name: string): string {
  return name.normalize('NFKC');
}
