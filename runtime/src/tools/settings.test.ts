import { findSettings } from './settings.js';

const redisUrl = 'redis://127.0.0.1:6379';
const databasesOf = (text: string): readonly (readonly [string, string])[] => [
  ...findSettings({ STREAMPACT_DATABASES: text, REDIS_URL: redisUrl }, '/').databases,
];

describe('STREAMPACT_DATABASES', () => {
  const orders = ['order-service', 'postgres://db1:5432,db2:5432/order_service'] as const;
  const users = ['user-service', 'postgres://db1:5432/user_service'] as const;

  test('a comma is between services, or between hosts of one', () => {
    expect(databasesOf(`${orders.join('=')},${users.join('=')}`)).toEqual([orders, users]);
  });

  test('a comma at its end is what a loop leaves, not a part of a name', () => {
    expect(databasesOf(`${users.join('=')},${orders.join('=')},`)).toEqual([users, orders]);
  });

  test('a service that is named twice is refused', () => {
    expect(() => databasesOf(`${users.join('=')},${users.join('=')}`)).toThrow(
      'the name of a service that is not named before',
    );
  });
});
