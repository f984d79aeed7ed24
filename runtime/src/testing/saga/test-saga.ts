/**
 * Given, when, then for a saga, without a database: its definition is run as the runtime runs it (what it keeps for later is
 * handed to it again, undo goes backwards), timers fire when the fake clock gets there.
 *
 *   const order = testSaga(orderSaga);
 *   order.begin({ order: placed, answerWithinMs: 30_000 });
 *   const { state, published } = order.when(creditReservedEvent({ orderId }));
 */
import type { DomainEvent } from '../../envelope/domain-event.js';
import type { SagaDefinition, Subscription, Typed, Vocabulary } from '../../saga/definition.js';
import {
  beginning,
  transition,
  type Moved,
  type Outcome,
  type SagaInput,
  type SagaInstance,
} from '../../saga/transition.js';
import { fakeClock, type FakeClock } from '../clock/fake-clock.js';
import { TestSetupError } from '../errors.js';
import { messageOf, publishedBySaga, type PublishedBySaga, type SagaMessage } from './saga-messages.js';

type EventOf<Subscribed> =
  Subscribed extends Subscription<infer Type, infer Payload> ? DomainEvent<Type, Payload> : never;

type CommandInput<Commands> = {
  [Name in keyof Commands & string]: { readonly command: Name } & (Commands[Name] extends Typed<infer Given>
    ? [Given] extends [void]
      ? { readonly given?: undefined }
      : { readonly given: Given }
    : never);
}[keyof Commands & string];

/** An event that it follows, something its service asks of it, or one of its timers whether it is due or not. */
export type TestedSagaInput<Words extends Vocabulary> =
  | EventOf<Words['messages'][keyof Words['messages']]>
  | CommandInput<Words['commands']>
  | { readonly timer: Words['timer'] };

/** What an input came to, with everything that followed from it. */
export interface SagaConsequences<Words extends Vocabulary> {
  /** Of the input itself; `none` if no timer was due. */
  readonly kind: 'moved' | 'ignored' | 'deferred' | 'none';
  /** Why it was ignored or deferred. */
  readonly because?: string;
  /** Where the saga is now. */
  readonly state: Words['state'];
  readonly published: PublishedBySaga;
  /** What it changes in the tables of its service, in order. */
  readonly changes: readonly Words['change'][];
}

export interface TestSagaOptions {
  /** @default one at 2030-01-01T00:00:00.000Z */
  readonly clock?: FakeClock;
}

export const testSaga = <Words extends Vocabulary, Begin>(
  saga: SagaDefinition<Words, Begin>,
  { clock = fakeClock() }: TestSagaOptions = {},
): TestSaga<Words, Begin> => new TestSaga(saga, clock);

export class TestSaga<Words extends Vocabulary, Begin> {
  #instance: SagaInstance<Words> | undefined;
  /** When each is due, in milliseconds since 1970. */
  #timers = new Map<string, number>();
  /** Steps that were sent and not undone, with what undoes each. */
  #steps: { readonly name: string; readonly undo: SagaMessage }[] = [];
  #deferred: SagaInput<Words>[] = [];

  constructor(
    readonly saga: SagaDefinition<Words, Begin>,
    readonly clock: FakeClock,
  ) {}

  get state(): Words['state'] {
    return this.#known.state;
  }

  get data(): Words['data'] {
    return this.#known.data;
  }

  /** How long each timer that is set has to wait yet, in milliseconds. */
  get timers(): Readonly<Record<string, number>> {
    const nowMs = this.clock.now().getTime();
    return Object.fromEntries([...this.#timers].map(([timer, atMs]) => [timer, Math.max(0, atMs - nowMs)]));
  }

  /** Names of the steps that would be undone now, the last one first. */
  get steps(): readonly string[] {
    return this.#steps.map(({ name }) => name).toReversed();
  }

  /** Begins it, or begins it anew. */
  begin(given: Begin): SagaConsequences<Words> {
    const { id, ...moved } = beginning(this.saga, given);
    this.given({ id, state: moved.to, data: moved.data });
    const collected = new Collected<Words>();
    this.#carryOut(moved, collected);
    return this.#consequences('moved', collected);
  }

  /** Puts it where a test begins; nothing is published, no timer set, no step sent. */
  given(instance: SagaInstance<Words>): void {
    this.#instance = instance;
    this.#timers = new Map();
    this.#steps = [];
    this.#deferred = [];
  }

  /** @throws TestSetupError – the event is about another saga, or of a message that this one does not follow */
  when(input: TestedSagaInput<Words>): SagaConsequences<Words> {
    return this.#hand(this.#inputOf(input));
  }

  /** Lets time pass: timers fire, each at its time. @returns what followed from all of them */
  advance(ms: number): SagaConsequences<Words> {
    const endMs = this.clock.now().getTime() + ms;
    const collected = new Collected<Words>();
    let last: Pick<SagaConsequences<Words>, 'kind' | 'because'> = { kind: 'none' };
    for (;;) {
      const next = [...this.#timers].toSorted(([, left], [, right]) => left - right)[0];
      if (!next || next[1] > endMs) break;
      const [timer, atMs] = next;
      this.clock.set(new Date(Math.max(atMs, this.clock.now().getTime())));
      this.#timers.delete(timer);
      last = this.#run({ timer }, collected);
    }
    this.clock.set(new Date(endMs));
    return this.#consequences(last.kind, collected, last.because);
  }

  get #known(): SagaInstance<Words> {
    if (this.#instance) return this.#instance;
    throw new TestSetupError(
      `Saga ${this.saga.name} has not begun: call begin(…), or given({ id, state, data }), first.`,
    );
  }

  #hand(input: SagaInput<Words>): SagaConsequences<Words> {
    const collected = new Collected<Words>();
    const { kind, because } = this.#run(input, collected);
    return this.#consequences(kind, collected, because);
  }

  /** As the runtime's runInput: what is kept for later comes again, from the first, whenever the state has changed. */
  #run(
    input: SagaInput<Words>,
    collected: Collected<Words>,
  ): { readonly kind: 'moved' | 'ignored' | 'deferred'; readonly because?: string } {
    const { state } = this.#known;
    const outcome = this.#decide(input);
    if (outcome.kind === 'deferred') this.#deferred.push(input);
    if (outcome.kind !== 'moved') return outcome;
    this.#carryOut(outcome, collected);
    if (this.state !== state) this.#runDeferred(collected);
    return { kind: 'moved' };
  }

  #runDeferred(collected: Collected<Words>): void {
    let next = 0;
    for (let input = this.#deferred[next]; input; input = this.#deferred[next]) {
      const { state } = this.#known;
      const outcome = this.#decide(input);
      if (outcome.kind === 'deferred') {
        next++;
        continue;
      }
      this.#deferred.splice(next, 1);
      if (outcome.kind === 'moved') this.#carryOut(outcome, collected);
      if (this.state !== state) next = 0;
    }
  }

  #decide(input: SagaInput<Words>): Outcome<Words> {
    return transition(this.saga, this.#known, input, this.clock.now());
  }

  /** In the runtime's order: timers, the service's tables, undo with the last step first, steps, messages. */
  #carryOut(moved: Moved<Words>, collected: Collected<Words>): void {
    this.#instance = { id: this.#known.id, state: moved.to, data: moved.data };
    for (const timer of moved.clear) this.#timers.delete(timer);
    if (moved.ends) this.#timers.clear();
    else this.#setTimers(moved.set);
    if (moved.change !== undefined) collected.changes.push(moved.change);
    if (moved.compensate) {
      for (const { name, undo } of this.#steps.splice(0).toReversed()) {
        const instead = moved.compensate[name];
        collected.messages.push(instead ? messageOf(instead) : undo);
      }
    }
    for (const step of moved.send) {
      this.#steps.push({ name: step.name, undo: messageOf(step.undo) });
      collected.messages.push(messageOf(step));
    }
    for (const message of moved.publish) collected.messages.push(messageOf(message));
  }

  #setTimers(set: Moved['set']): void {
    const nowMs = this.clock.now().getTime();
    for (const [timer, due] of Object.entries(set)) {
      this.#timers.set(timer, 'afterMs' in due ? nowMs + due.afterMs : due.at.getTime());
    }
  }

  #consequences(
    kind: SagaConsequences<Words>['kind'],
    { messages, changes }: Collected<Words>,
    because?: string,
  ): SagaConsequences<Words> {
    return {
      kind,
      ...(because === undefined ? {} : { because }),
      state: this.state,
      published: publishedBySaga(messages),
      changes,
    };
  }

  #inputOf(input: TestedSagaInput<Words>): SagaInput<Words> {
    // Each is what the definition of this saga says of its words; the compiler does not follow the three forms so far.
    if (!isEvent(input)) return input as SagaInput<Words>;
    const { id } = this.#known;
    const found = Object.entries(this.saga.messages).find(([, { message }]) => message.type === input.type);
    if (!found) {
      const known = Object.values(this.saga.messages).map(({ message }) => message.type);
      throw new TestSetupError(`Saga ${this.saga.name} does not follow ${input.type}; it follows ${known.join(', ')}.`);
    }
    const [message, { by }] = found;
    const about: unknown = Object.entries(Object(input.data)).find(([name]) => name === by)?.[1];
    if (about !== id) {
      throw new TestSetupError(
        `This ${input.type} is about ${String(about)} by its "${by}", and this saga is ${id}. Make it with { ${by}: '${id}' }.`,
      );
    }
    return { message, event: input } as SagaInput<Words>;
  }
}

const isEvent = (input: object): input is DomainEvent => 'type' in input && 'aggregateId' in input;

class Collected<Words extends Vocabulary> {
  readonly messages: SagaMessage[] = [];
  readonly changes: Words['change'][] = [];
}
