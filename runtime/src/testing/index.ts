/** What tests of services use: generated events. Needs fast-check, which production code does not. */
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
export { ImpossibleSchemaError, InvalidOverridesError, NoValidValueError } from './errors.js';
