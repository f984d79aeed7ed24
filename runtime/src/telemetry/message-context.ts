/** The story that the code now running belongs to: set around each handler and each HTTP request. */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface MessageContext {
  readonly correlationId?: string;
  /** Id of the message being handled. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

const storage = new AsyncLocalStorage<MessageContext>();

/** Runs `work`; what it publishes inherits the context. */
export const runInMessageContext = <Result>(context: MessageContext, work: () => Result): Result =>
  storage.run(context, work);

export const currentMessageContext = (): MessageContext => storage.getStore() ?? {};
