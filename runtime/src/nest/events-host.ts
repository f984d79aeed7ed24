/**
 * Ties the event runtime to the life of a Nest application. Start: after every module is there, so that a handler that is
 * missing stops the service before it listens. Stop, in the order Nest calls: no more reading (onModuleDestroy), the relay
 * flushed and Redis closed (beforeApplicationShutdown); TypeORM closes PostgreSQL after that by itself.
 */
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { ignored, type HandlerRegistration, type MessageHandler } from '../contract/handlers.js';
import { HandlerNotRegisteredError } from '../errors/errors.js';
import { OutboxPublisher } from '../outbox/outbox-publisher.js';
import { EventRuntime, type EventRuntimeStatus } from '../service/event-runtime.js';
import type { ConsumerHandlers } from '../service/handlers.js';
import { consoleLogger } from '../telemetry/logger.js';
import type { EventsOptions } from './events-options.js';

export class EventsHost implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly publisher = new OutboxPublisher(() => this.#runtime?.nudge());
  readonly #registrations: HandlerRegistration[] = [];
  #runtime: EventRuntime | undefined;

  constructor(
    readonly options: EventsOptions,
    readonly dataSource: DataSource,
    readonly moduleRef: ModuleRef,
  ) {}

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

  async onApplicationBootstrap(): Promise<void> {
    const { service, keyPrefix, logger, ...connection } = this.options;
    const runtime = new EventRuntime({
      ...connection,
      service,
      dataSource: this.dataSource,
      keyPrefix: keyPrefix ?? '',
      logger: logger ?? consoleLogger,
      handlers: this.#handlers(),
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
    const handlers: Record<string, ConsumerHandlers> = {};
    for (const { consumers } of this.#registrations) {
      for (const [consumer, choices] of Object.entries(consumers)) {
        const resolved = Object.entries(choices).map(([message, choice]): [string, ConsumerHandlers[string]] => [
          message,
          choice === ignored ? ignored : this.#resolve(consumer, message, choice),
        ]);
        handlers[consumer] = { ...handlers[consumer], ...Object.fromEntries(resolved) };
      }
    }
    return handlers;
  }

  #resolve(
    consumer: string,
    message: string,
    handler: abstract new (...dependencies: never[]) => unknown,
  ): MessageHandler {
    try {
      // The registration's type says that its instances are handlers.
      return this.moduleRef.get<unknown, MessageHandler>(handler, { strict: false });
    } catch (error) {
      throw new HandlerNotRegisteredError(
        `${handler.name} is registered for ${consumer}.${message} of ${this.options.service.name}, but no module provides it. ` +
          `Add ${handler.name} to the providers of the module that imports EventsModule.forFeature.`,
        { cause: error },
      );
    }
  }
}
