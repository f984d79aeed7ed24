/** An e-mail as far as the timeline shows it. */
export interface Mail {
  readonly arrivedAt: Date;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** Of the event that caused it (header X-Streampact-Event-Id). */
  readonly eventId: string | undefined;
}

export const parseMail = (text: string, arrivedAt: Date): Mail => {
  const headers = headersOf(text);
  return {
    arrivedAt,
    to: addressIn(headers.get('to') ?? ''),
    subject: decodeWords(headers.get('subject') ?? ''),
    messageId: headers.get('message-id') ?? '',
    eventId: headers.get('x-streampact-event-id'),
  };
};

/** The lines before the first empty one; a line that begins with a blank continues the one before (RFC 5322). */
const headersOf = (text: string): Map<string, string> => {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines
      .map((line) => /^([^:\s]+):\s*(.*)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name = '', value = '']): [string, string] => [name.toLowerCase(), value.trim()]),
  );
};

const addressIn = (header: string): string => /<([^>]+)>/.exec(header)?.[1] ?? header;

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=` (RFC 2047); blanks between two such words do not count. */
const decodeWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[^?]+\?([bq])\?([^?]*)\?=/gi, (_word, kind: string, encoded: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64').toString('utf8') : decodeQuoted(encoded),
    );

const decodeQuoted = (encoded: string): string =>
  Buffer.from(
    encoded
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_pair, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
