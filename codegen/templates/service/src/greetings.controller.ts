import { Controller, Get, Param, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GreetingServicePublisher } from '../generated/greeting-service/index.js';

@Controller('greetings')
export class GreetingsController {
  constructor(
    private readonly database: DataSource,
    private readonly publisher: GreetingServicePublisher,
  ) {}

  /** The event is a row of this transaction: it is published if the transaction commits, and only then. */
  @Post(':name')
  async greet(@Param('name') name: string): Promise<{ text: string }> {
    const text = `Hello, ${name}!`;
    await this.database.transaction(async (transaction) => {
      await this.publisher.personGreeted({ name, text }, { transaction });
    });
    return { text };
  }

  @Get()
  list(): Promise<unknown> {
    return this.database.query('select name, count from greetings order by name');
  }
}
