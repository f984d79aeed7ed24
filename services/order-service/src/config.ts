import { edgeVariables, integer, jwksUrlVariable, loadConfig, type ConfigOf, type Environment } from '@streampact/edge';

const variables = {
  ...edgeVariables({ port: 3002, database: 'order_service' }),
  jwksUrl: jwksUrlVariable(),
  orderTimeoutMs: integer('ORDER_TIMEOUT_MS', {
    purpose: 'how long an order waits for the answer about its credit before it is rejected, in milliseconds',
    default: 30_000,
    min: 100,
    max: 86_400_000,
  }),
};

export type OrderServiceConfig = ConfigOf<typeof variables>;

/** Injects the OrderServiceConfig. */
export const configToken = Symbol('order-service config');

/** @throws ConfigurationError – names every missing, wrong and misspelt variable */
export const loadOrderServiceConfig = (environment: Environment): OrderServiceConfig =>
  loadConfig('order-service', environment, variables);
