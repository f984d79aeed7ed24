/** The contracts as plain readonly data: what lint, documentation and code are made from. */
import type { Schema } from './schema.js';
import type { JsonValue, MapNode, SourceFile, SourceRange } from './source.js';

/**
 * Whose documents these are: `streampact` enforces what DESIGN 3 asks of contracts written for us; `any` takes documents
 * of others as they are, as long as code can be made from them.
 */
export type Profile = 'streampact' | 'any';

export const profiles: readonly Profile[] = ['streampact', 'any'];

/** All documents of a folder, or one. */
export interface ContractSet {
  readonly profile: Profile;
  /** As given, e.g. `asyncapi`, or the folder of the one document that was given. */
  readonly folder: string;
  /** Sorted by file. */
  readonly documents: readonly Document[];
  /** Every file that was read, `shared/` included, sorted by name. */
  readonly files: readonly SourceFile[];
}

/** One AsyncAPI document: what one service publishes and handles. */
export interface Document {
  /** File name without `.yaml`: folder, package, consumer group and `service.name`. */
  readonly service: string;
  readonly file: string;
  readonly title: string;
  /** `info.version`, `''` if it is missing. */
  readonly version: string;
  readonly description: string | undefined;
  /** Own channels and those of other services, in the order of the document. */
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
  readonly range: SourceRange;
  /** The whole document as written. */
  readonly source: MapNode;
}

/** A channel. A document that refers to another one's channel holds the same object as its owner. */
export interface Channel {
  /** Key under `channels` where it is defined, e.g. `ordersStream`. */
  readonly key: string;
  /** Service of the document that defines it. */
  readonly definedBy: string;
  /** `x-owner`. */
  readonly owner: string | undefined;
  /** `orders-stream`. If it is missing: `''`, or the channel's key in profile `any`. */
  readonly address: string;
  readonly description: string | undefined;
  /** `x-partitions`. @default 8 */
  readonly partitions: number;
  /** `x-retention` as written. @default `P7D` */
  readonly retention: string;
  readonly messages: readonly Message[];
  readonly range: SourceRange;
  readonly source: MapNode;
}

/** A message. Its channels and every operation hold the same object. */
export interface Message {
  /** Key under the channel's `messages`, e.g. `orderPlaced`. */
  readonly key: string;
  /** Wire name, e.g. `ORDER_PLACED`; the key if `name` is missing. */
  readonly name: string;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly isDeprecated: boolean;
  /** `x-owner`. */
  readonly owner: string | undefined;
  /** `x-key`: the payload property that becomes `aggregateId`. */
  readonly keyProperty: string | undefined;
  /** Service of the document that defines it, or the name of the file if that is the document of no service. */
  readonly definedBy: string;
  readonly headers: Schema | undefined;
  /** `undefined` if it is missing; in profile `any` anything is valid then, as where its language is not read here. */
  readonly payload: Schema | undefined;
  readonly examples: readonly MessageExample[];
  readonly range: SourceRange;
  readonly source: MapNode;
}

export interface MessageExample {
  readonly name: string | undefined;
  readonly summary: string | undefined;
  readonly payload: JsonValue | undefined;
  readonly headers: JsonValue | undefined;
  readonly range: SourceRange;
}

/** What a document does with a channel. A `reply` of an operation is an operation of its own, with the other action. */
export interface Operation {
  /** Key under `operations`, e.g. `handleUsers`; with `Reply` behind it for a reply. */
  readonly key: string;
  readonly action: 'send' | 'receive';
  readonly description: string | undefined;
  readonly channel: Channel;
  /** Those named by the operation; all of the channel if it names none. */
  readonly messages: readonly Message[];
  readonly retry: Retry;
  readonly onDeadLetter: 'skip' | 'block-key';
  readonly handlerTimeoutMs: number;
  readonly range: SourceRange;
  readonly source: MapNode;
}

/** `x-retry` of a receive operation, with defaults filled in. */
export interface Retry {
  /** Attempts in all, the first included. @default 8 */
  readonly attempts: number;
  /** @default 500 ms */
  readonly firstDelayMs: number;
  /** @default 300 000 ms */
  readonly maxDelayMs: number;
  /** Share of the delay that is random, 0 to 1. @default 0.2 */
  readonly jitter: number;
}
