import { slotOf } from './cluster-slot.js';

// As CLUSTER KEYSLOT answers.
test.each([
  ['', 0],
  ['foo', 12_182],
  ['123456789', 12_739],
  ['shop:orders-stream.3', 16_320],
  ['{user1000}.following', 3_443],
  ['{}name', 11_364],
  ['größe', 9_425],
])('the slot of %j is %i', (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});
