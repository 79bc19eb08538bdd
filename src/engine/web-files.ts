import { webRecord } from '../core/digest/web-record.ts';
import type { HashRecord } from '../model/hash.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { WebTrouble } from '../ports/web.ts';
import type { WebAnswer } from '../ports/web.ts';

/**
 * What a server says of a file: asked for its headers, and for the file itself where they do not say how long it is, as
 * DVC does. The file is not loaded.
 *
 * @returns what is in the way instead.
 */
export async function lookAtWeb(context: Context, url: string): Promise<Result<HashRecord, string>> {
  const web = await context.web();
  const answers: WebAnswer[] = [];
  let trouble = '';
  for (const method of ['HEAD', 'GET'] as const) {
    try {
      answers.push(await web.ask(url, method));
    } catch (error) {
      if (!(error instanceof WebTrouble)) throw error;
      trouble = error.message;
      if (method === 'GET') return err(trouble);
    }
    const record = webRecord(url, answers);
    if (record?.size !== undefined) return ok(record);
  }
  const record = webRecord(url, answers);
  return record === undefined ? err(trouble) : ok(record);
}
