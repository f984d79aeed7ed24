/** Every service that runs here, who handles what, and the keys that their streams have. */
import { deadLetterStream, streamKey, type ChannelDefinition, type ServiceDefinition } from '@streampact/runtime';
import type { Subscription } from '../history.js';
import type { ServiceName } from '../system.js';
import { accountService, ledgerService } from './ledger-contract.js';
import { orderService, userService } from './shop-contract.js';

const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = {
  'account-service': accountService,
  'user-service': userService,
  'ledger-service': ledgerService,
  'order-service': orderService,
};

/** With a longer retention where a fault takes time. */
export const definitionOf = (name: ServiceName, retentionMs: number): ServiceDefinition => {
  const definition = definitions[name];
  const retained = (channel: ChannelDefinition): ChannelDefinition => ({ ...channel, retentionMs });
  return {
    ...definition,
    channels: definition.channels.map(retained),
    consumers: Object.fromEntries(
      Object.entries(definition.consumers).map(([consumer, fields]) => [
        consumer,
        { ...fields, channel: retained(fields.channel) },
      ]),
    ),
  };
};

export const subscriptions: readonly Subscription[] = Object.values(definitions).flatMap(({ consumers }) =>
  Object.values(consumers).map(({ group, channel, messages }) => ({
    group,
    stream: channel.address,
    types: Object.values(messages).map(({ type }) => type),
  })),
);

/** Redis keys of every partition, and of the mirrors of dead letters. */
export const hostedStreamKeys = (prefix: string): readonly string[] => [
  ...Object.values(definitions).flatMap(({ channels }) =>
    channels.flatMap(({ address, partitions }) =>
      Array.from({ length: partitions }, (_, partition) => streamKey({ prefix, address, partition, partitions })),
    ),
  ),
  ...subscriptions.map(({ group, stream }) =>
    streamKey({ prefix, address: deadLetterStream(stream, group), partition: 0, partitions: 1 }),
  ),
];
