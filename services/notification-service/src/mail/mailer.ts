/** Hands e-mails to the SMTP server. */
import { createTransport } from 'nodemailer';
import type { SmtpFailure } from '../domain/delivery-failure.js';
import type { Delivery } from '../persistence/delivery.repository.js';

/** The server did not take an e-mail; the delivery's fate is decided on `failure`, never on the text. */
export class MailNotTakenError extends Error {
  override readonly name = 'MailNotTakenError';
  readonly failure: SmtpFailure;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.failure = smtpFailureOf(cause);
  }
}

/** The longest that one e-mail may take; a claim on a delivery lasts longer than their sum. */
const connectionTimeoutMs = 5_000;
const socketTimeoutMs = 15_000;

export class Mailer {
  readonly #from: string;
  readonly #transport;

  constructor(options: { readonly smtpUrl: string; readonly from: string }) {
    this.#from = options.from;
    this.#transport = createTransport({
      ...serverOf(options.smtpUrl),
      // One connection is kept for the next e-mail.
      pool: true,
      maxConnections: 1,
      connectionTimeout: connectionTimeoutMs,
      greetingTimeout: connectionTimeoutMs,
      socketTimeout: socketTimeoutMs,
      // Letters are texts; nothing in one may make this process read a file or call a URL.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** @throws MailNotTakenError */
  async send(delivery: Delivery): Promise<void> {
    const { notificationId, eventId, toName, toEmail, subject, text } = delivery;
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: { name: toName, address: toEmail },
        subject,
        text,
        // The same at every attempt, so that an e-mail that arrives twice can be recognised.
        messageId: `<${notificationId}@streampact.local>`,
        headers: { 'X-Streampact-Event-Id': eventId, 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw new MailNotTakenError(error);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

/** nodemailer takes a URL too, but drops every other option then. */
const serverOf = (smtpUrl: string) => {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const isSecure = protocol === 'smtps:';
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
};

const smtpFailureOf = (error: unknown): SmtpFailure => {
  if (typeof error !== 'object' || error === null) return {};
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('responseCode' in error && typeof error.responseCode === 'number' ? { responseCode: error.responseCode } : {}),
  };
};
