/**
 * What a saga is: a table of states, as plain data with pure functions in it. `defineSaga` makes one, `transition` runs it.
 *
 * Its inputs are the messages it subscribes to, its timers, and its commands (what a service asks of it in code). Each state
 * says of each input what becomes of it: a move, `ignore(because)` or `defer(because)`. One that is left out does not compile.
 */
import type { ChannelDefinition, MessageDefinition } from '../contract/definitions.js';
import type { DomainEvent } from '../envelope/domain-event.js';

declare const phantom: unique symbol;
/** Only types know it: the events that a saga can be given. */
export declare const handledEvents: unique symbol;

/** Says a type where only a value can stand: `data: typed<OrderData>()`. */
export interface Typed<Value> {
  readonly [phantom]?: Value;
}

/** A message of a contract, and the property of its payload that holds the saga's id. */
export interface Subscription<Type extends string = string, Payload = unknown> {
  readonly message: MessageDefinition<Type, Payload>;
  readonly by: string;
}

/** What is published when a step is sent, and what undoes it: both messages of the saga's own stream. */
export interface StepDefinition<Payload = unknown, Undo = unknown> {
  readonly message: MessageDefinition<string, Payload>;
  readonly undo: MessageDefinition<string, Undo>;
}

/** The input changes nothing, for a reason that log, diagram and tools can show. */
export interface Ignored {
  readonly kind: 'ignored';
  readonly because: string;
}

/** The input is kept, and handed to the saga again whenever its state has changed; before whatever comes later. */
export interface Deferred {
  readonly kind: 'deferred';
  readonly because: string;
}

/** `Value` if JSON gives back what it was given; a Date comes back as a text, a Map as nothing. */
export type Stored<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends
        bigint | symbol | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | ((...given: never) => unknown)
    ? never
    : { [Name in keyof Value]: Stored<Value[Name]> };

type PayloadOf<Message> = Message extends MessageDefinition<string, infer Payload> ? Payload : never;
type ValueOf<Marker> = Marker extends Typed<infer Value> ? Value : never;
export type Messages = Readonly<Record<string, MessageDefinition>>;

/** The names and types that the states of one saga use. */
export interface Vocabulary {
  readonly data: unknown;
  readonly change: unknown;
  readonly messages: Readonly<Record<string, Subscription>>;
  readonly timer: string;
  readonly commands: Readonly<Record<string, Typed<unknown>>>;
  readonly publishes: Messages;
  readonly steps: Readonly<Record<string, StepDefinition>>;
  readonly state: string;
  /** The states that do not end it. */
  readonly live: string;
}

/** Everything that can happen to a saga, by name. */
export type InputName<Words extends Vocabulary> =
  (keyof Words['messages'] & string) | Words['timer'] | (keyof Words['commands'] & string);

/** What the function of a move is given. */
export type InputContext<Words extends Vocabulary, Name> = {
  readonly id: string;
  readonly data: Words['data'];
  /** Now, by the clock of this process. */
  readonly at: Date;
} & (Name extends keyof Words['messages']
  ? Words['messages'][Name] extends Subscription<infer Type, infer Payload>
    ? { readonly message: Payload; readonly event: DomainEvent<Type, Payload> }
    : never
  : Name extends keyof Words['commands']
    ? { readonly command: ValueOf<Words['commands'][Name]> }
    : object);

/** When a timer is due: so long after now by the database's clock, or at a time. */
export type DueTime = { readonly afterMs: number } | { readonly at: Date };

interface SentStep<Step extends StepDefinition> {
  readonly message: PayloadOf<Step['message']>;
  readonly undo: PayloadOf<Step['undo']>;
}

/** What a move does besides changing the state. All of it commits with the input, or none of it. */
export interface Effects<Words extends Vocabulary> {
  /** @default unchanged */
  readonly data?: Words['data'];
  /** Messages by their names in `publishes`; one payload, or several. */
  readonly publish?: {
    readonly [Name in keyof Words['publishes']]?:
      PayloadOf<Words['publishes'][Name]> | readonly PayloadOf<Words['publishes'][Name]>[];
  };
  /** Steps by their names in `steps`, one or several: what is published now, and what undoes it, recorded now. */
  readonly send?: {
    readonly [Name in keyof Words['steps']]?:
      SentStep<Words['steps'][Name]> | readonly SentStep<Words['steps'][Name]>[];
  };
  /**
   * Publishes the undo of every step that was sent and not undone, the last one first. An object says the undo of single
   * steps in other words: `{ placing: { orderRejected: {…} } }`, for what was not known when the step was sent.
   */
  readonly compensate?: true | { readonly [Name in keyof Words['steps']]?: OtherWords<Words> };
  /** Sets timers; one that is set already is set anew. */
  readonly set?: { readonly [Name in Words['timer']]?: DueTime };
  readonly clear?: readonly Words['timer'][];
  /** What changes in the service's own tables: handed to the function that the service has bound, in the same transaction. */
  readonly change?: Words['change'];
}

/** A message of `publishes` that is published instead of a recorded undo. */
export type OtherWords<Words extends Vocabulary> = {
  readonly [Name in keyof Words['publishes']]?: PayloadOf<Words['publishes'][Name]>;
};

/** What a diagram shows of a move, and what holds it to that: an outcome that is not announced here is refused. */
interface Announced<Words extends Vocabulary> {
  /** Names of the messages that it may publish. */
  readonly publishes?: readonly (keyof Words['publishes'] & string)[];
  /** Names of the steps that it may send. */
  readonly sends?: readonly (keyof Words['steps'] & string)[];
  /** Whether it may compensate; a list names the messages that may take the place of recorded undos. @default false */
  readonly compensates?: boolean | readonly (keyof Words['publishes'] & string)[];
}

/** To one state. `effects` may still say `ignore(…)`. To stay, name the state itself. */
export interface Move<Words extends Vocabulary, Context> extends Announced<Words> {
  readonly to: Words['state'];
  readonly effects?: (context: Context) => Effects<Words> | Ignored;
}

interface ForkEffects<Words extends Vocabulary> extends Effects<Words> {
  readonly to: Words['state'];
}

/** To one of several states: `choose` says which. */
export interface Fork<Words extends Vocabulary, Context> extends Announced<Words> {
  readonly toOneOf: readonly Words['state'][];
  readonly choose: (context: Context) => ForkEffects<Words> | Ignored;
}

export type Reaction<Words extends Vocabulary, Context> =
  Move<Words, Context> | Fork<Words, Context> | Ignored | Deferred;

/** The sentence of a state that nothing follows: its timers are cleared, and whatever still comes is ignored. */
export interface EndState {
  readonly ends: string;
}

/** What a saga does, state by state; `end(…)` states need no line. */
export interface SagaTable<Words extends Vocabulary, Begin> {
  readonly begin: Beginning<Words, Begin>;
  /** By the version that an instance was stored with: each makes it one of the next version. All from 1 on are needed. */
  readonly upgrades?: Readonly<Record<number, Upgrade<Words>>>;
  readonly states: {
    readonly [State in Words['live']]: {
      readonly [Name in InputName<Words>]: Reaction<Words, InputContext<Words, Name>>;
    };
  };
}

/** How a saga begins: what `SagaRunner.begin` is given becomes its id, its data and its first messages. */
export interface Beginning<Words extends Vocabulary, Begin> extends Announced<Words> {
  readonly to: Words['state'];
  readonly effects: (given: Begin) => Effects<Words> & { readonly id: string; readonly data: Words['data'] };
}

/** An instance as it was stored by an earlier version of its definition. */
export interface StoredInstance {
  readonly id: string;
  readonly state: string;
  readonly data: unknown;
}

/** Makes an instance of one version one of the next. */
export type Upgrade<Words extends Vocabulary> = (stored: StoredInstance) => {
  readonly state: Words['state'];
  readonly data: Words['data'];
};

/** What is said of every saga. */
export interface SagaHead {
  /** As tools and tables name it; for ever. */
  readonly name: string;
  /** Raised by one when stored instances no longer fit: a state is gone or renamed, or `data` has another shape. @default 1 */
  readonly version?: number;
  /** The saga's own stream: the only one it publishes to. */
  readonly stream: ChannelDefinition;
  /** How long the row of a saga that ended is kept; longer than its messages can be late. @default 30 days */
  readonly keepEndedMs?: number;
}

/** What `defineSaga` returns: frozen, with defaults filled in. May stand in a handler map for the messages it follows. */
export interface SagaDefinition<Words extends Vocabulary = Vocabulary, Begin = never>
  extends Required<SagaHead>, Required<SagaTable<Words, Begin>> {
  /** Each state with its sentence. */
  readonly about: Readonly<Record<Words['state'], string | EndState>>;
  readonly messages: Words['messages'];
  readonly timers: readonly Words['timer'][];
  readonly commands: Words['commands'];
  readonly publishes: Words['publishes'];
  readonly steps: Words['steps'];
  /** Whether it changes something in the service's own tables: then the service must bind a function for that. */
  readonly hasChanges: boolean;
  readonly [handledEvents]?: (event: EventsOf<Words['messages']>) => void;
}

type EventsOf<Subscriptions> = {
  [Name in keyof Subscriptions]: Subscriptions[Name] extends Subscription<infer Type, infer Payload>
    ? DomainEvent<Type, Payload>
    : never;
}[keyof Subscriptions];

/** The words of a saga, e.g. `WordsIn<typeof orderSaga>['data']`. */
export type WordsIn<Saga> = Saga extends SagaDefinition<infer Words> ? Words : never;
