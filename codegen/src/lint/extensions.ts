/** The `x-` extensions that mean something here: where each may stand, and the JSON Schema of its values. */
import { compatibilityModes, contentModels } from '../model/compatibility.js';
import type { JsonObject } from '../model/source.js';

export type ExtensionPlace = 'channel' | 'message' | 'operation' | 'schema';

export interface Extension {
  /** Every place if it is missing. */
  readonly places?: readonly ExtensionPlace[];
  readonly schema: JsonObject;
  /** What values there are, in a sentence after "takes". */
  readonly takes: string;
  /** Shown in the fix. */
  readonly example: string;
}

/** Redis Cluster has 16,384 slots; more partitions than that gain nothing. */
const partitionsMax = 16_384;

/** Ninety days: `setTimeout` and PostgreSQL intervals take it, and nobody waits longer for a retry. */
const delayMaxMs = 90 * 86_400_000;

/** Weeks stand alone, or else days, then hours, minutes and seconds; months and years have no fixed length. */
const duration = '^P(?:\\d+W|(?=\\d|T\\d)(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?)$';

const yes: Pick<Extension, 'schema' | 'takes'> = { schema: { type: 'boolean' }, takes: 'true or false' };

export const extensions: ReadonlyMap<string, Extension> = new Map<string, Extension>([
  [
    'x-partitions',
    {
      places: ['channel'],
      schema: { type: 'integer', minimum: 1, maximum: partitionsMax },
      takes: `a whole number from 1 to ${partitionsMax}`,
      example: '8',
    },
  ],
  [
    'x-retention',
    {
      places: ['channel'],
      schema: { type: 'string', pattern: duration },
      takes: 'an ISO 8601 duration of weeks, or of days, hours, minutes and seconds',
      example: 'P7D',
    },
  ],
  [
    'x-compatibility',
    {
      places: ['channel', 'message'],
      schema: {
        if: { type: 'object' },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: {
          additionalProperties: false,
          properties: { mode: { enum: compatibilityModes }, content: { enum: contentModels } },
        },
        else: { enum: compatibilityModes },
      },
      takes: `one of ${compatibilityModes.join(', ')}, or {mode, content: ${contentModels.join(' or ')}}`,
      example: 'ROLLING',
    },
  ],
  [
    'x-owner',
    {
      places: ['channel', 'message'],
      schema: { type: 'string', minLength: 1 },
      takes: 'the name of a service',
      example: 'order-service',
    },
  ],
  [
    'x-key',
    {
      places: ['message'],
      schema: { type: 'string', minLength: 1 },
      takes: 'the name of a payload property',
      example: 'orderId',
    },
  ],
  [
    'x-sunset',
    {
      places: ['message', 'schema'],
      schema: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' },
      takes: 'a date',
      example: '2027-06-30',
    },
  ],
  [
    'x-retry',
    {
      places: ['operation'],
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          attempts: { type: 'integer', minimum: 1, maximum: 1_000 },
          firstDelayMs: { type: 'integer', minimum: 1, maximum: delayMaxMs },
          maxDelayMs: { type: 'integer', minimum: 1, maximum: delayMaxMs },
          jitter: { type: 'number', minimum: 0, maximum: 1 },
        },
      },
      takes: 'attempts, firstDelayMs, maxDelayMs (whole numbers from 1) and jitter (0 to 1)',
      example: '{attempts: 8, firstDelayMs: 500, maxDelayMs: 300000, jitter: 0.2}',
    },
  ],
  [
    'x-on-dead-letter',
    {
      places: ['operation'],
      schema: { enum: ['skip', 'block-key'] },
      takes: '"skip" (the key goes on) or "block-key" (the key waits)',
      example: 'skip',
    },
  ],
  [
    'x-handler-timeout-ms',
    {
      places: ['operation'],
      schema: { type: 'integer', minimum: 1, maximum: 86_400_000 },
      takes: 'a whole number of milliseconds, at most a day',
      example: '30000',
    },
  ],
  ['x-pii', { ...yes, places: ['schema'], example: 'true' }],
  ['x-brand', { ...yes, places: ['schema'], example: 'true' }],
  ['x-extensible-enum', { ...yes, places: ['schema'], example: 'true' }],
  [
    'x-lint-ignore',
    {
      schema: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'reason'],
        properties: { rule: { type: 'string' }, reason: { type: 'string', pattern: '\\S' } },
      },
      takes: 'the id of a rule and the reason why it does not fit here',
      example: '{rule: message-name, reason: …}',
    },
  ],
]);
