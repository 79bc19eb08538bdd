/** Talks to `param_files.py`: one Python process that reads TOML and Python files as DVC does, fed in batches. */
import { readData } from '../../../src/core/reading/by-suffix.ts';
import { Peer } from './peer.ts';
import { tagged } from './ruamel.ts';

export class ParamFiles {
  readonly #peer: Peer;

  private constructor(peer: Peer) {
    this.#peer = peer;
  }

  static async start(): Promise<ParamFiles> {
    return new ParamFiles(await Peer.start('param_files.py'));
  }

  /** What DVC reads from each text, in the form of {@link readHere}. */
  async read(suffix: string, texts: readonly string[]): Promise<readonly string[]> {
    const answers = await this.#peer.ask(texts.map(text => ({ suffix, text })));
    return answers.map(answer =>
      'value' in answer
        ? JSON.stringify(answer['value'])
        : `error: ${String(answer['error'])}: ${String(answer['message'])}`,
    );
  }

  close(): void {
    this.#peer.close();
  }
}

/** What mltrack reads: the value as a line of text that keeps every type; or the error, after `error: `. */
export async function readHere(suffix: string, text: string): Promise<string> {
  const read = await readData(`file${suffix}`, text);
  if (read.ok) return tagged(read.value);
  const { raised, message, line, column } = read.error;
  return `error: ${raised?.type ?? ''}: ${message} (${line}:${column})`;
}
