import { Module, type DynamicModule } from '@nestjs/common';
import {
  databaseModule,
  EdgeModule,
  remoteTokenVerifier,
  TokenVerifier,
  type ServiceApplication,
} from '@streampact/edge';
import { notificationService, notificationServiceHandlers } from '@streampact/generated/notification-service';
import { redisAddress, type Logger } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { configToken, loadNotificationServiceConfig, type NotificationServiceConfig } from './config.js';
import { Notifier } from './events/notifier.js';
import { OrderCancelledHandler } from './events/order-cancelled.handler.js';
import { OrderConfirmedHandler } from './events/order-confirmed.handler.js';
import { OrderRejectedHandler } from './events/order-rejected.handler.js';
import { UserCreatedHandler } from './events/user-created.handler.js';
import { UserProfileUpdatedHandler } from './events/user-profile-updated.handler.js';
import { NotificationsController } from './http/notifications.controller.js';
import { DeliveryWorker } from './mail/delivery.worker.js';
import { Mailer } from './mail/mailer.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { entities, migrations } from './persistence/index.js';
import { RecipientRepository } from './persistence/recipient.repository.js';

const handlers = notificationServiceHandlers({
  usersStream: { userCreated: UserCreatedHandler, userProfileUpdated: UserProfileUpdatedHandler },
  ordersStream: {
    orderConfirmed: OrderConfirmedHandler,
    orderRejected: OrderRejectedHandler,
    orderCancelled: OrderCancelledHandler,
  },
});

@Module({})
export class AppModule {
  static forRoot(config: NotificationServiceConfig, logger: Logger): DynamicModule {
    const {
      databaseUrl: url,
      databaseCaFile: caFile,
      redisUrl,
      redisCaFile,
      keyPrefix,
      smtpUrl,
      mailFrom: from,
    } = config;
    return {
      module: AppModule,
      imports: [
        EdgeModule.forRoot(logger),
        databaseModule({ url, caFile, entities, migrations }, logger),
        EventsModule.forRoot({
          service: notificationService,
          redisUrl: redisAddress(redisUrl, redisCaFile),
          keyPrefix,
          logger,
        }),
        EventsModule.forFeature(handlers),
      ],
      controllers: [NotificationsController],
      providers: [
        { provide: configToken, useValue: config },
        // http
        { provide: TokenVerifier, useValue: remoteTokenVerifier(config.jwksUrl) },
        // events
        Notifier,
        UserCreatedHandler,
        UserProfileUpdatedHandler,
        OrderConfirmedHandler,
        OrderRejectedHandler,
        OrderCancelledHandler,
        // mail
        { provide: Mailer, useFactory: () => new Mailer({ smtpUrl, from }) },
        DeliveryWorker,
        // persistence
        RecipientRepository,
        DeliveryRepository,
      ],
    };
  }
}

export const notificationServiceApplication: ServiceApplication<NotificationServiceConfig> = {
  name: notificationService.name,
  openApi: {
    title: 'notification-service',
    description: 'Tells users by e-mail what happened, and lists what it told them.',
    version: notificationService.version,
  },
  loadConfig: loadNotificationServiceConfig,
  module: (config, logger) => AppModule.forRoot(config, logger),
};
