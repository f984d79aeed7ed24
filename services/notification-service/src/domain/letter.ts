/** The texts of the e-mails. */

export type Template = 'WELCOME' | 'ORDER_CONFIRMED' | 'ORDER_REJECTED' | 'ORDER_CANCELLED';

export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What a letter is about. */
export type Occasion =
  | { readonly template: 'WELCOME' }
  | { readonly template: 'ORDER_CONFIRMED'; readonly orderId: string; readonly total: Money }
  | { readonly template: 'ORDER_REJECTED'; readonly orderId: string; readonly reason: string }
  | { readonly template: 'ORDER_CANCELLED'; readonly orderId: string };

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

export const write = (occasion: Occasion, recipient: { readonly firstName: string }): Letter => {
  const { subject, sentences } = contents(occasion);
  return { subject, text: `Dear ${salutation(recipient.firstName)},\n\n${sentences}\n\nYour shop\n` };
};

/**
 * Anybody can register somebody else's address under any name, and would so have this shop write to it. A name that mail
 * programs might make a link of is left out.
 */
const salutation = (firstName: string): string => {
  const name = oneLine(firstName);
  return /[/:@\\<>]|\.\p{L}{2}/u.test(name) ? 'customer' : name;
};

const contents = (occasion: Occasion): { subject: string; sentences: string } => {
  switch (occasion.template) {
    case 'WELCOME':
      return { subject: 'Welcome', sentences: 'your account is ready. We look forward to your first order.' };
    case 'ORDER_CONFIRMED':
      return {
        subject: `Your order ${shortened(occasion.orderId)} is confirmed`,
        sentences: `your order ${occasion.orderId} over ${amount(occasion.total)} is confirmed.`,
      };
    case 'ORDER_REJECTED':
      return {
        subject: `Your order ${shortened(occasion.orderId)} could not be accepted`,
        sentences: `we could not accept your order ${occasion.orderId}: ${reasons.get(occasion.reason) ?? otherReason}`,
      };
    case 'ORDER_CANCELLED':
      return {
        subject: `Your order ${shortened(occasion.orderId)} is cancelled`,
        sentences: `your order ${occasion.orderId} is cancelled, as you asked. Nothing will be charged.`,
      };
    default:
      return occasion satisfies never;
  }
};

const reasons = new Map([
  ['INSUFFICIENT_CREDIT', 'your credit does not cover it. Nothing was charged.'],
  ['UNKNOWN_USER', 'we could not find your credit account. Nothing was charged.'],
  ['CREDIT_TIMEOUT', 'your credit could not be checked in time. Nothing was charged; please order again.'],
]);
/** For a reason that a later version of the contract adds. */
const otherReason = 'it could not be carried out. Nothing was charged.';

/** Subjects are read in lists: the last eight characters of a UUIDv7 are random, the first ones are its time. */
const shortened = (orderId: string): string => orderId.slice(-8);

/** `12.50 EUR`; the number of decimals is the currency's (ISO 4217 minor units). */
const amount = ({ amountMinor, currency }: Money): string => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amountMinor / 10 ** decimals).toFixed(decimals)} ${currency}`;
};

/** What people typed stays one line: in a header of an e-mail, a line break would begin another header. */
export const oneLine = (typed: string): string => typed.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
