import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { ContractViolationError, LeaseLostError, NonRetryableError } from '../errors/errors.js';
import { SagaVersionError } from '../saga/saga-errors.js';
import { failureKindOf } from './failure-kind.js';

const sqlError = (code: string): Error =>
  Object.assign(new DatabaseError('said by PostgreSQL', 1, 'error'), { code, severity: 'ERROR' });

describe('kind of failure', () => {
  test.each(['08006', '25006', '40001', '40P01', '53300', '57P01'])(
    'SQLSTATE %s says nothing about the message, also when TypeORM wrapped it',
    (code) => {
      expect(failureKindOf(sqlError(code))).toBe('infrastructure');
      expect(failureKindOf(new QueryFailedError('select 1', [], sqlError(code)))).toBe('infrastructure');
    },
  );

  test.each(['23505', '22012', '25P03', '08P01', '55P03', '57014'])('SQLSTATE %s is an attempt', (code) => {
    expect(failureKindOf(sqlError(code))).toBe('attempt');
  });

  test('an error of another system counts as an attempt whatever its code is', () => {
    expect(failureKindOf(Object.assign(new Error('refused'), { code: '08006' }))).toBe('attempt');
    expect(failureKindOf('a text')).toBe('attempt');
  });

  test('a saga of a later version is for another instance, however long that takes', () => {
    expect(failureKindOf(new SagaVersionError({ saga: 'order', id: 'o-1', stored: 2, runs: 1 }))).toBe('elsewhere');
  });

  test('a broken contract and NonRetryableError are final, a lost lease is nobody’s fault', () => {
    expect(failureKindOf(new ContractViolationError({ messageName: 'OrderPlaced', violations: [] }))).toBe('final');
    expect(failureKindOf(new NonRetryableError('never'))).toBe('final');
    expect(failureKindOf(new LeaseLostError('orders-stream.0'))).toBe('infrastructure');
  });
});
