/**
 * Lets counters begin at 0: Prometheus sees how much a counter grew only between two samples, so one that is there for the first
 * time with 1 never grew. The rare ones are those that alerts are about.
 */
import type { Attributes } from '@opentelemetry/api';
import type { ConsumerDefinition, ServiceDefinition } from '../contract/definitions.js';
import { processAttributes } from './message-spans.js';
import { deliveryRetries, eventsConsumed, eventsRelayed, leaseChanges, relayRecoveries } from './metrics.js';

export const beginCounters = ({ consumers }: ServiceDefinition): void => {
  for (const counter of [eventsRelayed, relayRecoveries]) counter.add(0);
  for (const change of ['taken', 'lost', 'given-back']) leaseChanges.add(0, { lease: 'relay', change });
  for (const consumer of Object.values(consumers)) {
    const stream = { 'messaging.destination.name': consumer.channel.address };
    for (const change of ['taken', 'lost', 'given-back'])
      leaseChanges.add(0, { lease: 'partition', change, ...stream });
    for (const attributes of messagesOf(consumer)) {
      deliveryRetries.add(0, attributes);
      for (const outcome of ['done', 'retrying', 'dead']) eventsConsumed.add(0, { ...attributes, outcome });
    }
  }
};

const messagesOf = ({ channel, group, messages }: ConsumerDefinition): readonly Attributes[] =>
  Object.values(messages).map(({ type }) => processAttributes(channel.address, group, type));
