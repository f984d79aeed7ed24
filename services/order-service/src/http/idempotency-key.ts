import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '@streampact/edge';
import type { Request } from 'express';

const pattern = /^[\x21-\x7e]{1,200}$/;

/** The Idempotency-Key header: 1 to 200 visible ASCII characters; anything else is answered with 400. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const key = context.switchToHttp().getRequest<Request>().get('idempotency-key');
  if (key !== undefined && pattern.test(key)) return key;
  throw new Problem({
    status: 400,
    name: 'parameter-invalid',
    title: 'Parameter invalid',
    detail:
      'Send an Idempotency-Key: any text that is new for each order and the same when you try again, e.g. a UUID.',
    errors: [{ parameter: 'Idempotency-Key', detail: 'must be 1 to 200 visible ASCII characters' }],
  });
});
