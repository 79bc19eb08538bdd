/** Why a server does not give what it was asked for: `404 Not Found`, `connect ECONNREFUSED`. */
export class WebTrouble extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WebTrouble';
  }
}

export interface WebAnswer {
  /** Where the file was found in the end. */
  readonly url: string;
  readonly header: (name: string) => string | undefined;
}

/** Web servers, of which nothing but headers is read. */
export interface Web {
  /** @throws WebTrouble when there is no answer, or none of success. */
  ask(url: string, method: 'HEAD' | 'GET'): Promise<WebAnswer>;
}
