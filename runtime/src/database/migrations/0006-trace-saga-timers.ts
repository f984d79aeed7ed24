/** A timer belongs to the trace in which it was set. */
import { migration } from './migration.js';

export const traceSagaTimers = migration({
  name: 'TraceStreampactSagaTimers0000000000006',
  // Absent in timers that a release before this one sets.
  up: ['alter table saga_timer add column traceparent text'],
  down: ['alter table saga_timer drop column traceparent'],
});
