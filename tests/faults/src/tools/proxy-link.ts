/** One connection through the TCP proxy: two sockets, what may happen to the bytes between them, and how it ends. */
import { connect, type Socket } from 'node:net';
import { resetSocket } from './reset-socket.js';

/** What the proxy wants done with every byte; one object, read anew for each chunk. */
export interface LinkConditions {
  /** Bytes vanish in both directions, and so does the end of a connection. */
  isBlackHole: boolean;
  delayMs: number;
  /** Asked for each chunk of a request until it says yes: then the reply to it is lost. */
  losesReplyTo: ((request: Buffer) => boolean) | undefined;
}

/** A request may come in several pieces, behind others whose replies come first. */
const restOfRequestMs = 25;
/** How long the server side lives on after a lost reply, so that what was asked is surely done. */
const doneWithinMs = 5_000;

export class ProxyLink {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #conditions: LinkConditions;
  #hasLostBytes = false;
  #isReplyLost = false;

  constructor(client: Socket, targetPort: number, conditions: LinkConditions) {
    this.#client = client;
    this.#conditions = conditions;
    this.#server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    this.#forward(this.#client, this.#server, (request) => this.#onRequest(request));
    this.#forward(this.#server, this.#client, () => !this.#isReplyLost);
  }

  /** Bytes of it vanished: what comes later would make no sense to either side. */
  get hasLostBytes(): boolean {
    return this.#hasLostBytes;
  }

  onEnd(listener: () => void): void {
    this.#client.once('close', listener);
  }

  /** Ends it with RST to both sides. */
  cut(): void {
    resetSocket(this.#client);
    resetSocket(this.#server);
  }

  /** Nothing of it arrives any more, for ever, and nobody is told. */
  silence(): void {
    this.#hasLostBytes = true;
  }

  #forward(from: Socket, to: Socket, isWanted: (chunk: Buffer) => boolean): void {
    // Each piece leaves after the one before it, however the delay changes meanwhile.
    let queue = Promise.resolve();
    const later = (send: () => void): void => {
      const { delayMs } = this.#conditions;
      const dueAt = performance.now() + delayMs;
      queue = queue.then(async () => {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));
        send();
      });
    };
    from.on('data', (chunk: Buffer) => {
      if (this.#vanishes()) return;
      if (isWanted(chunk)) later(() => void (to.destroyed || to.write(chunk)));
    });
    from.on('end', () => {
      if (!this.#vanishes()) later(() => to.end());
    });
    from.on('error', () => {
      if (!this.#vanishes()) resetSocket(to);
    });
    from.on('close', () => {
      if (!this.#vanishes() && from.readableAborted) later(() => to.destroy());
    });
  }

  #vanishes(): boolean {
    this.#hasLostBytes ||= this.#conditions.isBlackHole;
    return this.#hasLostBytes;
  }

  /** Everything is let through to the server, and it does what it says; the client never hears of it. */
  #onRequest(request: Buffer): boolean {
    if (this.#isReplyLost || this.#conditions.losesReplyTo?.(request) !== true) return true;
    this.#conditions.losesReplyTo = undefined;
    this.#isReplyLost = true;
    this.#server.once('data', () => {
      setTimeout(() => {
        resetSocket(this.#client);
        // RST to the server could throw away what it has not read yet; FIN cannot.
        this.#server.end();
        this.#server.setTimeout(doneWithinMs, () => this.#server.destroy());
      }, restOfRequestMs);
    });
    return true;
  }
}
