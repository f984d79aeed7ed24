/** Sagas of every service: listed, shown, and what waits in one of them tried at once. */
import {
  listSagas,
  retrySaga,
  showSaga,
  type SagaFilter,
  type SagaReport,
  type SagaRetry,
  type SagaSummary,
} from '../saga/saga-tools.js';
import { audited, type Change } from './audit.js';
import { UnknownNameError } from './errors.js';
import type { ServiceDatabase, ToolConnections } from './tool-connections.js';

export interface ServiceSagaFilter extends SagaFilter {
  /** @default every service */
  readonly service?: string;
}

export type ListedSaga = SagaSummary & { readonly service: string };
export type ShownSaga = SagaReport & { readonly service: string };

/** What was changed last first. */
export const listOfServices = async (
  connections: ToolConnections,
  { service, ...filter }: ServiceSagaFilter = {},
): Promise<readonly ListedSaga[]> => {
  const asked = service === undefined ? connections.databases : [connections.database(service)];
  const lists = await Promise.all(
    asked.map(async (database) => {
      const sagas = await database.use((sql) => listSagas(sql, filter));
      return sagas.map((saga) => ({ service: database.service, ...saga }));
    }),
  );
  return lists.flat().toSorted((left, right) => right.changedAt.getTime() - left.changedAt.getTime());
};

/** @throws UnknownNameError – no service has it */
export const showOfServices = async (
  connections: ToolConnections,
  saga: { readonly name: string; readonly id: string },
): Promise<ShownSaga> => (await find(connections, saga)).report;

/** The same, for somebody who wants to see data that may be personal: puts on record who. @throws UnknownNameError */
export const revealOfServices = async (
  connections: ToolConnections,
  { name, id, ...change }: Pick<Change, 'who'> & { readonly name: string; readonly id: string },
): Promise<ShownSaga> => {
  const { database, report } = await find(connections, { name, id });
  const details = { service: database.service, name, id };
  await audited(database, { ...change, command: 'sagas show --reveal' }, () => Promise.resolve(details));
  return report;
};

/** @throws UnknownNameError – no service has it */
export const retry = async (
  connections: ToolConnections,
  { name, id, timer, ...change }: Change & { readonly name: string; readonly id: string; readonly timer?: string },
): Promise<SagaRetry & { readonly service: string; readonly name: string; readonly id: string }> => {
  const { database } = await find(connections, { name, id });
  return audited(database, { ...change, command: 'sagas retry' }, async (sql) => {
    const retried = await retrySaga(sql, { name, id, ...(timer === undefined ? {} : { timer }) });
    if (!retried) throw unknown(name, id, []);
    return { service: database.service, name, id, ...retried };
  });
};

const find = async (
  connections: ToolConnections,
  saga: { readonly name: string; readonly id: string },
): Promise<{ readonly database: ServiceDatabase; readonly report: ShownSaga }> => {
  for (const database of connections.databases) {
    const report = await database.use((sql) => showSaga(sql, saga));
    if (report) return { database, report: { service: database.service, ...report } };
  }
  const latest = await listOfServices(connections, { limit: 5 });
  throw unknown(
    saga.name,
    saga.id,
    latest.map(({ name, id }) => `${name} ${id}`),
  );
};

const unknown = (name: string, id: string, known: readonly string[]): UnknownNameError =>
  new UnknownNameError({ kind: 'saga', got: `${name} ${id}`, known });
