/** The same event in the words of other libraries, compiled as far as each of them compiles. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import * as Type from 'typebox';
import { Compile } from 'typebox/compile';
import * as v from 'valibot';
import * as z from 'zod';
import { orderSchema } from './order-event.js';

export type IsValid = (data: unknown) => boolean;

export const ajvOrder = (): IsValid => {
  const ajv = new Ajv({ ownProperties: true });
  addFormats.default(ajv, { mode: 'full' });
  return ajv.compile(orderSchema({ closed: true }));
};

export const zodOrder = (): IsValid => {
  const money = z.strictObject({
    amountMinor: z.int().min(0).max(1_000_000_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/u),
  });
  const item = z.strictObject({
    sku: z.string().min(1).max(64),
    quantity: z.int().min(1).max(1_000),
    price: money,
  });
  const order = z.strictObject({
    orderId: z.guid(),
    userId: z.guid(),
    email: z.email(),
    placedAt: z.iso.datetime({ offset: true }),
    status: z.enum(['PLACED', 'CONFIRMED', 'REJECTED']),
    items: z.array(item).min(1).max(100),
    total: money,
    note: z.string().min(1).max(200).optional(),
  });
  return (data) => order.safeParse(data).success;
};

export const valibotOrder = (): IsValid => {
  const money = v.strictObject({
    amountMinor: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000_000)),
    currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/u)),
  });
  const item = v.strictObject({
    sku: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    price: money,
  });
  const order = v.strictObject({
    orderId: v.pipe(v.string(), v.uuid()),
    userId: v.pipe(v.string(), v.uuid()),
    email: v.pipe(v.string(), v.email()),
    placedAt: v.pipe(v.string(), v.isoTimestamp()),
    status: v.picklist(['PLACED', 'CONFIRMED', 'REJECTED']),
    items: v.pipe(v.array(item), v.minLength(1), v.maxLength(100)),
    total: money,
    note: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  });
  return (data) => v.safeParse(order, data).success;
};

export const typeboxOrder = (): IsValid => {
  const closed = { additionalProperties: false };
  const money = Type.Object(
    {
      amountMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    },
    closed,
  );
  const item = Type.Object(
    {
      sku: Type.String({ minLength: 1, maxLength: 64 }),
      quantity: Type.Integer({ minimum: 1, maximum: 1_000 }),
      price: money,
    },
    closed,
  );
  const order = Compile(
    Type.Object(
      {
        orderId: Type.String({ format: 'uuid' }),
        userId: Type.String({ format: 'uuid' }),
        email: Type.String({ format: 'email' }),
        placedAt: Type.String({ format: 'date-time' }),
        status: Type.Enum(['PLACED', 'CONFIRMED', 'REJECTED']),
        items: Type.Array(item, { minItems: 1, maxItems: 100 }),
        total: money,
        note: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      },
      closed,
    ),
  );
  return (data) => order.Check(data);
};
