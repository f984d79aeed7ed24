/** The events module in a real Nest application: what a service author meets. */
import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  ignored,
  streampactMigrations,
  type DomainEvent,
  type HandlerClass,
  type HandlerContext,
  type HandlerRegistration,
  type MessageHandler,
} from '@streampact/runtime';
import { EventsHealth, EventsModule } from '@streampact/runtime/nest';
import { createTestDatabase, eventually, testKeyPrefix, testRedisUrl } from '../infrastructure/test-infrastructure.js';
import { ledgerService } from './ledger-contract.js';

@Injectable()
class BalanceChangedHandler implements MessageHandler {
  async handle(_event: DomainEvent, _context: HandlerContext): Promise<void> {
    // Not called in these tests.
  }
}

const service = ledgerService();
const registration = (
  balanceChanged: HandlerClass<never> | typeof ignored,
  name = 'ledger-service',
): HandlerRegistration => ({
  service: name,
  consumers: { accountsStream: { balanceChanged } },
});

let drop: () => Promise<void>;
let closeApp: (() => Promise<void>) | undefined;
let root: DynamicModule[];
beforeEach(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  root = [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: database.url,
      migrations: [...streampactMigrations],
      migrationsRun: true,
      poolSize: 12,
    }),
    EventsModule.forRootAsync({
      service,
      useFactory: () => ({ redisUrl: testRedisUrl(), keyPrefix: testKeyPrefix() }),
    }),
  ];
});
afterEach(async () => {
  await closeApp?.(); // also where the test failed: an application that goes on keeps jest from ending
  await drop();
});

const start = async (imports: DynamicModule[], providers: (new () => unknown)[] = []) => {
  @Module({ imports: [...root, ...imports], providers })
  class AppModule {}
  const moduleRef = await Test.createTestingModule({ imports: [AppModule] }).compile();
  const app = moduleRef.createNestApplication({ logger: false });
  closeApp = async () => {
    closeApp = undefined;
    await app.close();
  };
  return app.init();
};

describe('EventsModule', () => {
  test('starts relay and consumers with the application, and stops them with it', async () => {
    const app = await start([EventsModule.forFeature(registration(BalanceChangedHandler))], [BalanceChangedHandler]);
    const health = app.get(EventsHealth);
    await eventually(() =>
      expect(health.check()).toMatchObject({
        status: 'up',
        relay: { state: 'relaying' },
        consumers: { state: 'consuming', partitions: { 'accounts-stream': 4 } },
      }),
    );
    expect(app.get(service.Publisher)).toBeInstanceOf(service.Publisher);

    await closeApp?.();
    expect(health.check()).toMatchObject({ status: 'down' });
  });

  test('does not start when a message has no handler, and says which', async () => {
    await expect(start([])).rejects.toMatchObject({
      code: 'HANDLER_NOT_REGISTERED',
      message:
        'ledger-service receives balanceChanged from accounts-stream and has no handler for it. ' +
        'Register a handler class, or `ignored` if nothing is wanted from it, in EventsModule.forFeature.',
    });
  });

  test('does not start when a handler is in no module, and says where it belongs', async () => {
    await expect(start([EventsModule.forFeature(registration(BalanceChangedHandler))])).rejects.toMatchObject({
      code: 'HANDLER_NOT_REGISTERED',
      message:
        'BalanceChangedHandler is registered for accountsStream.balanceChanged of ledger-service, but no module provides it. ' +
        'Add BalanceChangedHandler to the providers of the module that imports EventsModule.forFeature.',
    });
  });

  test('does not start with the handlers of another service', async () => {
    await expect(start([EventsModule.forFeature(registration(ignored, 'order-service'))])).rejects.toMatchObject({
      code: 'HANDLER_NOT_REGISTERED',
    });
  });
});
