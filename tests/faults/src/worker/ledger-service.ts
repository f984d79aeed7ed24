/** ledger-service: one effect for each change of an account, and an event of its own about it. */
import { ledgerWritten, balanceChanged } from '../contract/ledger-contract.js';
import { poisonAccount } from './accounts.js';
import type { HostedService, HostingContext } from './hosted-service.js';
import { startPlainService } from './plain-service.js';
import { failSometimes, recordEffect } from './recording-handler.js';

export const startLedgerService = async (context: HostingContext): Promise<HostedService> => {
  const recording = { group: 'ledger-service', instance: context.instance };
  const service = await startPlainService('ledger-service', context, (publisher) => ({
    accountsStream: {
      balanceChanged: {
        handle: async (event, delivery) => {
          await recordEffect(recording, event, delivery);
          if (!balanceChanged.validateRead(event.data)) throw new Error(`${event.id} is no change of an account.`);
          await publisher.publish(ledgerWritten, event.data, { transaction: delivery.transaction });
          if (event.aggregateId === poisonAccount) throw new Error('The ledger never takes this account.');
          failSometimes(event, delivery);
        },
      },
    },
  }));
  return { workload: [], stop: async () => service.stop() };
};
