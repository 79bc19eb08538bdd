import { REGISTRY } from './registry.ts';

/** What `--help` without a verb shows, or with the first word of a group. */
export function overview(program: string, group?: string): string {
  const entries = REGISTRY.filter(({ name, isForPrograms }) =>
    group === undefined ? isForPrograms !== true : name.startsWith(`${group} `),
  );
  const width = Math.max(...entries.map(entry => entry.name.length));
  const list = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  if (group !== undefined)
    return `Usage: ${program} ${group} <command> [options]\n\nCommands:\n${list.join('\n')}\n`;
  return [
    `Usage: ${program} [--cd <path>] <command> [options]`,
    '',
    'Runs machine-learning pipelines, only what is stale, and compares their metrics',
    'between revisions.',
    '',
    'Commands:',
    ...list,
    '',
    'Options:',
    '  --cd <path>    work as if called in that folder',
    '  --wait-for-lock',
    '                 wait for other processes as long as they take',
    '  -V, --version  print the version number',
    '  -h, --help     show this help, or that of a command',
    '',
    'Examples:',
    `  $ ${program} init --example demo   # a small project to play with`,
    `  $ ${program} repro                 # run what is stale`,
    `  $ ${program} metrics diff main     # what changed against a branch`,
    '',
  ].join('\n');
}
