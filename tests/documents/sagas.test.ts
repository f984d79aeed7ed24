/** The pages in docs/sagas/ show the sagas as they are. `UPDATE_EXPECTED=1` writes them again. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sagaDocument, type AnySaga } from '@streampact/runtime';
import { orderSaga } from '../../services/order-service/src/events/order.saga.js';

const sagas: readonly { saga: AnySaga; source: string }[] = [
  { saga: orderSaga, source: 'services/order-service/src/events/order.saga.ts' },
];

test.each(sagas)('docs/sagas shows the saga $saga.name', ({ saga, source }) => {
  const page = fileURLToPath(new URL(`../../docs/sagas/${saga.name}.md`, import.meta.url));
  const document = sagaDocument(saga, { source });
  if (process.env['UPDATE_EXPECTED'] === '1') {
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, document);
  }
  expect(readFileSync(page, 'utf8')).toBe(document);
});
