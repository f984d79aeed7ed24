/** Ends a connection with RST. */
import type { Socket } from 'node:net';

/**
 * Once FIN is on its way libuv refuses RST. Node 20 leaves such a socket open for ever, without a word, and then its process cannot
 * end: such a connection is only closed.
 */
export const resetSocket = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};
