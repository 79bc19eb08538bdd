import type { Interface } from 'node:readline';
import type { Input } from '../ports/surroundings.ts';

export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** What is typed into this process, or piped into it. @param show prints a question, without a line end. */
export function createInput(stdin: () => InputStream, show: (text: string) => void): Input {
  return {
    async ask(question) {
      const stream = stdin();
      if (stream.isTTY !== true) return undefined;
      show(question);
      for await (const line of linesOf(stream)) return line;
      return undefined;
    },
    lines: () => linesOf(stdin()),
  };
}

async function* linesOf(stream: InputStream): AsyncGenerator<string> {
  const { createInterface } = await import('node:readline');
  // Not as a terminal: that would keep Ctrl-C from ending the process.
  const reader: Interface = createInterface({ input: stream, terminal: false, crlfDelay: Infinity });
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}
