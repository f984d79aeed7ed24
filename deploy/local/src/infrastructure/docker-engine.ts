import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Skipped } from './infrastructure.js';

const pingMaxMs = 1_500;

/** Where an engine answers, in the form of DOCKER_HOST. */
export interface DockerEngine {
  readonly host: string;
}

/** Asks the engine of DOCKER_HOST, else those at the usual sockets, whether it is there. */
export const findDockerEngine = async (env: NodeJS.ProcessEnv): Promise<DockerEngine | Skipped> => {
  const hosts = env['DOCKER_HOST'] ? [env['DOCKER_HOST']] : usualHosts(env);
  if (hosts.length === 0) return { skipped: 'Docker: there is no engine' };
  for (const host of hosts) if (await answersPing(host)) return { host };
  return { skipped: `Docker: no engine answers at ${hosts.join(' or ')}` };
};

const usualHosts = (env: NodeJS.ProcessEnv): string[] =>
  process.platform === 'win32'
    ? ['npipe:////./pipe/docker_engine']
    : [
        '/var/run/docker.sock',
        ...(env['XDG_RUNTIME_DIR'] ? [join(env['XDG_RUNTIME_DIR'], 'docker.sock')] : []),
        join(homedir(), '.docker', 'run', 'docker.sock'),
        join(homedir(), '.docker', 'desktop', 'docker.sock'),
      ]
        .filter((socket) => existsSync(socket))
        .map((socket) => `unix://${socket}`);

const answersPing = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ ...address(host), path: '/_ping', timeout: pingMaxMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('error', () => resolve(false));
    asked.once('timeout', () => asked.destroy());
    asked.end();
  });

const address = (host: string): { socketPath: string } | { host: string; port: string } => {
  const path = /^(?:unix|npipe):\/\/(.*)$/.exec(host)?.[1];
  if (path !== undefined) return { socketPath: path };
  const { hostname, port } = new URL(host);
  return { host: hostname, port: port || '2375' };
};
