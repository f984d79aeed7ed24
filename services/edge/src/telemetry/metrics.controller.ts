import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { prometheusExporter } from './meter-provider.js';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  @Get()
  metrics(@Req() request: Request, @Res() response: Response): void {
    prometheusExporter.getMetricsRequestHandler(request, response);
  }
}
