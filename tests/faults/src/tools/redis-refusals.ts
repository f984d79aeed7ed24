/** States in which Redis answers and refuses to write; nothing of its data is lost. Each returns how to end it. */
import { redisCommand } from '@streampact/local';

/** Memory is full and nothing may be evicted: every write that needs memory fails with OOM. */
export const fillMemory = async (port: number): Promise<() => Promise<void>> => {
  await redisCommand(port, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  await redisCommand(port, 'CONFIG', 'SET', 'maxmemory', '1');
  return async () => void (await redisCommand(port, 'CONFIG', 'SET', 'maxmemory', '0'));
};

/** It has become a replica, of nobody: it serves what it has, and every write fails with READONLY. */
export const makeReadOnly = async (port: number): Promise<() => Promise<void>> => {
  await redisCommand(port, 'REPLICAOF', '127.0.0.1', '1');
  return async () => void (await redisCommand(port, 'REPLICAOF', 'NO', 'ONE'));
};
