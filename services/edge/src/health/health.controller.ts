/**
 * /health/live: the process runs; restarting it would help if not. /health/ready: it can serve requests. `degraded` is still
 * ready: with Redis away, events wait in the outbox and every request can be answered.
 */
import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheckService, TypeOrmHealthIndicator } from '@nestjs/terminus';
import type { Response } from 'express';
import { EventsHealth } from '@streampact/runtime/nest';
import { HealthContributors } from './health-contributors.js';

const databasePingMaxMs = 2_000;

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(TypeOrmHealthIndicator) private readonly database: TypeOrmHealthIndicator,
    @Inject(EventsHealth) private readonly events: EventsHealth,
    @Inject(HealthContributors) private readonly contributors: HealthContributors,
  ) {}

  @Get('live')
  live(): object {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    response.setHeader('Cache-Control', 'no-store');
    try {
      return await this.health.check([
        () => this.database.pingCheck('database').withTimeout(databasePingMaxMs),
        () => ({ events: this.events.check() }),
        ...this.contributors.all().map(([name, contribution]) => () => ({ [name]: contribution })),
      ]);
    } catch (error) {
      // The same body as for 200, which says what is down; a problem+json body could not.
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(error.getStatus());
      return error.getResponse() as object;
    }
  }
}
