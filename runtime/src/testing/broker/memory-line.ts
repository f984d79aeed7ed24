/**
 * The way of commands to a broker in memory, and what can go wrong on it.
 *
 * States: well; refusing (out of memory, read-only, unreachable) until it heals; frozen: what is sent waits, its sender gives
 * up after a while as a client does, and when the broker goes on it does what was sent all the same.
 */
import { MemoryCommandError } from './memory-stream.js';

/** Why commands are refused: writing what takes memory; writing at all; anything. */
export type Refusal = 'OOM' | 'READONLY' | 'unreachable';

/**
 * What a command does: `grow` is a write that Redis refuses when memory is full; a `script` is refused when it comes to its
 * first write, for which it asks with `assertTaken`.
 */
export type CommandKind = 'read' | 'write' | 'grow' | 'script';

export interface MemoryLineOptions {
  /** How long a sender waits for an answer. @default 5 000 ms */
  readonly answerTimeoutMs?: number;
  /** Is memory full, beside what a test has told? */
  readonly isFull: () => boolean;
}

export class MemoryLine {
  readonly #isFull: () => boolean;
  readonly answerTimeoutMs: number;
  #refusal: Refusal | undefined;
  #thaw: (() => void) | undefined;
  #frozen: Promise<void> | undefined;
  #repliesToLose = 0;
  readonly #listeners = new Set<() => void>();

  constructor({ answerTimeoutMs = 5_000, isFull }: MemoryLineOptions) {
    this.answerTimeoutMs = answerTimeoutMs;
    this.#isFull = isFull;
  }

  get isFrozen(): boolean {
    return this.#frozen !== undefined;
  }

  refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#changed();
  }

  freeze(): void {
    this.#frozen ??= new Promise((resolve) => (this.#thaw = resolve));
    this.#changed();
  }

  loseNextReply(): void {
    this.#repliesToLose += 1;
  }

  heal(): void {
    this.#refusal = undefined;
    this.#repliesToLose = 0;
    this.#thaw?.();
    this.#frozen = undefined;
    this.#changed();
  }

  /** @param tell – called when something begins or ends to be wrong. @returns call it to hear no more */
  watch(tell: () => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** @throws Error – as a client's, when the broker does not answer or refuses; a lost reply is thrown after the work */
  async send<Result>(kind: CommandKind, work: () => Result): Promise<Result> {
    return withinTime(this.#execute(kind, work), this.answerTimeoutMs);
  }

  /** @throws what `send` would throw now */
  assertTaken(kind: CommandKind): void {
    if (this.#refusal === 'unreachable') throw connectionLost();
    if (kind === 'read' || kind === 'script') return;
    if (this.#refusal === 'READONLY') {
      throw new MemoryCommandError('READONLY', "You can't write against a read only replica.");
    }
    if (kind === 'grow' && (this.#refusal === 'OOM' || this.#isFull())) {
      throw new MemoryCommandError('OOM', "command not allowed when used memory > 'maxmemory'.");
    }
  }

  async #execute<Result>(kind: CommandKind, work: () => Result): Promise<Result> {
    // A turn of the event loop, as over a wire: commands of others come in between.
    await new Promise(setImmediate);
    await this.#frozen;
    this.assertTaken(kind);
    const result = work();
    if (kind === 'read' || this.#repliesToLose === 0) return result;
    this.#repliesToLose -= 1;
    throw connectionLost();
  }

  #changed(): void {
    for (const tell of this.#listeners) tell();
  }
}

/** Does not stop the work: what was sent may be done later. */
const withinTime = async <Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Command timed out')), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

export const connectionLost = (): Error => new Error('Connection is closed.');
