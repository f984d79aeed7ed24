/** Lets a replica miss every write from now on, while everybody else still reaches both servers. */
import { redisCommand, type ServerHandle } from '@streampact/local';

export const stopReplicating = async (primary: ServerHandle, replica: ServerHandle): Promise<void> => {
  // Its next connection to the primary is refused; the one that it has is ended.
  await redisCommand(replica.port, 'CONFIG', 'SET', 'masteruser', 'nobody', 'masterauth', 'nothing');
  await redisCommand(primary.port, 'CLIENT', 'KILL', 'TYPE', 'replica');
};

/** It may follow a primary again. */
export const allowReplicating = async (replica: ServerHandle): Promise<void> => {
  await redisCommand(replica.port, 'CONFIG', 'SET', 'masteruser', '', 'masterauth', '');
};
