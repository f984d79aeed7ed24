/** A TCP proxy on 127.0.0.1 that does to connections what networks do: resets, silence, delays, lost replies. */
import { createServer, type Server } from 'node:net';
import { ProxyLink, type LinkConditions } from './proxy-link.js';
import { resetSocket } from './reset-socket.js';

export class TcpProxy {
  readonly #server: Server;
  readonly #links = new Set<ProxyLink>();
  readonly #conditions: LinkConditions = { isBlackHole: false, delayMs: 0, losesReplyTo: undefined };
  #targetPort: number;
  #isRefusing = false;

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
  }

  static async start({ targetPort }: { targetPort: number }): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server, targetPort);
    server.on('connection', (client) => {
      client.on('error', () => undefined); // a client may be gone before its link is there
      if (proxy.#isRefusing) {
        resetSocket(client);
        return;
      }
      const link = new ProxyLink(client, proxy.#targetPort, proxy.#conditions);
      proxy.#links.add(link);
      link.onEnd(() => proxy.#links.delete(link));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy is stopped and has no port.');
    return address.port;
  }

  get connectionCount(): number {
    return this.#links.size;
  }

  /** Connections from now on go to another server; those there are reset. Nothing happens if it is the same. */
  retarget(port: number): void {
    if (port === this.#targetPort) return;
    this.#targetPort = port;
    this.cut();
  }

  /** Resets every connection, on both sides. */
  cut(): void {
    for (const link of this.#links) link.cut();
  }

  /** New connections are reset at once. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
  }

  /** Bytes vanish in both directions, without FIN or RST. Connections that lost some are reset when it ends. */
  blackHole(isBlackHole: boolean): void {
    this.#conditions.isBlackHole = isBlackHole;
    if (isBlackHole) return;
    for (const link of this.#links) if (link.hasLostBytes) link.cut();
  }

  /** Connections that there are never carry a byte again, and nobody is told; new ones are well. */
  silence(): void {
    for (const link of this.#links) link.silence();
  }

  /** Connections that fell silent are reset. */
  endSilence(): void {
    for (const link of this.#links) if (link.hasLostBytes) link.cut();
  }

  /** Every piece arrives this much later. */
  delay(ms: number): void {
    this.#conditions.delayMs = ms;
  }

  /**
   * The next request that the predicate accepts is carried out, and its connection ends before a reply comes back.
   * @returns whether it has happened yet
   */
  loseNextReply(isMeant: (request: Buffer) => boolean): () => boolean {
    let hasHappened = false;
    this.#conditions.losesReplyTo = (request) => (hasHappened = isMeant(request));
    return () => hasHappened;
  }

  /** Everything goes through again. What `silence` ended stays silent. */
  heal(): void {
    this.#isRefusing = false;
    this.#conditions.delayMs = 0;
    this.#conditions.losesReplyTo = undefined;
    if (this.#conditions.isBlackHole) this.blackHole(false);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }
}
