import { changedNames, normalEmail } from './user.js';

const user = { userId: 'u-1', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

test('treats spellings of one address as one', () => {
  expect(normalEmail(' Ada@Example.COM ')).toBe('ada@example.com');
});

test('names only what changes', () => {
  expect(changedNames(user, { firstName: 'Ada', lastName: 'King' })).toEqual({ lastName: 'King' });
  expect(changedNames(user, { firstName: 'Ada' })).toEqual({});
});
