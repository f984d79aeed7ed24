/** Whatever runs one SQL statement: a pool, a client, or one of the two with a deadline. */
import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';

export interface Sql {
  query<Row extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>;
}
