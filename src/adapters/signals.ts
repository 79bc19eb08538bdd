/** What the terminal, the system or another program tells this process, and a running stage has to learn. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP';

/** Calls back for every signal until the returned function is called. Without a listener Node's own rules hold. */
export type SignalSource = (listener: (signal: Signal) => void) => () => void;

let listening = 0;

/** The signals of this process. `SIGTSTP` is Ctrl-Z; Windows has none. */
export const processSignals: SignalSource = listener => {
  const signals: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  if (process.platform !== 'win32') signals.push('SIGTSTP');
  const handlers = signals.map(signal => [signal, () => listener(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  listening += 1;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    listening -= 1;
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
};

/** Takes a Ctrl-C that comes while nothing goes on that listens to {@link processSignals}. */
export function onUnheardInterrupt(end: () => void): void {
  // Called before the listeners of the same signal, the first of which may be about to unsubscribe.
  process.on('SIGINT', () => {
    if (listening === 0) end();
  });
}

/** What Ctrl-Z does to a process that does not listen to it; returns when the process is continued. */
export function suspendThisProcess(): void {
  process.kill(process.pid, 'SIGSTOP');
}

/** While work goes on that can stop in good order: has it been asked to? */
export interface StopRequest {
  readonly isMade: boolean;
  /** Stops listening. */
  end(): void;
}

/**
 * Listens for a wish to stop. Whoever says it twice ends this process at once, as nobody listens any more then.
 *
 * @param onStop is told at once.
 */
export function listenForStop(onSignal: SignalSource, onStop: () => void = () => undefined): StopRequest {
  let isMade = false;
  const unsubscribe = onSignal(signal => {
    if (signal === 'SIGTSTP') {
      suspendThisProcess();
      return;
    }
    isMade = true;
    unsubscribe();
    onStop();
  });
  return {
    get isMade() {
      return isMade;
    },
    end: unsubscribe,
  };
}
