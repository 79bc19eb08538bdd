const LONGEST = 120;

/** A command line for people: on one line, and not too long. */
export function shownCommand(commandLine: string): string {
  const line = commandLine.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Which process, for people. */
export function shownProcess(pid: number, commandLine: string): string {
  const line = shownCommand(commandLine);
  return line === '' ? `PID ${pid}` : `PID ${pid}: ${line}`;
}
