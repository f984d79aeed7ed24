/** From an event to the fields of its entry, as the relay would have written them. */
import type { DomainEvent } from '../../envelope/domain-event.js';
import { fieldNames } from '../../outbox/to-entry.js';

/** name, value, name, value …; what the event lacks is left out, also if the contract wants it: tests send such events. */
export const eventFields = (event: DomainEvent): readonly string[] => {
  const values = new Map<string, unknown>(Object.entries({ ...event, data: JSON.stringify(event.data) }));
  return fieldNames.flatMap((name) => {
    const value = values.get(name);
    return typeof value === 'string' ? [name, value] : [];
  });
};
