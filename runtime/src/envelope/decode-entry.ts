/** From a stream's entry to the event it holds. */
import { v5 } from 'uuid';
import type { DomainEvent } from './domain-event.js';
import { EnvelopeError } from '../errors/errors.js';

/** An entry as it was read: `event` always has an identity and a key; `defect` says why it cannot be handled. */
export interface DecodedEntry {
  readonly entryId: string;
  readonly event: DomainEvent;
  readonly defect?: EnvelopeError;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Namespace for the identity of entries that lack one, so that a redelivery gives it the same. */
const namelessNamespace = '6f1f9cb0-0f3e-5d0f-9f0e-8a1d6b7c2e31';

/** @param fields – name, value, name, value … as Redis returns them */
export const decodeEntry = (stream: string, entryId: string, fields: readonly string[]): DecodedEntry => {
  const values = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) values.set(fields[at] ?? '', fields[at + 1] ?? '');
  const problems: string[] = [];
  const need = (name: string): string => {
    const value = values.get(name);
    if (value === undefined || value === '') problems.push(`field "${name}" is missing`);
    else if (name !== 'data' && !isStorable(value)) problems.push(`field "${name}" holds a NUL or is too long`);
    return name === 'data' ? (value ?? '') : storable(value ?? '');
  };
  let id = need('id');
  if (!uuidPattern.test(id)) {
    if (id !== '') problems.push(`field "id" is ${JSON.stringify(id)}, not a UUID`);
    id = v5(`${stream} ${entryId}`, namelessNamespace);
  }
  const data = parseData(need('data'), problems);
  const optional = (name: 'correlationId' | 'causationId' | 'traceparent' | 'schemaVersion') => {
    const value = values.get(name);
    return value === undefined ? {} : { [name]: value };
  };
  const event: DomainEvent = {
    id,
    type: need('type'),
    timestamp: need('timestamp'),
    aggregateId: need('aggregateId'),
    data,
    ...optional('correlationId'),
    ...optional('causationId'),
    ...optional('traceparent'),
    ...optional('schemaVersion'),
  };
  if (problems.length === 0) return { entryId, event };
  const defect = new EnvelopeError(
    `Entry ${entryId} of ${stream} is not an event: ${problems.join('; ')}. Only generated publishers should write to a stream.`,
  );
  return { entryId, event, defect };
};

/** Longest type, key or timestamp that the inbox keeps, in characters; PostgreSQL takes no NUL. */
const lengthMax = 512;
const isStorable = (text: string): boolean => text.length <= lengthMax && !text.includes('\0');
const storable = (text: string): string => text.slice(0, lengthMax).replaceAll('\0', '\uFFFD');

const parseData = (text: string, problems: string[]): object => {
  if (text === '') return {};
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null) return data;
    problems.push('field "data" is not a JSON object');
  } catch {
    problems.push('field "data" is not JSON');
  }
  return {};
};
