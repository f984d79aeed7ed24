/** How a consumer waits for entries; what `ConsumerBroker.read` and `interrupt` promise. */
import type { ConsumerBroker } from './broker.js';

export interface BlockingReads extends Pick<ConsumerBroker, 'read' | 'interrupt'> {
  close(): void;
}
