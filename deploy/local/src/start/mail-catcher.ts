import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { parseMail, type Mail } from './mail.js';

export interface MailCatcher {
  /** smtp://host:port */
  readonly url: string;
  /** Everything that arrived, oldest first. */
  readonly mails: readonly Mail[];
  stop(): Promise<void>;
}

/** Enough for a session; older ones are dropped. */
const keptMax = 1_000;

/** An SMTP server that delivers nothing: mails are kept in memory and shown. */
export const startMailCatcher = async (options: {
  host?: string;
  port?: number;
  onMail?: (mail: Mail) => void;
}): Promise<MailCatcher> => {
  const { host = '127.0.0.1', port = 0, onMail } = options;
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onData: (stream, _session, done) => {
      readAll(stream).then((text) => {
        const mail = parseMail(text, new Date());
        mails.push(mail);
        if (mails.length > keptMax) mails.shift();
        onMail?.(mail);
        done();
      }, done);
    },
  });
  server.on('error', () => undefined); // a client that hangs up
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A TCP server's address is an object; it is a text for pipes only.
  const { port: chosen } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${host}:${String(chosen)}`,
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const readAll = async (stream: SMTPServerDataStream): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};
