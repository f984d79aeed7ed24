import { EventEmitter, once } from 'node:events';

/** Why a long-running command should end. */
export interface Stop {
  /** Resolves at the first signal or death. */
  readonly reason: Promise<void>;
  /** Resolves at the second signal: the user does not want to wait. */
  readonly again: Promise<void>;
  readonly isAsked: boolean;
  /** What died, if that is the reason. */
  readonly death: string | undefined;
  because(death: string): void;
}

/** Listens for Ctrl-C, SIGTERM and a closed terminal. A third signal ends this process at once; the watchdog cleans up. */
export const listenForStop = (): Stop => {
  let signals = 0;
  let death: string | undefined;
  const moments = new EventEmitter();
  const reason = once(moments, 'reason').then(() => undefined);
  const again = once(moments, 'again').then(() => undefined);
  const onSignal = (): void => {
    signals += 1;
    moments.emit(signals === 1 ? 'reason' : 'again');
    if (signals === 3) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return {
    reason,
    again,
    get isAsked() {
      return signals > 0 || death !== undefined;
    },
    get death() {
      return death;
    },
    because: (sentence) => {
      death ??= sentence;
      moments.emit('reason');
    },
  };
};
