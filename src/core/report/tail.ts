const MOST_LINES = 30;
const MOST_CHARACTERS = 4000;

/** The end of what a run printed, without what only moves a cursor or colours. */
export function lastLines(output: string): string {
  const plain = output
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[^\n]*\r(?!\n)/g, '')
    .replace(/\r\n/g, '\n')

    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\ufffd');
  const lines = plain.replace(/\n+$/, '').split('\n').slice(-MOST_LINES);
  return lines.join('\n').slice(-MOST_CHARACTERS);
}
