import { Problem } from '@streampact/edge';
import type { PlaceResult } from './orders.service.js';

/** Why an order was not placed, for the client. */
export const placeProblem = (result: Exclude<PlaceResult, { order: unknown }>): Problem => {
  switch (result.kind) {
    case 'items-refused':
      return new Problem({
        status: 422,
        name: 'body-invalid',
        title: 'Body invalid',
        detail: 'These items cannot be one order; "errors" says why.',
        errors: [{ pointer: result.pointer, detail: result.detail }],
      });
    case 'key-taken':
      return new Problem({
        status: 422,
        name: 'idempotency-key-taken',
        title: 'Idempotency-Key taken',
        detail: 'Another order was placed under this Idempotency-Key. Send a new key for a new order.',
        errors: [{ parameter: 'Idempotency-Key', detail: 'was used for another order' }],
      });
    case 'customer-unknown':
      return new Problem({
        status: 409,
        name: 'customer-unknown',
        title: 'Customer not known yet',
        detail: 'This service has not heard of you yet: your registration is on its way. Try again in a moment.',
        headers: { 'Retry-After': '1' },
      });
    default:
      return result satisfies never;
  }
};
