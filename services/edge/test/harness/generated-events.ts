/**
 * Every message that a service receives, as its owner may publish it: payloads generated from the contract, sent through the
 * owner's outbox and relay. Loops over the contract, so a new message is delivered without anybody writing a test for it.
 */
import { services } from '@streampact/generated/registry';
import { newId, type MessageDefinition, type MessagePublisher, type ServiceDefinition } from '@streampact/runtime';
import * as fc from 'fast-check';
import { eventually } from '../../../../tests/infrastructure/test-infrastructure.js';
import { startForeignService, type ForeignService } from './foreign-service.js';
import type { TestService } from './test-service.js';

export interface DeliveredEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

export interface GeneratedDelivery {
  readonly seed: number;
  /** Of each message. */
  readonly count: number;
  /** Properties of the n-th event of each message, where it has them, so that events can be about the same things. */
  readonly shared?: (n: number) => Readonly<Record<string, unknown>>;
  /** Types that are left out: what their owner publishes once has been published. */
  readonly except?: readonly string[];
}

/** Takes messages by their definition; the generated publisher knows them by name only. */
class DefinitionPublisher {
  constructor(readonly publisher: MessagePublisher) {}
}

/** @returns what was published, when all of it is committed; the order is that of the contract, message by message */
export const deliverGenerated = async (
  definition: ServiceDefinition,
  keyPrefix: string,
  { seed, count, shared = () => ({}), except = [] }: GeneratedDelivery,
): Promise<{ readonly events: readonly DeliveredEvent[]; readonly close: () => Promise<void> }> => {
  const owners = new Map<string, ForeignService<DefinitionPublisher>>();
  const events: DeliveredEvent[] = [];
  for (const { channel, messages } of Object.values(definition.consumers)) {
    const owner = owners.get(channel.owner) ?? (await startOwner(channel.owner, keyPrefix));
    owners.set(channel.owner, owner);
    for (const message of Object.values(messages).filter(({ type }) => !except.includes(type))) {
      const payloads = fc.sample(await arbitraryOf(message), { seed, numRuns: count });
      for (const [n, payload] of payloads.entries()) {
        const same = Object.entries(shared(n)).filter(([name]) => name in payload);
        const data = { ...payload, ...Object.fromEntries(same) };
        const id = newId();
        await owner.publish(async ({ publisher }, options) => publisher.publish(message, data, { ...options, id }));
        events.push({ id, type: message.type, data });
      }
    }
  }
  return { events, close: async () => void (await Promise.all([...owners.values()].map(async (one) => one.close()))) };
};

/** Waits until the service's inbox says so of all of them; fails with the events that it says something else of, and why. */
export const expectInbox = async (
  { database }: TestService,
  events: readonly DeliveredEvent[],
  state: 'done' | 'dead',
): Promise<void> => {
  await eventually(
    async () => {
      const rows = await database.query<{ id: string; state: string; errors: unknown }[]>(
        'select id, state, errors from inbox where id = any($1::uuid[])',
        [events.map(({ id }) => id)],
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const others = events.filter(({ id }) => byId.get(id)?.state !== state);
      expect(others.map((event) => ({ ...event, inbox: byId.get(event.id) ?? 'not there' }))).toEqual([]);
    },
    { deadlineMs: 30_000, describe: `${events.length} generated events to be ${state}` },
  );
};

export const expectHandled = async (service: TestService, events: readonly DeliveredEvent[]): Promise<void> =>
  expectInbox(service, events, 'done');

const startOwner = async (name: string, keyPrefix: string): Promise<ForeignService<DefinitionPublisher>> => {
  const owner = services.find((service) => service.name === name);
  if (owner === undefined) throw new Error(`The registry has no service ${name}.`);
  return startForeignService({ ...owner, Publisher: DefinitionPublisher }, keyPrefix);
};

/** From the testing file of the message's owner, under the name that `messages` has for it. */
const arbitraryOf = async (message: MessageDefinition): Promise<fc.Arbitrary<object>> => {
  const { owner } = message.channel;
  // Both are generated, and these are their exports.
  const { messages } = (await import(`@streampact/generated/${owner}`)) as { messages: Record<string, unknown> };
  const { arbitraries } = (await import(`@streampact/generated/${owner}/testing`)) as {
    arbitraries: Record<string, fc.Arbitrary<object>>;
  };
  const property = Object.keys(messages).find((name) => messages[name] === message);
  const arbitrary = property === undefined ? undefined : arbitraries[property];
  if (arbitrary === undefined) throw new Error(`${owner} has no arbitrary of ${message.name}.`);
  return arbitrary;
};
