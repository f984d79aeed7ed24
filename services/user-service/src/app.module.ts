import { Module, type DynamicModule } from '@nestjs/common';
import { databaseModule, EdgeModule, TokenVerifier, type ServiceApplication } from '@streampact/edge';
import { userService, userServiceHandlers } from '@streampact/generated/user-service';
import { redisAddress, type Logger } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { configToken, loadUserServiceConfig, type UserServiceConfig } from './config.js';
import { CreditRelease } from './events/credit-release.js';
import { OrderCancelledHandler } from './events/order-cancelled.handler.js';
import { OrderPlacedHandler } from './events/order-placed.handler.js';
import { OrderRejectedHandler } from './events/order-rejected.handler.js';
import { AttemptLimits } from './http/attempt-limits.js';
import { AccessTokens } from './http/access-tokens.js';
import { JwksController } from './http/jwks.controller.js';
import { Passwords } from './http/passwords.js';
import { SessionsController } from './http/sessions.controller.js';
import { SessionsService } from './http/sessions.service.js';
import { UsersController } from './http/users.controller.js';
import { UsersService } from './http/users.service.js';
import { CreditRepository } from './persistence/credit.repository.js';
import { entities, migrations } from './persistence/index.js';
import { SessionRepository } from './persistence/session.repository.js';
import { SigningKeyRepository } from './persistence/signing-key.repository.js';
import { ThrottleRepository } from './persistence/throttle.repository.js';
import { UserRepository } from './persistence/user.repository.js';

const handlers = userServiceHandlers({
  ordersStream: {
    orderPlaced: OrderPlacedHandler,
    orderRejected: OrderRejectedHandler,
    orderCancelled: OrderCancelledHandler,
  },
});

@Module({})
export class AppModule {
  static forRoot(config: UserServiceConfig, logger: Logger): DynamicModule {
    const { databaseUrl: url, databaseCaFile: caFile, redisUrl, redisCaFile, keyPrefix } = config;
    return {
      module: AppModule,
      imports: [
        EdgeModule.forRoot(logger),
        databaseModule({ url, caFile, entities, migrations }, logger),
        EventsModule.forRoot({
          service: userService,
          redisUrl: redisAddress(redisUrl, redisCaFile),
          keyPrefix,
          logger,
        }),
        EventsModule.forFeature(handlers),
      ],
      controllers: [UsersController, SessionsController, JwksController],
      providers: [
        { provide: configToken, useValue: config },
        // http
        UsersService,
        Passwords,
        AccessTokens,
        AttemptLimits,
        SessionsService,
        { provide: TokenVerifier, inject: [AccessTokens], useFactory: ({ verifier }: AccessTokens) => verifier },
        // events
        OrderPlacedHandler,
        OrderRejectedHandler,
        OrderCancelledHandler,
        CreditRelease,
        // persistence
        UserRepository,
        CreditRepository,
        SigningKeyRepository,
        SessionRepository,
        ThrottleRepository,
      ],
    };
  }
}

export const userServiceApplication: ServiceApplication<UserServiceConfig> = {
  name: userService.name,
  openApi: {
    title: 'user-service',
    description: 'Register, log in, own profile, and the credit that orders are paid from.',
    version: userService.version,
  },
  loadConfig: loadUserServiceConfig,
  module: (config, logger) => AppModule.forRoot(config, logger),
};
