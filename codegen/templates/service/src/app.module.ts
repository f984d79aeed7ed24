import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { streampactMigrations } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import type { Config } from './config.js';
import { CreateGreetings1700000000000 } from './create-greetings.migration.js';
import { greetingService, greetingServiceHandlers } from '../generated/greeting-service/index.js';
import { GreetingsController } from './greetings.controller.js';
import { PersonGreetedHandler } from './person-greeted.handler.js';

@Module({})
export class AppModule {
  static forRoot({ databaseUrl, redisUrl }: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: databaseUrl,
          migrations: [...streampactMigrations, CreateGreetings1700000000000],
          migrationsRun: true,
          poolSize: 12,
        }),
        EventsModule.forRoot({ service: greetingService, redisUrl }),
        // A message of the contract without a handler does not compile here.
        EventsModule.forFeature(greetingServiceHandlers({ greetingsStream: { personGreeted: PersonGreetedHandler } })),
      ],
      controllers: [GreetingsController],
      providers: [PersonGreetedHandler],
    };
  }
}
