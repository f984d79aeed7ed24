/** Every metric of the runtime, by OpenTelemetry's messaging names where there is one. Without an SDK they cost nothing. */
import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('streampact');
/** Buckets in seconds, from half a millisecond to a minute. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export const eventsPublished = meter.createCounter('messaging.client.published.messages', {
  description: 'Events written to the outbox (some may still roll back).',
  unit: '{message}',
});
export const eventsRelayed = meter.createCounter('streampact.relay.entries', {
  description: 'Entries appended to streams.',
  unit: '{entry}',
});
export const relayRecoveries = meter.createCounter('streampact.relay.recoveries', {
  description: 'Times the relay found a stream that did not end where it had left it.',
  unit: '{recovery}',
});
export const eventsConsumed = meter.createCounter('messaging.client.consumed.messages', {
  description: 'Deliveries, by outcome: done, retrying, waiting, dead, repeat, skipped.',
  unit: '{message}',
});
export const processDuration = meter.createHistogram('messaging.process.duration', {
  description: 'Time a handler took.',
  unit: 's',
  advice: { explicitBucketBoundaries: buckets },
});
export const deliveryLatency = meter.createHistogram('streampact.delivery.latency', {
  description: 'Time from the event’s timestamp to the commit of its effect.',
  unit: 's',
  advice: { explicitBucketBoundaries: buckets },
});
export const sagaInputs = meter.createCounter('streampact.saga.inputs', {
  description: 'Inputs of sagas, by outcome: moved, ignored, deferred (some may still roll back).',
  unit: '{input}',
});
export const outboxBacklog = meter.createObservableGauge('streampact.outbox.backlog', {
  description: 'Outbox rows that no window holds yet.',
  unit: '{row}',
});
export const outboxOldestAge = meter.createObservableGauge('streampact.outbox.oldest_age', {
  description: 'Age of the oldest outbox row that no window holds yet.',
  unit: 's',
});
export const consumerLag = meter.createObservableGauge('streampact.consumer.lag', {
  description: 'Entries after the position of this group, per stream.',
  unit: '{entry}',
});
export const inboxUnfinished = meter.createObservableGauge('streampact.inbox.unfinished', {
  description: 'Messages in the inbox that are retrying, waiting or dead.',
  unit: '{message}',
});
