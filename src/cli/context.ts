import { createClock } from '../adapters/clock.ts';
import { createGit } from '../adapters/git-process.ts';
import { createHasher } from '../adapters/hasher.ts';
import { createInput } from '../adapters/input.ts';
import { createLocks } from '../adapters/locks.ts';
import { createMachine } from '../adapters/machine.ts';
import { createNodeFiles } from '../adapters/node-files.ts';
import { createProcesses } from '../adapters/processes.ts';
import { createShell } from '../adapters/shell.ts';
import type { Witnesses } from '../adapters/witnesses.ts';
import { createWorkspaceSnapshot } from '../adapters/workspace-snapshot.ts';
import type { Event } from '../model/event.ts';
import type { Charts } from '../ports/charts.ts';
import type { Context } from '../ports/context.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Hasher } from '../ports/hasher.ts';
import type { ProcessLike } from './process.ts';

export interface ContextOptions {
  readonly waitsForLock?: boolean;
  /** Who is to note what the command looks at. */
  readonly witnesses?: Witnesses | undefined;
}

/** The one place where ports meet adapters. `close` ends what would keep the process alive. */
export function createContext(
  io: ProcessLike,
  cwd: string,
  emit: (event: Event) => void,
  { waitsForLock, witnesses }: ContextOptions = {},
): { readonly context: Context; close(): Promise<void> } {
  const files = witnesses?.files(createNodeFiles()) ?? createNodeFiles();
  const machine = createMachine(io.installDirectory);
  const git = createGit(io.env);
  const locks = createLocks();
  const repositories: GitRepository[] = [];
  const kept = (repository: GitRepository | undefined): GitRepository | undefined => {
    if (repository !== undefined) repositories.push(repository);
    return repository;
  };
  let hasher: Hasher | undefined;
  let charts: Charts | undefined;
  const cancel = new AbortController();
  const shell = createShell({
    env: io.env,
    output: { stdout: chunk => io.stdout.write(chunk), stderr: chunk => io.stderr.write(chunk) },
    inheritsStreams: io.inheritStreams,
    stdin: io.stdin,
    isTerminal: () => io.stdout.isTerminal || io.stderr.isTerminal,
    onSignal: io.onSignal,
    onInterrupted: () => cancel.abort(),
  });
  const context: Context = {
    files,
    machine,
    git: {
      ...git,
      open: folder => kept(git.open(folder)),
      openBare: folder => kept(git.openBare(folder)),
    },
    clock: createClock(),
    locks,
    processes: createProcesses([io.program, ...io.argv].join(' ')),
    input: createInput(io.stdin, text => io.stderr.write(text)),
    shell,
    watch: async () =>
      (await import('../adapters/watcher.ts')).openWatch(io.onSignal, path => machine.fileSystemOf(path)),
    web: async () => (await import('../adapters/web.ts')).createWeb(cancel.signal),
    charts: async () =>
      (charts ??= (await import('../adapters/charts.ts')).createCharts(`${io.installDirectory}/dist/fonts`)),
    workspace: root => createWorkspaceSnapshot(files, root),
    hasher: () =>
      (hasher ??= createHasher({
        cores: machine.cores,
        onSignal: io.onSignal,
        workerUrl: new URL('./hash-worker.cjs', import.meta.url),
      })),
    cwd,
    env: io.env,
    catalog: async () => (await import('./catalog.ts')).loadCatalog(),
    program: io.program,
    version: io.version,
    terminal: io.stdout.isTerminal,
    columns: io.stdout.columns ?? 80,
    waitsForLock: waitsForLock === true,
    emit,
    cancelled: cancel.signal,
  };
  return {
    context: witnesses?.context(context) ?? context,
    close: async () => {
      repositories.forEach(repository => repository.close());
      locks.close();
      shell.close();
      await hasher?.close();
    },
  };
}
