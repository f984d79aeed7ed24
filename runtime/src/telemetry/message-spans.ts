/**
 * The spans of a message's path, by OpenTelemetry's messaging conventions
 * (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/):
 *
 *   create   in the business transaction; its context is the outbox row's traceparent, and so the entry's
 *   send     the relay's append; a child of create, so that it is in the trace of what happened
 *   receive  a consumer's transaction; a trace of its own, for its messages belong to many: it links to their create spans
 *   process  the handler; a child of create, with a link to receive; what it publishes begins with its create below it
 */
import { context, trace, type Attributes } from '@opentelemetry/api';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import type { SpanDescription } from './tracing.js';

/** The conventions list no value for this; streams of Redis are only one part of it. */
export const messagingSystem = 'streampact';

export type Operation = 'create' | 'send' | 'receive' | 'process';

export const operationAttributes = (operation: Operation, destination: string): Attributes => ({
  'messaging.system': messagingSystem,
  'messaging.operation.name': operation,
  'messaging.operation.type': operation,
  'messaging.destination.name': destination,
});

/** Of metrics about what a group does with messages. */
export const processAttributes = (destination: string, group: string, type: string): Attributes => ({
  ...operationAttributes('process', destination),
  'messaging.consumer.group.name': group,
  'messaging.message.type': type,
});

const describe = (
  operation: Operation,
  destination: string,
  kind: NonNullable<SpanDescription['kind']>,
  attributes: Attributes,
) => ({
  name: `${operation} ${destination}`,
  kind,
  attributes: { ...operationAttributes(operation, destination), ...attributes },
});

export const createSpan = (destination: string, type: string, count?: number): SpanDescription =>
  describe('create', destination, 'producer', {
    'messaging.message.type': type,
    ...(count === undefined ? {} : { 'messaging.batch.message_count': count }),
  });

export interface Batch {
  readonly destination: string;
  readonly partition: number;
  readonly count: number;
}

export const sendSpan = ({ destination, partition }: Batch, id: string, traceparent: string): SpanDescription => ({
  ...describe('send', destination, 'client', {
    'messaging.destination.partition.id': String(partition),
    'messaging.message.id': id,
  }),
  parent: traceparent,
});

/** Of several entries that are appended in one call: a trace of its own, which the send spans link to. */
export const sendBatchSpan = (batch: Batch, traceparents: readonly string[]): SpanDescription => ({
  ...describe('send', batch.destination, 'client', batchAttributes(batch)),
  parent: null,
  links: traceparents,
});

export const receiveSpan = (batch: Batch, group: string, entries: readonly DecodedEntry[]): SpanDescription => ({
  ...describe('receive', batch.destination, 'client', {
    ...batchAttributes(batch),
    'messaging.consumer.group.name': group,
  }),
  parent: null,
  links: entries.map(({ event }) => event.traceparent),
});

export const processSpan = (
  destination: string,
  group: string,
  delivery: { readonly event: DomainEvent; readonly attempt: number; readonly partition: number },
): SpanDescription => {
  const { event, attempt, partition } = delivery;
  return {
    ...describe('process', destination, 'consumer', {
      'messaging.destination.partition.id': String(partition),
      'messaging.consumer.group.name': group,
      'messaging.message.id': event.id,
      'messaging.message.type': event.type,
      ...(event.correlationId === undefined ? {} : { 'messaging.message.conversation_id': event.correlationId }),
      'streampact.delivery.attempt': attempt,
    }),
    parent: event.traceparent ?? null,
    links: [trace.getSpanContext(context.active())],
  };
};

const batchAttributes = ({ partition, count }: Batch): Attributes => ({
  'messaging.destination.partition.id': String(partition),
  'messaging.batch.message_count': count,
});
