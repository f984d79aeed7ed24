/** What tests of whole services use. */
export { eventually, testKeyPrefix } from '../../../../tests/infrastructure/test-infrastructure.js';
export { startForeignService, type ForeignService } from './foreign-service.js';
export {
  deliverGenerated,
  expectHandled,
  expectInbox,
  type DeliveredEvent,
  type GeneratedDelivery,
} from './generated-events.js';
export { openHandlerDatabase, type HandlerDatabase } from './handler-database.js';
export { HttpClient, type Answer } from './http-client.js';
export { startIdentityProvider, type IdentityProvider } from './identity-provider.js';
export { StreamReader, type StreamEvent } from './stream-reader.js';
export { startTestService, type LogLine, type TestService } from './test-service.js';
