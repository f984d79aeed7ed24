/** A real SMTP server for tests: keeps what arrives, refuses whom it is told to, and can go away and come back. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  /** By lower-case name; a folded header is one line. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** Answer for a recipient, e.g. 550; absent: it is accepted. */
  readonly refusals = new Map<string, number>();
  #server: SMTPServer | undefined;
  #port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** On the port that it had before, if it had one. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      closeTimeout: 200,
      onRcptTo: ({ address }, _session, done) => {
        const code = this.refusals.get(address);
        done(code === undefined ? null : Object.assign(new Error(`${address} is refused`), { responseCode: code }));
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const [recipient] = envelope.rcptTo;
          this.mails.push(parse(recipient?.address ?? '', Buffer.concat(chunks).toString('utf8')));
          done();
        });
      },
    });
    // A client that hangs up is not this server's problem.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    // A TCP server's address is an object; it is a text for pipes only.
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(resolve) : resolve()));
    this.#server = undefined;
  }

  to(address: string): readonly ReceivedMail[] {
    return this.mails.filter((mail) => mail.to === address);
  }
}

/** Enough of RFC 5322 for the text mails of one sender. */
const parse = (to: string, message: string): ReceivedMail => {
  const end = message.indexOf('\r\n\r\n');
  const lines = message
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { to, headers, text: message.slice(end + 4) };
};
