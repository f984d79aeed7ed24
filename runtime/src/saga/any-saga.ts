/** A saga as code sees it that runs, checks or draws sagas without knowing which: the types of its words are gone. */
import type { DomainEvent } from '../envelope/domain-event.js';
import type {
  Deferred,
  DueTime,
  EndState,
  handledEvents,
  Ignored,
  Messages,
  SagaHead,
  StepDefinition,
  StoredInstance,
  Subscription,
  Typed,
} from './definition.js';

/** Any saga, for code that runs sagas without knowing which. Every SagaDefinition is one. */
export interface AnySaga extends Required<SagaHead> {
  readonly about: Readonly<Record<string, string | EndState>>;
  readonly messages: Readonly<Record<string, Subscription>>;
  readonly timers: readonly string[];
  readonly commands: Readonly<Record<string, Typed<unknown>>>;
  readonly publishes: Messages;
  readonly steps: Readonly<Record<string, StepDefinition>>;
  readonly hasChanges: boolean;
  readonly begin: AnyAnnounced & {
    readonly to: string;
    readonly effects: (given: never) => AnyEffects & { readonly id: string; readonly data: unknown };
  };
  readonly upgrades: Readonly<
    Record<number, (stored: StoredInstance) => { readonly state: string; readonly data: unknown }>
  >;
  readonly states: Readonly<Record<string, Readonly<Record<string, AnyReaction>>>>;
}

export interface AnyAnnounced {
  readonly publishes?: readonly string[];
  readonly sends?: readonly string[];
  readonly compensates?: boolean | readonly string[];
}

export type AnyReaction =
  | Ignored
  | Deferred
  | (AnyAnnounced & { readonly to: string; readonly effects?: (context: never) => AnyEffects | Ignored })
  | (AnyAnnounced & {
      readonly toOneOf: readonly string[];
      readonly choose: (context: never) => (AnyEffects & { readonly to: string }) | Ignored;
    });

export interface AnyEffects {
  readonly data?: unknown;
  readonly publish?: Readonly<Record<string, unknown>>;
  readonly send?: Readonly<Record<string, AnySentStep | readonly AnySentStep[] | undefined>>;
  readonly compensate?: true | Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  readonly set?: Readonly<Record<string, DueTime | undefined>>;
  readonly clear?: readonly string[];
  readonly change?: unknown;
}

export interface AnySentStep {
  readonly message: unknown;
  readonly undo: unknown;
}

/** A saga that follows `Event`: what may stand for it in a handler map. */
export interface SagaFollowing<Event extends DomainEvent> extends AnySaga {
  readonly [handledEvents]?: (event: Event) => void;
}
