import { affectedServices } from './affected-services.js';

test("a service's own code restarts that service only", () => {
  expect(affectedServices('/project', ['/project/services/order-service/dist/main.js'])).toEqual(['order-service']);
});

test.each([
  '/project/runtime/dist/index.js',
  '/project/services/edge/dist/index.js',
  '/project/generated/dist/index.js',
])('%s is used by all services and restarts them all', (file) => {
  expect(affectedServices('/project', [file])).toEqual(['user-service', 'order-service', 'notification-service']);
});
