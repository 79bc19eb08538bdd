import type { Event } from '../model/event.ts';
import type { ShellOutput } from '../ports/shell.ts';

type Lines = Omit<Extract<Event, { type: 'stage-output' }>, 'stage'>;
type Stream = Lines['stream'];

/** What a command prints, as whole lines. Of a line that is drawn over and over only the last state counts. */
export class OutputLines {
  readonly #emit: (lines: Lines) => void;
  readonly #rest: Record<Stream, string> = { stdout: '', stderr: '' };
  readonly #decoders = {
    stdout: new TextDecoder(),
    stderr: new TextDecoder(),
  };
  readonly output: ShellOutput = {
    stdout: chunk => this.#take('stdout', chunk),
    stderr: chunk => this.#take('stderr', chunk),
  };

  constructor(emit: (lines: Lines) => void) {
    this.#emit = emit;
  }

  /** Gives out what came without an end of line. */
  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.#rest[stream] + this.#decoders[stream].decode();
      this.#rest[stream] = '';
      if (rest !== '') this.#tell(stream, [rest]);
    }
  }

  #take(stream: Stream, chunk: Uint8Array): void {
    const lines = (this.#rest[stream] + this.#decoders[stream].decode(chunk, { stream: true })).split('\n');
    this.#rest[stream] = lines.pop() ?? '';
    if (lines.length > 0) this.#tell(stream, lines);
  }

  #tell(stream: Stream, lines: readonly string[]): void {
    this.#emit({ type: 'stage-output', stream, lines: lines.map(lastState) });
  }
}

function lastState(line: string): string {
  if (!line.includes('\r')) return line;
  const text = line.replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}
