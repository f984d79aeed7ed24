/**
 * `EventsModule.forRoot` once in the application, `EventsModule.forFeature` where a module has handlers:
 *
 *   EventsModule.forRoot({ service: orderService, redisUrl })
 *   EventsModule.forFeature(orderServiceHandlers({ usersStream: { userCreated: UserCreatedHandler, … } }))
 *
 *   EventsModule.forSaga(orderSaga, OrderChanges)
 *
 * The generated publisher (`OrderServicePublisher`), `SagaRunner` and `EventsHealth` can then be injected anywhere.
 */
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import type { ServiceDefinition } from '../contract/definitions.js';
import type { HandlerRegistration } from '../contract/handlers.js';
import type { SagaDefinition, Vocabulary } from '../saga/definition.js';
import type { SagaChanges } from '../saga/saga-binding.js';
import { SagaRunner } from '../saga/saga-runner.js';
import { EventsHealth } from './events-health.js';
import { EventsHost } from './events-host.js';
import type { EventsAsyncOptions, EventsConnection, EventsOptions } from './events-options.js';

const connectionToken = Symbol('streampact events connection');

@Module({})
export class EventsModule {
  static forRoot({ service, ...connection }: EventsOptions): DynamicModule {
    return rootModule(service, { provide: connectionToken, useValue: connection });
  }

  static forRootAsync({ service, imports, inject, useFactory }: EventsAsyncOptions): DynamicModule {
    const provider = { provide: connectionToken, useFactory, ...(inject ? { inject } : {}) };
    return { ...rootModule(service, provider), ...(imports ? { imports } : {}) };
  }

  /** @param registration – from the generated `<service>Handlers` function: a message without handler does not compile */
  static forFeature(registration: HandlerRegistration): DynamicModule {
    const register: Provider = {
      provide: Symbol(`streampact handlers of ${registration.service}`),
      inject: [EventsHost],
      useFactory: (host: EventsHost) => {
        host.register(registration);
        return registration;
      },
    };
    return { module: EventsModule, providers: [register] };
  }

  /**
   * Lets a saga run here. It also has to stand for its messages in the handler map of `forFeature`.
   * @param changes – the class that applies its changes (`implements SagaChanges<typeof saga>`); asked for if it has changes
   */
  static forSaga<Words extends Vocabulary, Begin>(
    saga: SagaDefinition<Words, Begin>,
    ...[changes]: [Words['change']] extends [never] ? [] : [ChangesClass<SagaDefinition<Words, Begin>>]
  ): DynamicModule {
    const register: Provider = {
      provide: Symbol(`streampact saga ${saga.name}`),
      inject: [EventsHost],
      useFactory: (host: EventsHost) => {
        host.registerSaga(saga, changes);
        return saga;
      },
    };
    return { module: EventsModule, providers: [register] };
  }
}

type ChangesClass<Saga> = abstract new (...dependencies: never[]) => SagaChanges<Saga>;

const rootModule = (service: ServiceDefinition, connection: Provider): DynamicModule => ({
  module: EventsModule,
  global: true,
  providers: [
    connection,
    {
      provide: EventsHost,
      inject: [connectionToken, DataSource, ModuleRef],
      useFactory: (given: EventsConnection, dataSource: DataSource, moduleRef: ModuleRef) =>
        new EventsHost({ ...given, service }, dataSource, moduleRef),
    },
    { provide: EventsHealth, inject: [EventsHost], useFactory: (host: EventsHost) => new EventsHealth(host) },
    { provide: SagaRunner, inject: [EventsHost], useFactory: (host: EventsHost) => host.sagas },
    {
      provide: service.Publisher,
      inject: [EventsHost],
      useFactory: (host: EventsHost) => new service.Publisher(host.publisher),
    },
  ],
  exports: [EventsHost, EventsHealth, SagaRunner, service.Publisher],
});
