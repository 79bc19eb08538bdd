import { WebTrouble } from '../ports/web.ts';
import type { Web } from '../ports/web.ts';

const LONGEST_MS = 60_000;

/** Implements `Web` with Node's own `fetch`. */
export function createWeb(cancelled: AbortSignal): Web {
  return {
    async ask(url, method) {
      const signal = AbortSignal.any([cancelled, AbortSignal.timeout(LONGEST_MS)]);
      // Compressed on the way, its length would not be that of the file.
      const headers = { 'Accept-Encoding': 'identity' };
      const response = await fetch(url, { method, headers, signal }).catch((error: unknown) => {
        throw new WebTrouble(reasonOf(error), error);
      });
      await response.body?.cancel();
      if (!response.ok) throw new WebTrouble(`${response.status} ${response.statusText}`.trim());
      return { url: response.url, header: name => response.headers.get(name) ?? undefined };
    },
  };
}

/** `fetch` says no more than that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  if (cause instanceof Error) return cause.message;
  return error instanceof Error ? error.message : String(error);
}
