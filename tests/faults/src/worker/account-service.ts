/**
 * account-service: changes accounts, and hears what the ledger wrote of them. Each change takes its number from the account's
 * row in the same transaction, so numbers have no holes but those of the key that is dead.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NonRetryableError } from '@streampact/runtime';
import type { EntityManager } from 'typeorm';
import { balanceChanged, type AccountChange } from '../contract/ledger-contract.js';
import type { Random } from '../random.js';
import { blockedAccount, poisonAccount } from './accounts.js';
import type { HostedService, HostingContext, WorkloadLoop } from './hosted-service.js';
import { startPlainService, type PlainService } from './plain-service.js';
import { failSometimes, recordEffect } from './recording-handler.js';

const accountCount = 24;
const shortLoops = 2;
/** One of these many transactions is rolled back. */
const rolledBack = 20;

export const startAccountService = async (context: HostingContext): Promise<HostedService> => {
  const recording = { group: 'account-service', instance: context.instance };
  const service = await startPlainService('account-service', context, () => ({
    ledgerStream: {
      ledgerWritten: {
        handle: async (event, delivery) => {
          await recordEffect(recording, event, delivery);
          // With `block-key` everything of this account waits from here on.
          if (event.aggregateId === blockedAccount) throw new NonRetryableError('This account is never written back.');
          failSometimes(event, delivery);
        },
      },
    },
  }));
  const loop = (holdMs: readonly [number, number], pauseMs: readonly [number, number]): WorkloadLoop => ({
    once: async (random) => changeAccounts(service, context, random, holdMs),
    pauseMs,
  });
  return {
    workload: [...Array.from({ length: shortLoops }, () => loop([0, 0], [5, 40])), loop([100, 500], [20, 60])],
    stop: async () => service.stop(),
  };
};

class RolledBack extends Error {}

const changeAccounts = async (
  { dataSource, publisher }: PlainService,
  { acknowledgements }: HostingContext,
  random: Random,
  holdMs: readonly [number, number],
): Promise<void> => {
  const accounts = chooseAccounts(random);
  const isRolledBack = random.integer(1, rolledBack) === 1;
  const heldMs = random.integer(...holdMs);
  const ids: string[] = [];
  try {
    await dataSource.transaction(async (transaction) => {
      for (const accountId of accounts) {
        const n = await nextNumber(transaction, accountId);
        const change: AccountChange = { accountId, n };
        ids.push(await publisher.publish(balanceChanged, change, { transaction }));
      }
      if (heldMs > 0) await sleep(heldMs);
      if (isRolledBack) throw new RolledBack();
    });
  } catch (error) {
    if (error instanceof RolledBack) return;
    throw error;
  }
  acknowledgements.add('eventIds', ids);
};

/** One account or, sometimes, two: in the order of their names, as everybody locks them. */
const chooseAccounts = (random: Random): readonly string[] => {
  const chance = random.next();
  if (chance < 0.01) return [poisonAccount];
  if (chance < 0.03) return [blockedAccount];
  const one = (): string => `account-${String(random.integer(1, accountCount)).padStart(2, '0')}`;
  if (chance < 0.8) return [one()];
  return [...new Set([one(), one()])].toSorted();
};

const nextNumber = async (transaction: EntityManager, accountId: string): Promise<number> => {
  const rows = await transaction.query<{ n: number }[]>(
    `insert into fault_account (id, n) values ($1, 1)
     on conflict (id) do update set n = fault_account.n + 1 returning n`,
    [accountId],
  );
  const n = rows[0]?.n;
  if (n === undefined) throw new Error(`Account ${accountId} has no number.`);
  return n;
};
