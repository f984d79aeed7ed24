import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { isDatabaseUnreachable } from './is-database-unreachable.js';

const fromServer = (code: string): Error => Object.assign(new Error('said no'), { severity: 'ERROR', code });
const fromSystem = (code: string): Error => Object.assign(new Error('connect'), { code });
const query = (driverError: Error): Error => new QueryFailedError('select 1', [], driverError);

test.each([
  ['a refused connection', fromSystem('ECONNREFUSED')],
  ['a server that shuts down', query(fromServer('57P01'))],
  ['a server that is starting', fromServer('57P03')],
  ['no connection left', query(fromServer('53300'))],
  ['a connection that ended during a query', query(new Error('Connection terminated unexpectedly'))],
  ['a transaction whose connection ended', new QueryRunnerAlreadyReleasedError()],
])('knows that nobody could be asked: %s', (_what: string, error: Error) => {
  expect(isDatabaseUnreachable(error)).toBe(true);
});

test.each([
  ['a broken constraint', query(fromServer('23505'))],
  ['a table that is missing', query(fromServer('42P01'))],
  ['a wrong password', fromServer('28P01')],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  ['something thrown that is no error', 'ECONNREFUSED'],
])('does not take a no for silence: %s', (_what: string, error: unknown) => {
  expect(isDatabaseUnreachable(error)).toBe(false);
});
