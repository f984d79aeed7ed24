import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Message } from '../../model/contract.js';
import { findHandlers } from './find-handlers.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streampact-handlers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, ...lines: readonly string[]): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), lines.join('\n'));
};

/** Only its name is asked for. */
const message = (name: string): Message => ({ name }) as Message;

test('finds the class of a message, or the line of the saga that follows it', async () => {
  file('shop/src/events/user-created.handler.ts', '// first', 'export class UserCreatedHandler {}');
  file(
    'shop/src/events/order.saga.ts',
    'messages: {',
    "  creditReserved: received(users.creditReserved, 'orderId'),",
    "  userCreated: received(userCreated, 'orderId'),",
  );
  const handlerOf = await findHandlers(folder, ['shop', 'nowhere']);
  const placeOf = (name: string) => handlerOf('shop', message(name));

  expect(placeOf('CREDIT_RESERVED')).toEqual({ file: `${folder}/shop/src/events/order.saga.ts`, line: 2 });
  expect(placeOf('USER_CREATED')).toEqual({ file: `${folder}/shop/src/events/user-created.handler.ts`, line: 2 });
  expect(placeOf('CREDIT_REJECTED')).toBeUndefined();
});
