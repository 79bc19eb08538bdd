const MOST_LINES = 30;
const MOST_CHARACTERS = 4000;
/** What is kept of a run may be one line of many megabytes: only its end is looked at. */
const MOST_READ = 256 * 1024;

/** Titles, links and other texts for a terminal; colours and movements; what has a letter or two. */
const ESCAPES =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g;

/** The end of what a run printed, without what only moves a cursor or colours. */
export function lastLines(output: string): string {
  const lines = output
    .slice(-MOST_READ)
    .replace(ESCAPES, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
    // What was written over is not seen.
    .map(line => line.slice(line.lastIndexOf('\r') + 1));
  const end = lines.findLastIndex(line => line !== '') + 1;
  return lines
    .slice(Math.max(0, end - MOST_LINES), end)
    .join('\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
    .slice(-MOST_CHARACTERS);
}
