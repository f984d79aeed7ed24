/** What happens to a delivery that fails, in words. */
import type { Operation } from '../../../model/contract.js';
import { timeText } from './words.js';

export interface Policy {
  readonly retry: string;
  readonly onDeadLetter: string;
  readonly timeout: string;
}

export const policyOf = ({ retry, onDeadLetter, handlerTimeoutMs }: Operation): Policy => ({
  retry:
    retry.attempts === 1
      ? 'one attempt'
      : `up to ${retry.attempts} attempts, ${timeText(retry.firstDelayMs)} to ${timeText(retry.maxDelayMs)} apart`,
  onDeadLetter:
    onDeadLetter === 'skip'
      ? 'dead letter; later events of its key go on'
      : 'dead letter; later events of its key wait until it is resolved',
  timeout: `${timeText(handlerTimeoutMs)} an attempt`,
});
