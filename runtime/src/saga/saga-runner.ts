/**
 * Runs sagas in transactions of others: a handler's, a request's, a timer's. Everything that an input comes to (the saga's
 * row, timers, undo records, messages, the service's own tables) is in that transaction. So after a crash it has happened or
 * not, and an input that comes twice is stopped before it reaches the saga: a message by the inbox, a timer by its row.
 */
import type { EntityManager } from 'typeorm';
import type { HandlerContext, MessageHandler } from '../contract/handlers.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import { newId } from '../envelope/new-id.js';
import { NonRetryableError } from '../errors/errors.js';
import type { Clock } from '../loop/clock.js';
import type { MessagePublisher } from '../outbox/message-publisher.js';
import { silentLogger, type Logger } from '../telemetry/logger.js';
import { currentMessageContext } from '../telemetry/message-context.js';
import { carryOut } from './carry-out.js';
import type { AnySaga } from './any-saga.js';
import type { SagaDefinition, Typed, Vocabulary } from './definition.js';
import { runInput, type InputResult, type InputScope } from './run-input.js';
import type { SagaBinding } from './saga-binding.js';
import { SagaDefinitionError, SagaExistsError } from './saga-errors.js';
import { insertSaga, lockSaga } from './saga-store.js';
import { beginning, nameOf, type SagaInput } from './transition.js';
import { upgraded } from './upgraded.js';

export interface SagaRunnerOptions {
  readonly publisher: MessagePublisher;
  readonly sagas?: readonly SagaBinding[];
  /** @default silent */
  readonly logger?: Logger;
  /** Inputs that one saga may keep for later; one more fails, and is tried again. @default 100 */
  readonly deferredMax?: number;
  /** What the definition's functions are given as `at`; timers are on the database's clock. @default this process's clock */
  readonly now?: () => Date;
  /** For tests: timers are due by it. @default the database's clock, on which all instances agree */
  readonly timerClock?: Clock;
}

/** What goes with a command: the transaction, and what is given if the command takes something. */
export type CommandOptions<Command> = { readonly transaction: EntityManager } & (Command extends Typed<infer Given>
  ? [Given] extends [void]
    ? object
    : { readonly given: Given }
  : never);

export class SagaRunner {
  readonly #options: SagaRunnerOptions;
  readonly #bindings = new Map<string, SagaBinding>();

  constructor(options: SagaRunnerOptions) {
    this.#options = options;
    for (const binding of options.sagas ?? []) this.bind(binding);
  }

  /** The sagas that run here, with the functions that are bound to them. */
  get bindings(): readonly SagaBinding[] {
    return [...this.#bindings.values()];
  }

  /** The sagas that run here. */
  get sagas(): readonly AnySaga[] {
    return this.bindings.map(({ saga }) => saga);
  }

  /** @throws SagaDefinitionError – another saga of that name runs here */
  bind(binding: SagaBinding): void {
    const { saga } = binding;
    const bound = this.#bindings.get(saga.name);
    if (bound && bound.saga !== saga) {
      throw new SagaDefinitionError(`Two sagas are called "${saga.name}". Give one of them another name.`);
    }
    if (!bound?.apply) this.#bindings.set(saga.name, binding);
  }

  /**
   * Begins a saga in the transaction that makes what it is about, so that no answer can come before the saga is there.
   * @returns its id
   * @throws SagaExistsError – there is one under that id; roll back
   */
  async begin<Words extends Vocabulary, Begin>(
    saga: SagaDefinition<Words, Begin>,
    given: Begin,
    { transaction }: { readonly transaction: EntityManager },
  ): Promise<string> {
    const { id, ...moved } = beginning(saga, given);
    const { name, version } = saga;
    const correlationId = currentMessageContext().correlationId ?? newId();
    const scope = this.#scope(saga, id, correlationId, transaction);
    const begun = { version, state: moved.to, data: moved.data, correlationId, ends: moved.ends };
    if (!(await insertSaga(transaction, scope.key, begun))) throw new SagaExistsError({ saga: name, id });
    await carryOut(scope, moved);
    return id;
  }

  /**
   * Asks something of a saga, e.g. `command(orderSaga, orderId, 'cancel', { transaction })`. Waits for whatever else it is
   * doing: of a command, an answer and a timer that come together each is decided, one after the other.
   * @throws NonRetryableError – there is no such saga
   */
  async command<Words extends Vocabulary, Begin, Name extends keyof Words['commands'] & string>(
    saga: SagaDefinition<Words, Begin>,
    id: string,
    command: Name,
    options: CommandOptions<Words['commands'][Name]>,
  ): Promise<InputResult> {
    const given = 'given' in options ? options.given : undefined;
    return this.input(saga, id, { command, given }, options.transaction);
  }

  /** What stands for a saga where a handler is asked for: it hands each message to the saga that the message names. */
  handlerOf(saga: AnySaga): MessageHandler {
    this.bind({ saga });
    return { handle: async (event, context) => this.#receive(saga, event, context) };
  }

  /** Hands an input to a saga, in the caller's transaction. @throws NonRetryableError – there is no such saga */
  async input(saga: AnySaga, id: string, input: SagaInput, transaction: EntityManager): Promise<InputResult> {
    const stored = await lockSaga(transaction, { saga: saga.name, id });
    if (!stored) {
      throw new NonRetryableError(
        `There is no saga ${saga.name} ${id}, which ${nameOf(input)} is about. Was this database restored from a backup, ` +
          'or did the saga end longer ago than keepEndedMs?',
      );
    }
    return runInput(this.#scope(saga, id, stored.correlationId, transaction), upgraded(saga, id, stored), input);
  }

  async #receive(saga: AnySaga, event: DomainEvent, { transaction }: HandlerContext): Promise<void> {
    const found = Object.entries(saga.messages).find(([, { message }]) => message.type === event.type);
    if (!found) throw new SagaDefinitionError(`Saga ${saga.name} does not follow ${event.type}, which it was given.`);
    const [message, { by }] = found;
    const id = propertyOf(event.data, by);
    if (typeof id !== 'string') {
      throw new NonRetryableError(`${event.type} has no text in "${by}", which names its saga ${saga.name}.`);
    }
    await this.input(saga, id, { message, event }, transaction);
  }

  #scope(saga: AnySaga, id: string, correlationId: string, transaction: EntityManager): InputScope {
    const { publisher, logger = silentLogger, deferredMax = 100, now = () => new Date(), timerClock } = this.#options;
    const binding = this.#bindings.get(saga.name) ?? { saga };
    const key = { saga: saga.name, id };
    const scope = { binding, key, correlationId, publisher, transaction, logger, deferredMax, now };
    return timerClock ? { ...scope, timerClock } : scope;
  }
}

const propertyOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? Object.entries(data).find(([key]) => key === name)?.[1] : undefined;
