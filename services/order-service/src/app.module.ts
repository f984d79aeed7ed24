import { Module, type DynamicModule } from '@nestjs/common';
import {
  databaseModule,
  EdgeModule,
  remoteTokenVerifier,
  TokenVerifier,
  type ServiceApplication,
} from '@streampact/edge';
import { orderService, orderServiceHandlers } from '@streampact/generated/order-service';
import { redisAddress, type Logger } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { configToken, loadOrderServiceConfig, type OrderServiceConfig } from './config.js';
import { OrderChanges } from './events/order-changes.js';
import { orderSaga } from './events/order.saga.js';
import { UserCreatedHandler } from './events/user-created.handler.js';
import { UserProfileUpdatedHandler } from './events/user-profile-updated.handler.js';
import { OrdersController } from './http/orders.controller.js';
import { OrdersService } from './http/orders.service.js';
import { CustomerRepository } from './persistence/customer.repository.js';
import { entities, migrations } from './persistence/index.js';
import { OrderRepository } from './persistence/order.repository.js';
import { PlacementRepository } from './persistence/placement.repository.js';

const handlers = orderServiceHandlers({
  usersStream: {
    userCreated: UserCreatedHandler,
    userProfileUpdated: UserProfileUpdatedHandler,
    creditReserved: orderSaga,
    creditRejected: orderSaga,
    creditReleased: orderSaga,
  },
});

@Module({})
export class AppModule {
  static forRoot(config: OrderServiceConfig, logger: Logger): DynamicModule {
    const { databaseUrl: url, databaseCaFile: caFile, redisUrl, redisCaFile, keyPrefix } = config;
    return {
      module: AppModule,
      imports: [
        EdgeModule.forRoot(logger),
        databaseModule({ url, caFile, entities, migrations }, logger),
        EventsModule.forRoot({
          service: orderService,
          redisUrl: redisAddress(redisUrl, redisCaFile),
          keyPrefix,
          logger,
        }),
        EventsModule.forFeature(handlers),
        EventsModule.forSaga(orderSaga, OrderChanges),
      ],
      controllers: [OrdersController],
      providers: [
        { provide: configToken, useValue: config },
        // http
        OrdersService,
        { provide: TokenVerifier, useValue: remoteTokenVerifier(config.jwksUrl) },
        // events
        OrderChanges,
        UserCreatedHandler,
        UserProfileUpdatedHandler,
        // persistence
        CustomerRepository,
        OrderRepository,
        PlacementRepository,
      ],
    };
  }
}

export const orderServiceApplication: ServiceApplication<OrderServiceConfig> = {
  name: orderService.name,
  openApi: {
    title: 'order-service',
    description: 'Place, list, read and cancel orders.',
    version: orderService.version,
  },
  loadConfig: loadOrderServiceConfig,
  module: (config, logger) => AppModule.forRoot(config, logger),
};
