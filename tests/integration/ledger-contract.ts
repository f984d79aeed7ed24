/** A contract of two services, as codegen would write it: accounts change, a ledger follows and says so. */
import type {
  ChannelDefinition,
  ConsumerDefinition,
  MessageDefinition,
  ServiceDefinition,
  Validate,
} from '@streampact/runtime';

export interface BalanceChanged {
  readonly accountId: string;
  /** The how-manieth change of this account, from 1. */
  readonly n: number;
}

const accepts = (isValid: (data: object) => data is BalanceChanged): Validate<BalanceChanged> => {
  const validate: Validate<BalanceChanged> = (data): data is BalanceChanged => {
    const valid = typeof data === 'object' && data !== null && isValid(data);
    validate.errors = valid ? null : [{ instancePath: '/n', keyword: 'type', message: 'must be integer' }];
    return valid;
  };
  return validate;
};

const isBalanceChanged = (data: object): data is BalanceChanged =>
  'accountId' in data && typeof data.accountId === 'string' && 'n' in data && Number.isInteger(data.n);

const isClosedBalanceChanged = (data: object): data is BalanceChanged =>
  isBalanceChanged(data) && Object.keys(data).length === 2;

export const accountsStream: ChannelDefinition = {
  address: 'accounts-stream',
  owner: 'account-service',
  partitions: 4,
  retentionMs: 604_800_000,
  groups: ['ledger-service'],
};

export const ledgerStream: ChannelDefinition = {
  address: 'ledger-stream',
  owner: 'ledger-service',
  partitions: 2,
  retentionMs: 604_800_000,
  groups: [],
};

const message = <Type extends string>(
  type: Type,
  name: string,
  channel: ChannelDefinition,
): MessageDefinition<Type, BalanceChanged> => ({
  type,
  name,
  channel,
  key: 'accountId',
  schemaVersion: '1.0.0',
  validateWrite: accepts(isClosedBalanceChanged),
  validateRead: accepts(isBalanceChanged),
});

export const balanceChanged = message('BALANCE_CHANGED', 'BalanceChanged', accountsStream);
export const ledgerWritten = message('LEDGER_WRITTEN', 'LedgerWritten', ledgerStream);

export const accountService: ServiceDefinition = {
  name: 'account-service',
  version: '1.0.0',
  channels: [accountsStream],
  consumers: {},
  Publisher: class {},
};

const consumer: ConsumerDefinition = {
  channel: accountsStream,
  group: 'ledger-service',
  messages: { balanceChanged },
  retry: { attempts: 3, firstDelayMs: 40, maxDelayMs: 200, jitter: 0 },
  onDeadLetter: 'skip',
  handlerTimeoutMs: 5_000,
};

export const ledgerService = (changes: Partial<ConsumerDefinition> = {}): ServiceDefinition => ({
  name: 'ledger-service',
  version: '1.0.0',
  channels: [ledgerStream],
  consumers: { accountsStream: { ...consumer, ...changes } },
  Publisher: class {},
});
