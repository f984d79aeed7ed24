import { silentLogger } from '@streampact/runtime';
import { createTestDatabase, type TestDatabase } from '../../../../tests/infrastructure/test-infrastructure.js';
import { openDatabase } from './open-database.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => database.drop());

test('a transaction that does nothing any more lets go of the rows it has locked', async () => {
  const options = { url: database.url, entities: [], migrations: [], idleInTransactionMaxMs: 200 };
  const dataSource = await openDatabase(options, silentLogger);
  await dataSource.query('create table account (id int); insert into account values (1)');
  // As that of a request whose process lost its network.
  const forgotten = dataSource.createQueryRunner();
  await forgotten.startTransaction();
  await forgotten.query('select from account for update');

  await expect(dataSource.query('select id from account for update')).resolves.toEqual([{ id: 1 }]);

  await forgotten.release();
  await dataSource.destroy();
});
