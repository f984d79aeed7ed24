/** What tests of services use: generated events; given, when, then; a broker in memory; a fake clock. Needs fast-check, which production code does not. */
export { eventArbitrary } from './event-arbitrary.js';
export {
  eventFactory,
  payloadFactory,
  type EventFactory,
  type EventFactoryOptions,
  type Overrides,
  type PayloadFactory,
} from './factories.js';
export { impossible, validFor } from './valid-for.js';
export {
  testService,
  TestService,
  type Consequences,
  type DeliveryOptions,
  type TestedParts,
  type TestServiceOptions,
} from './service/test-service.js';
export type { TestedHandlers } from './service/tested-messages.js';
export type { Outcome, OutcomeState } from './service/outcome.js';
export type { Published } from './service/published-events.js';
export {
  testSaga,
  TestSaga,
  type SagaConsequences,
  type TestedSagaInput,
  type TestSagaOptions,
} from './saga/test-saga.js';
export type { PublishedBySaga } from './saga/saga-messages.js';
export { memoryBroker, MemoryBroker, type MemoryBrokerOptions } from './broker/memory-broker.js';
export type { Refusal } from './broker/memory-line.js';
export type { MemoryEntry } from './broker/memory-stream.js';
export { fakeClock, type FakeClock } from './clock/fake-clock.js';
export {
  GivenNotHandledError,
  ImpossibleSchemaError,
  InvalidOverridesError,
  NoValidValueError,
  TestSetupError,
} from './errors.js';
