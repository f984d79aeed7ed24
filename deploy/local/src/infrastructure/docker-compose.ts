import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerStartError, firstLineOf } from '../errors.js';
import { projectId } from './cache-folder.js';
import type { DockerEngine } from './docker-engine.js';
import { images } from './docker-images.js';
import type { Provided } from './infrastructure.js';
import { onPath } from './on-path.js';

const run = promisify(execFile);
const upMaxMs = 10 * 60_000; // the first time it pulls images
const healthyMaxMs = 60_000;
const ports = { postgres: 5432, redis: 6379 } as const;
type Service = keyof typeof ports;

/** PostgreSQL and Redis of the project's docker-compose.yml, in a compose project of their own; volumes keep the data. */
export class DockerCompose {
  readonly #projectFolder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #project: string;
  readonly #say: (line: string) => void;
  #up: Promise<void> | undefined;

  constructor(fields: {
    projectFolder: string;
    engine: DockerEngine;
    env: NodeJS.ProcessEnv;
    say: (line: string) => void;
  }) {
    this.#projectFolder = fields.projectFolder;
    this.#project = `streampact-start-${projectId(fields.projectFolder)}`;
    // The services of `npm start` share one user of Redis.
    this.#env = { ...fields.env, DOCKER_HOST: fields.engine.host, REDIS_USERS: 'open.acl' };
    this.#say = fields.say;
  }

  async provide(service: Service): Promise<Provided> {
    this.#up ??= this.#start();
    await this.#up;
    const address = await this.#healthyAddress(service);
    const url = service === 'postgres' ? `postgres://app:app@${address}/postgres` : `redis://${address}`;
    return { url, dataKey: 'docker', from: `Docker, ${images[service]}`, stop: () => this.#stop(service) };
  }

  /** Removes the containers and the volumes with the data. */
  async reset(): Promise<void> {
    await this.#compose(['down', '--volumes', '--remove-orphans']);
  }

  async #start(): Promise<void> {
    this.#say('Docker: starting PostgreSQL and Redis (the first time their images are pulled, about a minute) …');
    await this.#compose(['up', '-d', 'postgres', 'redis']);
  }

  async #stop(service: Service): Promise<void> {
    await this.#compose(['stop', service]);
  }

  async #healthyAddress(service: Service): Promise<string> {
    const deadline = Date.now() + healthyMaxMs;
    for (;;) {
      const health = await this.#health(service);
      if (health === 'healthy') {
        const published = (await this.#compose(['port', service, String(ports[service])])).trim();
        return published.replace(/^0\.0\.0\.0/, '127.0.0.1');
      }
      if (Date.now() > deadline) {
        throw new ServerStartError(
          `The container of ${service} is ${health}. See: docker compose -p ${this.#project} logs ${service}`,
        );
      }
      await sleep(250);
    }
  }

  async #health(service: Service): Promise<string> {
    const id = (await this.#compose(['ps', '-q', service])).trim();
    const { stdout } = await run('docker', ['inspect', '-f', '{{.State.Health.Status}}', id], { env: this.#env });
    return stdout.trim();
  }

  async #compose(args: readonly string[]): Promise<string> {
    const [program, ...first] = await composeCommand(this.#env);
    const options = { cwd: this.#projectFolder, env: this.#env, timeout: upMaxMs };
    try {
      return (await run(program, [...first, '-p', this.#project, ...args], options)).stdout;
    } catch (error) {
      const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : '';
      throw new ServerStartError(`docker compose ${args[0] ?? ''} failed: ${printed || firstLineOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** Compose 2 is a plugin of docker, compose 1 a program. */
export const composeCommand = async (env: NodeJS.ProcessEnv): Promise<[string, ...string[]]> => {
  if (onPath('docker')) {
    const hasPlugin = await run('docker', ['compose', 'version'], { env }).then(
      () => true,
      () => false,
    );
    if (hasPlugin) return ['docker', 'compose'];
  }
  if (onPath('docker-compose')) return ['docker-compose'];
  throw new ServerStartError('an engine answers, but neither "docker compose" nor "docker-compose" is installed');
};
