import { Injectable } from '@nestjs/common';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import type { PersonGreetedEvent } from '../generated/greeting-service/index.js';

/** Counts each greeting once, however often it is delivered: the count and the note that it was handled commit together. */
@Injectable()
export class PersonGreetedHandler implements MessageHandler<PersonGreetedEvent> {
  async handle({ data }: PersonGreetedEvent, { transaction }: HandlerContext): Promise<void> {
    await transaction.query(
      'insert into greetings values ($1, 1) on conflict (name) do update set count = greetings.count + 1',
      [data.name],
    );
  }
}
