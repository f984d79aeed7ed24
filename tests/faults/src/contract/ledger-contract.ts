/**
 * Two services that follow each other, as codegen would write them: accounts change, a ledger follows and says so, and the
 * accounts hear of it. `n` counts the changes of an account, so that order can be checked without trusting the runtime.
 */
import type {
  ChannelDefinition,
  ConsumerDefinition,
  MessageDefinition,
  ServiceDefinition,
  Validate,
} from '@streampact/runtime';
import { fastRetry, retentionMs } from './short-times.js';

export interface AccountChange {
  readonly accountId: string;
  /** The how-manieth change of this account, from 1. */
  readonly n: number;
}

const isAccountChange = (data: unknown): data is AccountChange =>
  typeof data === 'object' && data !== null && 'accountId' in data && 'n' in data && Number.isInteger(data.n);

/** A function of its own for each message: validators carry their last errors. */
const validator = (): Validate<AccountChange> => {
  const validate: Validate<AccountChange> = (data): data is AccountChange => {
    const isValid = isAccountChange(data);
    validate.errors = isValid ? null : [{ instancePath: '/n', keyword: 'type' }];
    return isValid;
  };
  return validate;
};

const channel = (address: string, owner: string, group: string): ChannelDefinition => ({
  address,
  owner,
  partitions: 4,
  retentionMs,
  groups: [group],
});

const accountsStream = channel('accounts-stream', 'account-service', 'ledger-service');
const ledgerStream = channel('ledger-stream', 'ledger-service', 'account-service');

const message = <Type extends string>(
  type: Type,
  name: string,
  of: ChannelDefinition,
): MessageDefinition<Type, AccountChange> => ({
  type,
  name,
  channel: of,
  key: 'accountId',
  schemaVersion: '1.0.0',
  validateWrite: validator(),
  validateRead: validator(),
});

export const balanceChanged = message('BALANCE_CHANGED', 'BalanceChanged', accountsStream);
export const ledgerWritten = message('LEDGER_WRITTEN', 'LedgerWritten', ledgerStream);

const consumer = (fields: Pick<ConsumerDefinition, 'channel' | 'group' | 'messages' | 'onDeadLetter'>) => ({
  ...fields,
  retry: { ...fastRetry, attempts: 3 },
  handlerTimeoutMs: 2_000,
});

export const accountService: ServiceDefinition = {
  name: 'account-service',
  version: '1.0.0',
  channels: [accountsStream],
  consumers: {
    ledgerStream: consumer({
      channel: ledgerStream,
      group: 'account-service',
      messages: { ledgerWritten },
      onDeadLetter: 'block-key',
    }),
  },
  Publisher: class {},
};

export const ledgerService: ServiceDefinition = {
  name: 'ledger-service',
  version: '1.0.0',
  channels: [ledgerStream],
  consumers: {
    accountsStream: consumer({
      channel: accountsStream,
      group: 'ledger-service',
      messages: { balanceChanged },
      onDeadLetter: 'skip',
    }),
  },
  Publisher: class {},
};
