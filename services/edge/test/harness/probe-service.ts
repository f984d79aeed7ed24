/** The smallest service there can be: every test of it is a test of the edge. */
import { Body, Controller, Get, Module, Param, Post, Query, type DynamicModule } from '@nestjs/common';
import {
  Authenticated,
  CurrentUser,
  databaseModule,
  EdgeModule,
  edgeVariables,
  HealthContributors,
  jwksUrlVariable,
  loadConfig,
  Problem,
  remoteTokenVerifier,
  TokenVerifier,
  type Contribution,
  type ConfigOf,
  type ServiceApplication,
} from '@streampact/edge';
import { currentMessageContext, type Logger, type ServiceDefinition } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { Type } from 'class-transformer';
import { DataSource } from 'typeorm';
import { ArrayMaxSize, IsArray, IsInt, IsString, Max, Min, ValidateNested } from 'class-validator';

const probeService: ServiceDefinition = {
  name: 'probe-service',
  version: '1.0.0',
  channels: [{ address: 'probes-stream', owner: 'probe-service', partitions: 1, retentionMs: 60_000, groups: [] }],
  consumers: {},
  Publisher: class ProbeServicePublisher {},
};

class Part {
  @IsInt()
  @Min(1)
  quantity!: number;
}

class Thing {
  @IsString()
  name!: string;

  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => Part)
  parts!: Part[];
}

class Page {
  @Type(() => Number)
  @IsInt()
  @Max(10)
  limit = 5;
}

@Controller('things')
class ThingsController {
  constructor(private readonly dataSource: DataSource) {}

  @Post()
  create(@Body() thing: Thing): object {
    return { thing, context: currentMessageContext() };
  }

  @Get()
  list(@Query() page: Page): object {
    return { limit: page.limit };
  }

  @Get('mine')
  @Authenticated()
  mine(@CurrentUser() { userId }: CurrentUser): object {
    return { userId };
  }

  @Get('stored')
  async stored(): Promise<object> {
    return this.dataSource.transaction(async (transaction) => ({
      rows: await transaction.query<object[]>('select 42'),
    }));
  }

  @Get('slow')
  async slow(): Promise<object> {
    await this.dataSource.query('select pg_sleep(0.4)');
    return { finished: true };
  }

  @Get('failing/:how')
  fail(@Param('how') how: string): object {
    if (how === 'on-purpose')
      throw new Problem({ status: 409, name: 'broken', title: 'Broken', detail: 'It is broken.' });
    throw new Error('secret inside');
  }
}

/** What the probe says about its health; tests change it. */
export const probeHealth: { contribution: Contribution } = { contribution: { status: 'up' } };

@Module({})
class ProbeModule {
  constructor(health: HealthContributors) {
    health.add('probe', () => probeHealth.contribution);
  }

  static forRoot(config: ProbeConfig, logger: Logger): DynamicModule {
    const { databaseUrl: url, redisUrl, keyPrefix, jwksUrl } = config;
    return {
      module: ProbeModule,
      imports: [
        EdgeModule.forRoot(logger),
        databaseModule({ url, entities: [], migrations: [], deadlineMs: 600 }, logger),
        EventsModule.forRoot({ service: probeService, redisUrl, keyPrefix, logger }),
      ],
      controllers: [ThingsController],
      providers: [{ provide: TokenVerifier, useValue: remoteTokenVerifier(jwksUrl) }],
    };
  }
}

const variables = { ...edgeVariables({ port: 0, database: 'probe' }), jwksUrl: jwksUrlVariable() };
type ProbeConfig = ConfigOf<typeof variables>;

export const probeApplication: ServiceApplication<ProbeConfig> = {
  name: probeService.name,
  openApi: { title: 'probe-service', description: 'For tests.', version: probeService.version },
  loadConfig: (environment) => loadConfig(probeService.name, environment, variables),
  module: (config, logger) => ProbeModule.forRoot(config, logger),
};
