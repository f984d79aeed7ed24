/**
 * The reference services' own contracts with the times of a run, and with the groups that run here: notification-service
 * does not, and a group that never reads would hold the floor of every stream.
 */
import { orderService as generatedOrderService } from '@streampact/generated/order-service';
import { userService as generatedUserService } from '@streampact/generated/user-service';
import type { ChannelDefinition, ServiceDefinition } from '@streampact/runtime';
import { fastRetry, retentionMs } from './short-times.js';

const isHosted = (group: string): boolean => group !== 'notification-service';

const shortChannel = (channel: ChannelDefinition): ChannelDefinition => ({
  ...channel,
  retentionMs,
  groups: channel.groups.filter(isHosted),
});

const withShortTimes = (service: ServiceDefinition): ServiceDefinition => ({
  ...service,
  channels: service.channels.map(shortChannel),
  consumers: Object.fromEntries(
    Object.entries(service.consumers).map(([name, consumer]) => [
      name,
      { ...consumer, channel: shortChannel(consumer.channel), retry: fastRetry, handlerTimeoutMs: 2_000 },
    ]),
  ),
});

export const userService = withShortTimes(generatedUserService);
export const orderService = withShortTimes(generatedOrderService);
