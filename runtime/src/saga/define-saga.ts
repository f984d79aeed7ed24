/** Makes sagas: the one function that infers their types, and the words they are written with. */
import type { MessageDefinition } from '../contract/definitions.js';
import { checkDefinition } from './check-definition.js';
import type {
  Deferred,
  EndState,
  Ignored,
  SagaDefinition,
  SagaHead,
  SagaTable,
  StepDefinition,
  Stored,
  Subscription,
  Typed,
  Vocabulary,
} from './definition.js';

const keepEndedDefaultMs = 30 * 86_400_000;

type Named<Value> = Readonly<Record<string, Value>>;
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- a part that is left out has no names
type NoNames = Record<never, never>;

/** The words that a saga's table is written with. */
interface WrittenWords<Data, Change, States, Subscriptions, Timer, Commands, Publishes, Steps> {
  /** Type of what the saga remembers; stored as JSON. */
  readonly data: Typed<Data> & ([Data] extends [Stored<Data>] ? unknown : 'JSON would not give back such data');
  /** Type of what it changes in the service's own tables. @default nothing */
  readonly change?: Typed<Change>;
  /** Each state with one sentence: what is true in it, and what it waits for; `end('…')` if nothing follows. */
  readonly states: States;
  /** Messages of others that it follows. */
  readonly messages: Subscriptions;
  readonly timers?: readonly Timer[];
  /** What its service may ask of it in code, with the type of what is given: `{ cancel: typed<void>() }`. */
  readonly commands?: Commands;
  /** Messages of its own stream. */
  readonly publishes?: Publishes;
  /** Messages of its own stream that can be undone. */
  readonly steps?: Steps;
}

export interface WordsOf<Data, Change, States, Subscriptions, Timer, Commands, Publishes, Steps> {
  readonly data: Data;
  readonly change: Change;
  readonly messages: Subscriptions;
  readonly timer: Timer;
  readonly commands: Commands;
  readonly publishes: Publishes;
  readonly steps: Steps;
  readonly state: keyof States & string;
  readonly live: LiveOf<States>;
}

/** A saga of which only the words are known yet. */
export interface SagaWords<Words extends Vocabulary> {
  /** Gives the words their table. @throws SagaDefinitionError */
  readonly table: <Begin>(table: SagaTable<Words, Begin>) => SagaDefinition<Words, Begin>;
}

/** The names of the states that do not end the saga. */
type LiveOf<States> = { [Name in keyof States]: States[Name] extends EndState ? never : Name }[keyof States] & string;

/**
 * Defines a saga, in two parts: its words, then its table. Pure: nothing runs, nothing is registered. (Two calls, because
 * TypeScript then knows every word when it reads the table, also in functions without parameters.)
 * @throws SagaDefinitionError – what types cannot say: two inputs of one name, a message of somebody else's stream in
 *   `publishes`, a state that nothing leads to, an upgrade that is missing
 */
export const defineSaga = <
  Data,
  const Subscriptions extends Named<Subscription>,
  States extends Named<string | EndState>,
  const Timer extends string = never,
  Commands extends Named<Typed<unknown>> = NoNames,
  Publishes extends Named<MessageDefinition> = NoNames,
  Steps extends Named<StepDefinition> = NoNames,
  Change = never,
>(
  words: SagaHead & WrittenWords<Data, Change, States, Subscriptions, Timer, Commands, Publishes, Steps>,
): SagaWords<WordsOf<Data, Change, States, Subscriptions, Timer, Commands, Publishes, Steps>> => ({
  table: ({ begin, upgrades, states }) => {
    const definition = {
      name: words.name,
      version: words.version ?? 1,
      stream: words.stream,
      keepEndedMs: words.keepEndedMs ?? keepEndedDefaultMs,
      about: words.states,
      messages: words.messages,
      timers: words.timers ?? [],
      // Where a part is left out, its type parameter is its default: an object without properties.
      commands: words.commands ?? ({} as Commands),
      publishes: words.publishes ?? ({} as Publishes),
      steps: words.steps ?? ({} as Steps),
      hasChanges: words.change !== undefined,
      begin,
      upgrades: upgrades ?? {},
      states,
    };
    checkDefinition(definition);
    return Object.freeze(definition);
  },
});

/** Says a type where only a value can stand: `data: typed<OrderData>()`. */
export const typed = <Value>(): Typed<Value> => ({});

/** A message that the saga follows. @param by – the property of its payload that holds the saga's id */
export const received = <Type extends string, Payload>(
  message: MessageDefinition<Type, Payload>,
  by: { [Name in keyof Payload]: Payload[Name] extends string ? Name : never }[keyof Payload] & string,
): Subscription<Type, Payload> => ({ message, by });

/** A message that can be undone, and the message that undoes it. */
export const step = <Payload, Undo>(
  message: MessageDefinition<string, Payload>,
  { undo }: { readonly undo: MessageDefinition<string, Undo> },
): StepDefinition<Payload, Undo> => ({ message, undo });

/** The input changes nothing. */
export const ignore = (because: string): Ignored => ({ kind: 'ignored', because });

/** The input is kept, and handed to the saga again when its state has changed. */
export const defer = (because: string): Deferred => ({ kind: 'deferred', because });

/** A state that nothing follows. */
export const end = (about: string): EndState => ({ ends: about });
