export { EventsModule } from './events.module.js';
export { EventsHealth, type EventsStatus } from './events-health.js';
export type { EventsAsyncOptions, EventsConnection, EventsOptions } from './events-options.js';
