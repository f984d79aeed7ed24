/** What synthetic messages are made of. */
import type { JsonObject } from '../model/source.js';

export const reference = (target: string): { readonly $ref: string } => ({ $ref: target });

/** Valid money. */
export const amount: JsonObject = { amountMinor: 2_500, currency: 'EUR' };

const text = (maxLength: number, description: string): JsonObject => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
});

/** What a message has besides its key, time and total, and an example of it. */
export const shapes: readonly { readonly properties: JsonObject; readonly example: JsonObject }[] = [
  {
    properties: {
      status: { type: 'string', enum: ['OPEN', 'HELD', 'DONE'], description: 'Where it stands now.' },
      customerEmail: { type: 'string', format: 'email', description: 'Where the customer is reached.' },
      lines: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        description: 'What it consists of.',
        items: reference('#/components/schemas/Line'),
      },
      shipTo: { ...reference('#/components/schemas/Address'), description: 'Where it goes.' },
      note: { type: ['string', 'null'], maxLength: 2_000, description: 'What the customer wrote.' },
    },
    example: {
      status: 'OPEN',
      customerEmail: 'ada@example.com',
      lines: [{ sku: 'MUG-01', quantity: 2, unitPrice: amount }],
      shipTo: { street: 'Long Lane 1', city: 'Utrecht', postalCode: '3511 AB', country: 'NL' },
      note: null,
    },
  },
  {
    properties: {
      reason: { type: 'string', enum: ['REQUESTED', 'EXPIRED', 'FAILED', 'UNKNOWN'], description: 'Why it happened.' },
      attempt: { type: 'integer', minimum: 1, maximum: 100, description: 'How often it was tried.' },
      page: { type: 'string', format: 'uri', description: 'Where it can be looked at.' },
      tags: { type: 'array', uniqueItems: true, description: 'Words to find it by.', items: { type: 'string' } },
      payment: {
        description: 'How it is paid.',
        oneOf: [reference('#/components/schemas/Card'), reference('#/components/schemas/Transfer')],
      },
    },
    example: {
      reason: 'REQUESTED',
      attempt: 1,
      page: 'https://example.com/a?b#c',
      tags: ['new', 'large'],
      payment: { kind: 'card', lastDigits: '4242' },
    },
  },
  {
    properties: {
      isUrgent: { type: 'boolean', description: 'Whether it goes before others.' },
      weightKg: { type: 'number', exclusiveMinimum: 0, maximum: 30_000, description: 'Weight with packing.' },
      dueOn: { type: 'string', format: 'date', description: 'The day it should be done.' },
      labels: {
        type: 'object',
        description: 'Words of other systems, by their name.',
        additionalProperties: text(64, 'The word.'),
      },
      handledBy: {
        type: 'object',
        description: 'Who did it.',
        required: ['name'],
        properties: { name: text(200, 'The name.'), desk: { type: 'integer', minimum: 1, description: 'The desk.' } },
      },
    },
    example: {
      isUrgent: false,
      weightKg: 1.25,
      dueOn: '2026-12-01',
      labels: { colour: 'blue' },
      handledBy: { name: 'Ada Lovelace', desk: 7 },
    },
  },
];

const address: JsonObject = {
  type: 'object',
  description: 'A postal address.',
  required: ['street', 'city', 'postalCode', 'country'],
  properties: {
    street: text(200, 'Street and number.'),
    city: text(100, 'The city.'),
    postalCode: { type: 'string', pattern: '^[A-Z0-9 -]{3,10}$', description: 'As the country writes it.' },
    country: { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166 code.' },
  },
};

const line: JsonObject = {
  type: 'object',
  description: 'One article.',
  required: ['sku', 'quantity', 'unitPrice'],
  properties: {
    sku: text(64, 'Number of the article.'),
    quantity: { type: 'integer', minimum: 1, maximum: 1_000, description: 'How many pieces.' },
    unitPrice: { $ref: './shared/money.yaml#/Money', description: 'Price of one piece.' },
  },
};

const card: JsonObject = {
  type: 'object',
  description: 'Paid by card.',
  required: ['kind', 'lastDigits'],
  properties: {
    kind: { const: 'card', description: 'How it was paid.' },
    lastDigits: { type: 'string', pattern: '^[0-9]{4}$', description: 'The last four digits.' },
  },
};

const transfer: JsonObject = {
  type: 'object',
  description: 'Paid by bank transfer.',
  required: ['kind', 'iban'],
  properties: {
    kind: { const: 'transfer', description: 'How it was paid.' },
    iban: { type: 'string', minLength: 15, maxLength: 34, description: 'The account it came from.' },
  },
};

/** Schemas that every document has. */
export const components: JsonObject = { Address: address, Line: line, Card: card, Transfer: transfer };

/** In a file that all documents share, as the envelope is. */
export const money: JsonObject = {
  type: 'object',
  description: 'An amount of money.',
  required: ['amountMinor', 'currency'],
  properties: {
    amountMinor: { type: 'integer', minimum: 0, maximum: 1_000_000_000_000, description: 'Amount in minor units.' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
  },
};

export const envelope: JsonObject = {
  type: 'object',
  description: 'What every event carries beside its payload.',
  required: ['id', 'type', 'timestamp', 'aggregateId'],
  properties: {
    id: { type: 'string', format: 'uuid', description: 'Identity of the event.' },
    type: { type: 'string', description: 'Name of the message.' },
    timestamp: { type: 'string', format: 'date-time', description: 'When the fact happened.' },
    aggregateId: { type: 'string', description: 'What it happened to.' },
  },
};
