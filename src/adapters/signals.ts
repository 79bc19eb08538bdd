/** What the terminal, the system or another program tells this process, and a running stage has to learn. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP';

/** Calls back for every signal until the returned function is called. Without a listener Node's own rules hold. */
export type SignalSource = (listener: (signal: Signal) => void) => () => void;

/** The signals of this process. `SIGTSTP` is Ctrl-Z; Windows has none. */
export const processSignals: SignalSource = listener => {
  const signals: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  if (process.platform !== 'win32') signals.push('SIGTSTP');
  const handlers = signals.map(signal => [signal, () => listener(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
};
