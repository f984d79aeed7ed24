/** The three services, in the order in which tables show them. */
export const serviceNames = ['user-service', 'order-service', 'notification-service'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** `user-service` → `user_service`. */
export const databaseOf = (service: ServiceName): string => service.replaceAll('-', '_');

/** `user-service` → `USER_SERVICE_PORT`: sets the port of one service of `npm start`. */
export const portVariableOf = (service: ServiceName): string => `${databaseOf(service).toUpperCase()}_PORT`;

export const defaultPorts: Readonly<Record<ServiceName, number>> = {
  'user-service': 3001,
  'order-service': 3002,
  'notification-service': 3003,
};
