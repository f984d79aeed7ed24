/** Every metric of the runtime, by OpenTelemetry's messaging names where there is one. Without an SDK they cost nothing. */
import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('streampact');
/** Buckets in seconds, from half a millisecond to a minute. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export const eventsPublished = meter.createCounter('messaging.client.sent.messages', {
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
  description:
    'Deliveries, by outcome: done, retrying, waiting, dead, repeat, skipped. Some begin at 0, so that their growth is seen.',
  unit: '{message}',
});
export const deliveryRetries = meter.createCounter('streampact.delivery.retries', {
  description: 'Deliveries that were not the first of their message.',
  unit: '{delivery}',
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
export const batchSize = meter.createHistogram('streampact.batch.size', {
  description: 'Messages that one transaction of a consumer was begun for.',
  unit: '{message}',
  advice: { explicitBucketBoundaries: [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
});
export const operationDuration = meter.createHistogram('messaging.client.operation.duration', {
  description: 'Time an append to a stream took.',
  unit: 's',
  advice: { explicitBucketBoundaries: buckets },
});
export const leaseChanges = meter.createCounter('streampact.lease.changes', {
  description: 'Leases of the relay and of partitions, by change: taken, lost, given-back.',
  unit: '{change}',
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
export const relayLeader = meter.createObservableGauge('streampact.relay.leader', {
  description: '1 where this instance relays for its service, else 0.',
});
export const partitionsOwned = meter.createObservableGauge('streampact.consumer.partition', {
  description: 'Partitions that this instance works on, per stream.',
  unit: '{partition}',
});
export const keysWaiting = meter.createObservableGauge('streampact.key.waiting', {
  description: 'Keys whose messages wait, by what they wait behind: a retry, or a dead letter.',
  unit: '{key}',
});
export const findingsNow = meter.createObservableGauge('streampact.finding', {
  description:
    '1 for each way in which PostgreSQL or Redis is set up at the cost of a guarantee, by subject and severity.',
});
export const sagasOpen = meter.createObservableGauge('streampact.saga.open', {
  description: 'Sagas that have not ended, by state.',
  unit: '{saga}',
});
export const sagaTimersFailing = meter.createObservableGauge('streampact.saga.timer_failing', {
  description: 'Timers whose last attempt to fire failed.',
  unit: '{timer}',
});
export const inboxUnfinished = meter.createObservableGauge('streampact.inbox.unfinished', {
  description: 'Messages in the inbox that are retrying, waiting or dead.',
  unit: '{message}',
});
