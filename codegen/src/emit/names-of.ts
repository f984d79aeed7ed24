/** How channels, messages and services are called in code; one place, so that every file agrees. */
import type { Channel, ContractSet, Document, Message } from '../model/contract.js';
import { camelCase, pascalCase } from './names.js';

/** `usersStream` for `users-stream`. An address that is a path or has parameters makes no good name; its key does. */
export const channelName = ({ address, key }: Channel): string =>
  camelCase(/^[\p{L}\p{N}._-]+$/u.test(address) ? address : key);

/** `orderPlaced` for `ORDER_PLACED`. */
export const messageProperty = ({ name }: Message): string => camelCase(name);

/** `OrderPlaced` for `ORDER_PLACED`. */
export const payloadType = ({ name }: Message): string => pascalCase(name);

/** `OrderPlacedEvent` */
export const eventType = (message: Message): string => `${payloadType(message)}Event`;

/** `OrdersStreamEventMap` */
export const eventMap = (channel: string): string => `${pascalCase(channel)}EventMap`;

/** `orderService` for `order-service`. */
export const serviceName = ({ service }: Document): string => camelCase(service);

/** `OrderServicePublisher` */
export const publisherClass = ({ service }: Document): string => `${pascalCase(service)}Publisher`;

/** `OrderServiceHandlers` */
export const handlersType = ({ service }: Document): string => `${pascalCase(service)}Handlers`;

/** Channels that this document defines, each once. */
export const ownChannels = ({ channels, operations, service }: Document): readonly Channel[] => {
  const used = [...channels, ...operations.map(({ channel }) => channel)];
  return [...new Set(used)].filter(({ definedBy }) => definedBy === service);
};

/** Services with a `receive` operation on `channel`, in the order of their names. */
export const groupsOf = (channel: Channel, { documents }: ContractSet): readonly string[] =>
  documents
    .filter(({ operations }) => operations.some((one) => one.action === 'receive' && one.channel === channel))
    .map(({ service }) => service)
    .toSorted();
