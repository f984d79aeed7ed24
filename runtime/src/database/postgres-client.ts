/** A connection to one host of several, which somebody gets only if the server is what the address wants. */
import { isNativeError } from 'node:util/types';
import { Client, type ClientConfig } from 'pg';
import type { Candidate, PostgresNodes } from './postgres-nodes.js';

/** The server answered, and is not what is wanted. */
export class UnfitError extends Error {}

/** Why one host gave no connection. */
export class NodeFailure extends Error {
  constructor(
    readonly candidate: Candidate,
    override readonly cause: unknown,
  ) {
    super(reasonOf(cause));
  }

  /** pg-pool wraps the error of a connection that took too long. */
  static in(error: unknown): NodeFailure | undefined {
    const inner: unknown = error instanceof Error && !(error instanceof NodeFailure) ? error.cause : error;
    return inner instanceof NodeFailure ? inner : undefined;
  }

  /** As in libpq, a server that refuses the user or the database speaks for all; one that is starting or full does not. */
  get isNextTried(): boolean {
    const { cause } = this;
    if (!isNativeError(cause) || !('severity' in cause) || !('code' in cause)) return true;
    return !/^(?:28|3D)/.test(String(cause.code));
  }
}

const reasonOf = (cause: unknown): string => {
  // A name with several addresses fails once for each of them, and the whole has no message.
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ');
  return isNativeError(cause) ? cause.message : String(cause);
};

/** A write on a server that takes none. */
const readOnlyTransaction = '25006';

export interface NodeClientConfig extends ClientConfig {
  readonly nodes: PostgresNodes;
}

export class NodeClient extends Client {
  readonly #nodes: PostgresNodes;
  readonly #candidate: Candidate;
  #isReadOnly = false;

  constructor(config: NodeClientConfig) {
    const { nodes } = config;
    const candidate = nodes.current;
    // pg-pool hides the password from being copied; without one in the URL it is what the pool was given.
    super({ ...config, ...candidate.node, password: nodes.password ?? config.password });
    this.#nodes = nodes;
    this.#candidate = candidate;
    this.on('error', ignoreConnectionError);
    this.connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (code === readOnlyTransaction) this.#isReadOnly = true;
    });
  }

  /** It leads to a server that is no primary any more: nobody should get it again. */
  get isSpent(): boolean {
    return this.#isReadOnly || this.#nodes.isOutdated(this);
  }

  /** @throws NodeFailure */
  override connect(): Promise<void>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<void> | void {
    const connecting = this.#connect();
    if (!callback) return connecting;
    connecting.then(
      // pg calls it without an error as well; @types/pg asks for one.
      () => (callback as () => void)(),
      (error: unknown) => callback(error as NodeFailure),
    );
  }

  async #connect(): Promise<void> {
    try {
      await super.connect();
      const objection = await this.#nodes.objection(this, this.#candidate);
      if (objection !== undefined) throw new UnfitError(objection);
    } catch (cause) {
      this.#nodes.failed(this.#candidate);
      if (cause instanceof UnfitError) await this.end();
      else this.connection.stream.destroy();
      throw new NodeFailure(this.#candidate, cause);
    }
  }
}

/** While the server is looked at nobody else listens yet; connect(), or the next statement, reports it. */
const ignoreConnectionError = (): void => undefined;
