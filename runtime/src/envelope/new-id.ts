import { v7 } from 'uuid';

/** A new UUIDv7: unique, and sorted by time of creation. */
export const newId = (): string => v7();
