import { isParticiple, participleOf } from './past-tense-words.js';

test.each(['PAID', 'SENT', 'SHIPPED', 'PLACED', 'SOLD', 'WITHDRAWN', 'READ', 'SET', 'FULFILLED', 'AGREED'])(
  'takes %s for past tense',
  (word) => {
    expect(isParticiple(word)).toBe(true);
  },
);

test.each(['PAY', 'SEND', 'FEED', 'NEED', 'ORDER', 'UPDATE', 'RED', 'EVENT', 'SHIPMENT'])(
  'takes %s for no past tense',
  (word) => {
    expect(isParticiple(word)).toBe(false);
  },
);

test.each([
  ['PAY', 'PAID'],
  ['SENDING', 'SENT'],
  ['SHIP', 'SHIPPED'],
  ['SHIPPING', 'SHIPPED'],
  ['CANCELS', 'CANCELLED'],
  ['UPDATE', 'UPDATED'],
  ['UPDATING', 'UPDATED'],
  ['VERIFIES', 'VERIFIED'],
  ['DELIVER', 'DELIVERED'],
  ['PROCESS', 'PROCESSED'],
])('makes of %s the past %s', (word, past) => {
  expect(participleOf(word)).toBe(past);
});

test('makes nothing of a word that is no verb', () => {
  expect(participleOf('SHIPMENT')).toBeUndefined();
});
