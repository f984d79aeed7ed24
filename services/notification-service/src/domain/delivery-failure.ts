/**
 * What a failed hand-over to the e-mail server means for the delivery:
 *   server-away   nobody answered, or the server takes nothing now: every delivery waits, this one is not to blame
 *   again         this e-mail was not taken this time: later, with growing pauses
 *   refused       it never will be
 */
export type FailureKind = 'server-away' | 'again' | 'refused';

/** As nodemailer describes an error. @see https://nodemailer.com/errors */
export interface SmtpFailure {
  readonly code?: string;
  /** Of the server's answer. */
  readonly responseCode?: number;
}

/** Whoever is in these is not the message's fault: connection, name, TLS, login, a server that shuts down or is full. */
const awayCodes = new Set([
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ESOCKET',
  'ETIMEDOUT',
  'EDNS',
  'ETLS',
  'EAUTH',
]);
const awayResponses = new Set([421, 454, 530, 534, 535]);

export const failureKindOf = ({ code, responseCode }: SmtpFailure): FailureKind => {
  if (responseCode !== undefined) {
    if (awayResponses.has(responseCode)) return 'server-away';
    return responseCode >= 500 ? 'refused' : 'again';
  }
  return code !== undefined && awayCodes.has(code) ? 'server-away' : 'again';
};

/** Nine attempts over about two hours. */
export const deliveryRetry = { attempts: 9, firstDelayMs: 30_000, maxDelayMs: 1_800_000, jitter: 0.2 } as const;

export type AfterFailure = 'wait-for-server' | 'try-again' | 'give-up';

/** @param attempt – the one that failed, from 1 */
export const afterFailure = (failure: SmtpFailure, attempt: number): AfterFailure => {
  const kind = failureKindOf(failure);
  if (kind === 'server-away') return 'wait-for-server';
  return kind === 'refused' || attempt >= deliveryRetry.attempts ? 'give-up' : 'try-again';
};
