export * from './contract/definitions.js';
export { ignored } from './contract/handlers.js';
export type {
  HandlerChoice,
  HandlerClass,
  HandlerContext,
  HandlerRegistration,
  MessageHandler,
} from './contract/handlers.js';
export type { DomainEvent } from './envelope/domain-event.js';
export { newId } from './envelope/new-id.js';
export { partitionOf } from './streams/partition.js';
export { deadLetterStream, streamKey } from './streams/stream-keys.js';
export { compareEntryIds, parseEntryId, type EntryId } from './streams/entry-id.js';
export type { MessageId, MessagePublisher, PublishOptions, SqlTransaction } from './outbox/message-publisher.js';
export { OutboxPublisher, type OutboxPublisherOptions } from './outbox/outbox-publisher.js';
export { rebase, type Rebased } from './outbox/rebase.js';
export { Relay, type RelayOptions } from './outbox/relay.js';
export type * from './broker/broker.js';
export { redisBroker, redisNodes } from './broker/redis-broker.js';
export { parseRedisAddress, redisPlace, type RedisAddress } from './broker/redis-address.js';
export { slotOf } from './broker/cluster-slot.js';
export type { RedisNodes } from './broker/redis-nodes.js';
export { redisAddress } from './broker/redis-authority.js';
export { RedisRelayBroker } from './broker/redis-relay-broker.js';
export type { AtPoint, FaultPoint } from './loop/fault-point.js';
export { EventRuntime, type EventRuntimeOptions, type EventRuntimeStatus } from './service/event-runtime.js';
export type { Finding } from './service/finding.js';
export type { Handlers } from './service/handlers.js';

export { StreampactError } from './errors/streampact-error.js';
export * from './errors/errors.js';
export { certificateProblem, type TlsSettings } from './errors/certificate-problem.js';
export { personalTexts, withoutPersonal } from './personal/personal-data.js';
export { redactError, redactText } from './personal/redact.js';
export { systemClock, type Clock } from './loop/clock.js';
export { PollingWorker, type PollingWorkerOptions } from './loop/polling-worker.js';
export { Trouble } from './loop/trouble.js';
export { backoffMs } from './retry/backoff.js';
export { consoleLogger, silentLogger, type Logger } from './telemetry/logger.js';
export { currentMessageContext, runInMessageContext, type MessageContext } from './telemetry/message-context.js';
export {
  currentTraceparent,
  inSpan,
  isTracing,
  markFailed,
  startSpan,
  type SpanDescription,
} from './telemetry/tracing.js';
export { fileNameOf, givenText, type Environment, type GivenText } from './environment/given-text.js';
export { requireOwnSessions } from './database/own-sessions.js';
export { parsePostgresAddress, placeOf, type PostgresAddress, type PostgresTls } from './database/postgres-address.js';
export { postgresDataSource, postgresPool, type PostgresDataSource } from './database/postgres-pool.js';
export { withRootCertificate } from './database/postgres-authority.js';
export { streampactMigrations } from './database/migrations.js';
export { pausedStreams, pauseStream, resumeStream } from './consumer/pause.js';
export {
  listDeadLetters,
  showDeadLetter,
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetterSummary,
} from './dead-letter/dead-letters.js';
export { discardDeadLetter, replayDeadLetter, type ReplayOptions } from './dead-letter/dead-letter-replay.js';
export * from './saga/index.js';
