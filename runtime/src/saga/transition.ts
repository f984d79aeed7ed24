/** The pure core of a saga: given where it is and what comes, what happens. No clock, no database, no randomness. */
import type { DomainEvent } from '../envelope/domain-event.js';
import type { MessageDefinition } from '../contract/definitions.js';
import type { AnyAnnounced, AnyEffects, AnySaga } from './any-saga.js';
import type { Deferred, DueTime, Ignored, SagaDefinition, Subscription, Typed, Vocabulary } from './definition.js';
import { SagaDefinitionError, SagaMismatchError } from './saga-errors.js';

/** Where a saga is. */
export interface SagaInstance<Words extends Vocabulary = Vocabulary> {
  readonly id: string;
  readonly state: Words['state'];
  readonly data: Words['data'];
}

/** One thing that happens to a saga, e.g. `{ message: 'creditReserved', event }`, `{ timer: 'answerIsLate' }`, `{ command: 'cancel', given }`. */
export type SagaInput<Words extends Vocabulary = Vocabulary> =
  | {
      [Name in keyof Words['messages'] & string]: {
        readonly message: Name;
        readonly event: Words['messages'][Name] extends Subscription<infer Type, infer Payload>
          ? DomainEvent<Type, Payload>
          : never;
      };
    }[keyof Words['messages'] & string]
  | { readonly timer: Words['timer'] }
  | {
      [Name in keyof Words['commands'] & string]: {
        readonly command: Name;
        readonly given: Words['commands'][Name] extends Typed<infer Given> ? Given : never;
      };
    }[keyof Words['commands'] & string];

/** A message that is published, by its name in the definition. */
export interface Outgoing {
  readonly name: string;
  readonly message: MessageDefinition;
  readonly data: unknown;
}

/** A step that is sent, with what undoes it. */
export interface OutgoingStep extends Outgoing {
  readonly undo: { readonly message: MessageDefinition; readonly data: unknown };
}

/** What one input comes to. */
export interface Moved<Words extends Vocabulary = Vocabulary> {
  readonly kind: 'moved';
  /** Undefined at the beginning. */
  readonly from: Words['state'] | undefined;
  readonly to: Words['state'];
  /** Nothing follows any more. */
  readonly ends: boolean;
  readonly data: Words['data'];
  readonly change: Words['change'] | undefined;
  /** Undo of the steps that were sent; by step what is said instead of the recorded undo. Undefined: nothing is undone. */
  readonly compensate: Readonly<Record<string, Outgoing>> | undefined;
  readonly send: readonly OutgoingStep[];
  readonly publish: readonly Outgoing[];
  readonly set: Readonly<Record<string, DueTime>>;
  readonly clear: readonly string[];
}

export type Outcome<Words extends Vocabulary = Vocabulary> = Moved<Words> | Ignored | Deferred;

/**
 * What becomes of `instance` when `input` comes.
 * @param at – now; the definition's functions are given it
 * @throws SagaMismatchError – the definition does not know the state or the input; SagaDefinitionError – a function of the
 *   definition returned what the definition does not announce
 */
export const transition = <Words extends Vocabulary, Begin>(
  saga: SagaDefinition<Words, Begin>,
  instance: SagaInstance<Words>,
  input: SagaInput<Words>,
  at: Date = new Date(0),
): Outcome<Words> => anyTransition(saga, instance, input, at);

/** The beginning of a saga, with its id. @throws SagaDefinitionError – as `transition` */
export const beginning = <Words extends Vocabulary, Begin>(
  saga: SagaDefinition<Words, Begin>,
  given: Begin,
): Moved<Words> & { readonly id: string } => {
  const effects = saga.begin.effects(given);
  return {
    ...moved({ saga, from: undefined, name: 'begin', data: effects.data }, saga.begin, saga.begin.to, effects),
    id: effects.id,
  };
};

/** `transition` for code that does not know which saga it runs. */
export const anyTransition = (saga: AnySaga, instance: SagaInstance, input: SagaInput, at: Date): Outcome => {
  const { id, state, data } = instance;
  const about = saga.about[state];
  if (about === undefined) throw unknownState(saga, instance);
  if (typeof about !== 'string') return { kind: 'ignored', because: `it has ended: ${about.ends}` };
  const name = nameOf(input);
  const reaction = saga.states[state]?.[name];
  if (!reaction) {
    throw new SagaMismatchError(
      `Saga ${saga.name} does not know the input "${name}" (saga ${id}, state "${state}"). ` +
        'It was stored by an earlier definition: put the input back, and say in each state what becomes of it.',
    );
  }
  if ('kind' in reaction) return reaction;
  const context = { id, data, at, ...givenBy(input) };
  // The table's type says that the function at [state][name] takes the context of that input.
  const decided =
    'toOneOf' in reaction ? reaction.choose(context as never) : (reaction.effects?.(context as never) ?? {});
  if ('kind' in decided) return decided;
  const place = { saga, from: state, name, data };
  if (!('toOneOf' in reaction)) return moved(place, reaction, reaction.to, decided);
  const to = 'to' in decided && typeof decided.to === 'string' ? decided.to : '';
  if (!reaction.toOneOf.includes(to)) throw unannounced(place, `moves to "${to}"`, 'toOneOf');
  return moved(place, reaction, to, decided);
};

/** The input's name in the definition. */
export const nameOf = (input: SagaInput): string => {
  if ('message' in input) return input.message;
  return 'timer' in input ? input.timer : input.command;
};

const givenBy = (input: SagaInput): object => {
  if ('message' in input) return { message: input.event.data, event: input.event };
  return 'command' in input ? { command: input.given } : {};
};

/** @returns the error for a stored state that the definition does not have */
export const unknownState = (saga: AnySaga, { id, state }: { readonly id: string; readonly state: string }): Error =>
  new SagaMismatchError(
    `Saga ${saga.name} ${id} is stored in state "${state}", which version ${saga.version} does not have; it has ` +
      `${Object.keys(saga.about).join(', ')}. Put the state back, or raise the version and say in upgrades what it becomes.`,
  );

interface Place {
  readonly saga: AnySaga;
  readonly from: string | undefined;
  readonly name: string;
  readonly data: unknown;
}

const moved = (place: Place, announced: AnyAnnounced, to: string, effects: AnyEffects): Moved => {
  const { saga, from } = place;
  const about = saga.about[to];
  if (effects.compensate !== undefined && !announced.compensates) {
    throw unannounced(place, 'compensates', 'compensates');
  }
  return {
    kind: 'moved',
    from,
    to,
    ends: typeof about !== 'string',
    data: effects.data === undefined ? place.data : effects.data,
    change: effects.change,
    compensate: effects.compensate && compensation(place, announced.compensates, effects.compensate),
    send: steps(place, announced, effects.send ?? {}),
    publish: outgoing(place, announced.publishes, 'publishes', effects.publish ?? {}),
    set: Object.fromEntries(
      Object.entries(effects.set ?? {}).flatMap(([timer, due]): [string, DueTime][] => (due ? [[timer, due]] : [])),
    ),
    clear: effects.clear ?? [],
  };
};

const steps = (place: Place, announced: AnyAnnounced, sent: NonNullable<AnyEffects['send']>): readonly OutgoingStep[] =>
  Object.entries(sent).flatMap(([name, given = []]) => {
    const list = [given].flat();
    const step = place.saga.steps[name];
    if (list.length === 0) return [];
    if (!step || !announced.sends?.includes(name)) throw unannounced(place, `sends "${name}"`, 'sends');
    return list.map(({ message: data, undo }) => ({
      name,
      message: step.message,
      data,
      undo: { message: step.undo, data: undo },
    }));
  });

const outgoing = (
  place: Place,
  names: readonly string[] | undefined,
  property: string,
  payloads: Readonly<Record<string, unknown>>,
): readonly Outgoing[] =>
  Object.entries(payloads).flatMap(([name, payload]) => {
    if (payload === undefined) return [];
    const message = place.saga.publishes[name];
    if (!message || !names?.includes(name)) throw unannounced(place, `publishes "${name}"`, property);
    const list: readonly unknown[] = Array.isArray(payload) ? payload : [payload];
    return list.map((data) => ({ name, message, data }));
  });

const compensation = (
  place: Place,
  announced: AnyAnnounced['compensates'],
  instead: NonNullable<AnyEffects['compensate']>,
): Readonly<Record<string, Outgoing>> => {
  if (instead === true) return {};
  const names = typeof announced === 'object' ? announced : [];
  return Object.fromEntries(
    Object.entries(instead).flatMap(([step, words]): [string, Outgoing][] => {
      const [first] = outgoing(place, names, 'compensates', words ?? {});
      return first ? [[step, first]] : [];
    }),
  );
};

const unannounced = ({ saga, from, name }: Place, does: string, property: string): Error =>
  new SagaDefinitionError(
    `Saga ${saga.name}: ${from === undefined ? 'its beginning' : `"${name}" in state "${from}"`} ${does}, which it does not ` +
      `announce. Write it into "${property}" of that line: the diagram is made of what is announced.`,
  );
