/** Who places orders in a run: most have credit for all of theirs, some for few, and one has no account at all. */
import { seededRandom } from '../random.js';
import type { Customer } from '../worker/protocol.js';

const limitsMinor = [100_000_000, 100_000_000, 100_000_000, 4_000, 1_500, 0];

export const customersOf = (seed: number): readonly Customer[] => {
  const random = seededRandom(seed ^ 0x5eed);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('');
  const uuid = (): string => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  return [
    ...limitsMinor.map((limitMinor) => ({ userId: uuid(), limitMinor, isUnknownToUserService: false })),
    { userId: uuid(), limitMinor: 0, isUnknownToUserService: true },
  ];
};
