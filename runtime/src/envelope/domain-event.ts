/** The wire shape of every event (DESIGN 3). A Redis entry holds these as fields, `data` as JSON text. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  /** UUIDv7; the event's identity and the key of deduplication. */
  readonly id: string;
  /** AsyncAPI message `name`, e.g. `USER_CREATED`. */
  readonly type: Type;
  /** When the fact happened: RFC 3339, milliseconds, UTC. */
  readonly timestamp: string;
  /** What it happened to; ordering and partition key. */
  readonly aggregateId: string;
  readonly data: Data;
  /** Same for the whole story. */
  readonly correlationId?: string;
  /** Id of the event that caused this one. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** Contract version of the writer. */
  readonly schemaVersion?: string;
}
