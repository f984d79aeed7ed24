/** A small web server for the folder of pages; pages it shows load again when it is told so. */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';

export interface DocsServer {
  readonly url: string;
  /** Tells every open page to load again. */
  readonly reload: () => void;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mmd': 'text/plain; charset=utf-8',
};

/** @param port – 0 takes a free one */
export const docsServer = async (folder: string, { port }: { readonly port: number }): Promise<DocsServer> => {
  const root = resolve(folder);
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    // Another site that points a name of its own here must not read the pages.
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? ''))
      return end(response, 403, 'Not for this host.');
    if (pathname === eventsPath) return listen(response, waiting);
    if (pathname === scriptPath) return end(response, 200, reloadScript, types['.js']);
    void sendFile(root, pathname, response);
  });
  server.listen(port, '127.0.0.1');
  await new Promise<void>((started, failed) => {
    server.once('listening', started);
    server.once('error', failed);
  });
  const { port: taken } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${taken}/`,
    reload: () => {
      for (const response of waiting) response.write('event: reload\ndata: now\n\n');
    },
    close: async () => {
      for (const response of waiting) response.end();
      server.closeAllConnections();
      await new Promise((closed) => void server.close(closed));
    },
  };
};

const eventsPath = '/.live/events';
const scriptPath = '/.live/reload.js';
const reloadScript = `new EventSource('${eventsPath}').addEventListener('reload', () => location.reload());\n`;

const listen = (response: ServerResponse, waiting: Set<ServerResponse>): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
};

const sendFile = async (root: string, pathname: string, response: ServerResponse): Promise<void> => {
  try {
    const file = resolve(root, `.${decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname)}`);
    if (!file.startsWith(root + sep)) return end(response, 404, notFound);
    const text = await readFile(file, 'utf8');
    const type = types[extname(file)];
    end(response, 200, type === types['.html'] ? withReload(text) : text, type);
  } catch {
    end(response, 404, notFound);
  }
};

const notFound = 'There is no such page. Links to files of the repository work in the pages on disk, not here.';

/** The pages on disk may not connect to anything; these may to this server. */
const withReload = (page: string): string =>
  page
    .replace('default-src &#39;none&#39;', "default-src 'none'; connect-src 'self'")
    .replace('</head>', `<script defer src="${scriptPath}"></script>\n</head>`);

const end = (response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
};
