import { bold, cyan, dim, green, red, yellow } from '../terminal/colours.js';
import { table } from '../terminal/table.js';
import type { Mail } from '../start/mail.js';
import type { StoredEvent } from './event-log.js';
import type { MadeRequest } from './shop-client.js';
import type { Check, Story } from './story.js';

interface Line {
  readonly at: number;
  readonly kind: 'request' | 'event' | 'mail';
  readonly what: string;
  readonly about: string;
  readonly latency: string;
  readonly id: string;
}

const marks = { request: '→', event: '•', mail: '✉' } as const;
const paints = { request: bold, event: cyan, mail: yellow } as const;

/** The story in the order in which it happened: requests, events and e-mails, with ids and latencies. */
export const renderTimeline = (story: Story): string[] => {
  const lines = [
    ...story.requests.map(requestLine),
    ...story.events.map((event) => eventLine(event, story)),
    ...story.mails.map((mail) => mailLine(mail, story)),
  ].toSorted((a, b) => a.at - b.at);
  const header = ['time', '', 'what', 'about', 'latency', 'id of the event'];
  const cells = lines.map(({ at, kind, what, about, latency, id }) => [
    `${((at - story.startedAt) / 1000).toFixed(3)} s`,
    marks[kind],
    what,
    about,
    latency,
    id,
  ]);
  const [head = '', ...rows] = table([header, ...cells]);
  return [dim(head), ...rows.map((row, at) => paintRow(row, lines[at]))];
};

export const renderChecks = (checks: readonly Check[]): string[] =>
  checks.map(({ sentence, isTrue, got }) => (isTrue ? `${green('✓')} ${sentence}` : `${red('✗')} ${sentence}: ${got}`));

const requestLine = ({ startedAt, tookMs, what, who, status }: MadeRequest): Line => ({
  at: startedAt,
  kind: 'request',
  what,
  about: who,
  latency: `${String(status)} in ${milliseconds(tookMs)}`,
  id: '',
});

const eventLine = (event: StoredEvent, story: Story): Line => ({
  at: event.at,
  kind: 'event',
  what: event.type,
  about: aboutOf(event, story),
  latency: after(event.causationId, event.at, story),
  id: event.id,
});

const mailLine = (mail: Mail, story: Story): Line => ({
  at: mail.arrivedAt.getTime(),
  kind: 'mail',
  what: `"${mail.subject}"`,
  about: story.customers.find(({ email }) => email === mail.to)?.name ?? mail.to,
  latency: after(mail.eventId, mail.arrivedAt.getTime(), story),
  id: mail.eventId ?? '',
});

/** How long after its cause: from the moment the cause happened to the moment its effect did. */
const after = (causeId: string | undefined, at: number, { events }: Story): string => {
  const cause = events.find(({ id }) => id === causeId);
  return cause ? `${milliseconds(at - cause.at)} after ${cause.type}` : '';
};

const aboutOf = ({ data }: StoredEvent, { orders, customers }: Story): string => {
  const customer = customers.find(({ userId }) => userId === data['userId'])?.name ?? '';
  const order = orders.find(({ orderId }) => orderId === data['orderId'])?.label;
  return order ? `${customer}, ${order}` : customer;
};

const milliseconds = (ms: number): string => `${String(Math.round(ms))} ms`;

const paintRow = (row: string, line: Line | undefined): string => {
  if (!line) return row;
  const painted = row.replace(line.what, () => paints[line.kind](line.what));
  return line.id ? painted.replace(line.id, () => dim(line.id)) : painted;
};
