/**
 * One blocking read for all idle partitions of an instance. It reads with XREAD from each partition's position, not with
 * XREADGROUP: it is only the alarm clock, so a lost reply loses nothing, and it also wakes for an entry that a former owner
 * has read but not handled. The worker that wakes does the XREADGROUP. (docs/adr/0004)
 *
 * The connection is its own, BLOCK is finite, and a read that is not answered in time has its socket destroyed: ioredis
 * would silently send an interrupted read again and wait for ever.
 */
import type { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger.js';

interface Idler {
  readonly position: string;
  readonly wake: () => void;
}

export class IdleWatch {
  readonly #idlers = new Map<string, Idler>();
  #reading = false;
  #generation = 0;
  #started: (() => void) | undefined;
  #stopping = false;
  #running: Promise<void> | undefined;

  /**
   * @param blocking – a connection for nothing but the blocking read, made with `autoResendUnfulfilledCommands: false`
   * @param commands – any other connection; carries CLIENT UNBLOCK
   */
  constructor(
    readonly blocking: Redis,
    readonly commands: Redis,
    readonly logger: Logger,
    readonly blockMs = 1_000,
    readonly watchdogMs = 2_000,
  ) {}

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#started?.();
    this.#renew();
    await this.#running;
    this.#running = undefined;
  }

  /** Waits until there is an entry after `position`, until `ms` are over, or until `signal` is aborted. */
  async wait(key: string, position: string, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        if (this.#idlers.get(key)?.wake === finish) this.#idlers.delete(key);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal.addEventListener('abort', finish);
      this.#idlers.set(key, { position, wake: finish });
      this.#started?.();
      this.#renew();
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      if (this.#idlers.size === 0) {
        await new Promise<void>((resolve) => (this.#started = resolve));
        this.#started = undefined;
        continue;
      }
      try {
        await this.#read();
      } catch (error) {
        this.logger.debug({ err: error }, 'blocking read failed; reading again');
        // Whoever waits finds out by its own read what is wrong, and says so.
        for (const idler of this.#idlers.values()) idler.wake();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async #read(): Promise<void> {
    const idlers = [...this.#idlers];
    this.#generation++;
    this.#reading = true;
    const watchdog = setTimeout(() => this.blocking.disconnect(true), this.blockMs + this.watchdogMs);
    try {
      const keys = idlers.map(([key]) => key);
      const positions = idlers.map(([, { position }]) => position);
      const answer = await this.blocking.xread('COUNT', 1, 'BLOCK', this.blockMs, 'STREAMS', ...keys, ...positions);
      for (const [key] of answer ?? []) this.#idlers.get(key)?.wake();
    } finally {
      clearTimeout(watchdog);
      this.#reading = false;
    }
  }

  /** Ends the read under way, so that the next one names whoever has joined. */
  #renew(): void {
    if (!this.#reading) return;
    const generation = this.#generation;
    const attempt = async (): Promise<void> => {
      // The read may still be on its way to Redis when UNBLOCK arrives there: again until it was this one that ended.
      while (this.#reading && this.#generation === generation) {
        const id = await this.#clientId();
        if (id !== undefined && (await this.commands.client('UNBLOCK', id)) === 1) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    attempt().catch((error: unknown) =>
      this.logger.debug({ err: error }, 'blocking read not renewed; its BLOCK will end'),
    );
  }

  #knownId: { stream: unknown; id: Promise<number> | undefined } = { stream: undefined, id: undefined };

  /** CLIENT ID cannot be asked while the read blocks: the connection is found by its name. */
  async #clientId(): Promise<number | undefined> {
    if (this.#knownId.stream !== this.blocking.stream) this.#knownId = { stream: this.blocking.stream, id: undefined };
    const name = this.blocking.options.connectionName;
    if (name === undefined || name === null) return undefined;
    this.#knownId.id ??= this.commands.call('CLIENT', 'LIST', 'TYPE', 'normal').then((list) => {
      const line = String(list)
        .split('\n')
        .find((entry) => entry.includes(` name=${name} `));
      return Number(/^id=(\d+)/.exec(line ?? '')?.[1] ?? Number.NaN);
    });
    const id = await this.#knownId.id;
    if (Number.isNaN(id)) {
      this.#knownId.id = undefined;
      return undefined;
    }
    return id;
  }
}
