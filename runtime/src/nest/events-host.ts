/**
 * Ties the event runtime to the life of a Nest application. Start: after every module is there, so that a handler that is
 * missing stops the service before it listens. Stop, in the order Nest calls: no more reading (onModuleDestroy), the relay
 * flushed and Redis closed (beforeApplicationShutdown); TypeORM closes PostgreSQL after that by itself.
 */
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import type { HandlerRegistration, MessageHandler } from '../contract/handlers.js';
import { HandlerNotRegisteredError } from '../errors/errors.js';
import { OutboxPublisher } from '../outbox/outbox-publisher.js';
import type { AnySaga } from '../saga/any-saga.js';
import type { ChangeContext } from '../saga/saga-binding.js';
import { SagaRunner } from '../saga/saga-runner.js';
import { EventRuntime, type EventRuntimeStatus } from '../service/event-runtime.js';
import type { ConsumerHandlers } from '../service/handlers.js';
import { consoleLogger } from '../telemetry/logger.js';
import type { EventsOptions } from './events-options.js';

export class EventsHost implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly publisher = new OutboxPublisher(() => this.#runtime?.nudge());
  readonly sagas: SagaRunner;
  readonly #registrations: HandlerRegistration[] = [];
  readonly #needed: [Provided, string][] = [];
  #runtime: EventRuntime | undefined;

  constructor(
    readonly options: EventsOptions,
    readonly dataSource: DataSource,
    readonly moduleRef: ModuleRef,
  ) {
    this.sagas = new SagaRunner({ publisher: this.publisher, logger: options.logger ?? consoleLogger });
  }

  /** Undefined before the application has started. */
  get status(): EventRuntimeStatus | undefined {
    return this.#runtime?.status;
  }

  register(registration: HandlerRegistration): void {
    const { name } = this.options.service;
    if (registration.service !== name) {
      throw new HandlerNotRegisteredError(
        `EventsModule.forFeature got handlers of ${registration.service}, but this application is ${name}. ` +
          `Use the function that codegen wrote for ${name}.`,
      );
    }
    this.#registrations.push(registration);
  }

  /** @param changes – the class that applies its changes; its instance is asked for when the first one is there */
  registerSaga(saga: AnySaga, changes: Provided | undefined): void {
    if (!changes) return this.sagas.bind({ saga });
    const what = `applies the changes of saga ${saga.name}`;
    this.#needed.push([changes, what]);
    return this.sagas.bind({
      saga,
      apply: async (change: unknown, context: ChangeContext) => {
        // forSaga has asked for a class of SagaChanges.
        const instance = this.#provided(changes, what) as {
          apply: (change: unknown, context: ChangeContext) => Promise<void>;
        };
        await instance.apply(change, context);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { service, keyPrefix, logger, ...connection } = this.options;
    const runtime = new EventRuntime({
      ...connection,
      service,
      dataSource: this.dataSource,
      keyPrefix: keyPrefix ?? '',
      logger: logger ?? consoleLogger,
      handlers: this.#handlers(),
      sagas: this.sagas,
    });
    try {
      await runtime.start();
    } catch (error) {
      await runtime.close();
      throw error;
    }
    this.#runtime = runtime;
  }

  async onModuleDestroy(): Promise<void> {
    await this.#runtime?.stopConsuming();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#runtime?.close();
    this.#runtime = undefined;
  }

  #handlers(): Record<string, ConsumerHandlers> {
    for (const [token, what] of this.#needed) this.#provided(token, what);
    const handlers: Record<string, ConsumerHandlers> = {};
    for (const { consumers } of this.#registrations) {
      for (const [consumer, choices] of Object.entries(consumers)) {
        const resolved = Object.entries(choices).map(([message, choice]): [string, ConsumerHandlers[string]] => [
          message,
          // The registration's type says that the instances of a class are handlers.
          typeof choice === 'function'
            ? (this.#provided(choice, `is registered for ${consumer}.${message}`) as MessageHandler)
            : choice,
        ]);
        handlers[consumer] = { ...handlers[consumer], ...Object.fromEntries(resolved) };
      }
    }
    return handlers;
  }

  /** The instance that Nest made of a class. */
  #provided(token: Provided, what: string): unknown {
    try {
      return this.moduleRef.get<unknown>(token, { strict: false });
    } catch (error) {
      throw new HandlerNotRegisteredError(
        `${token.name} ${what} of ${this.options.service.name}, but no module provides it. ` +
          `Add ${token.name} to the providers of the module that imports EventsModule.forFeature.`,
        { cause: error },
      );
    }
  }
}

type Provided = abstract new (...dependencies: never[]) => unknown;
