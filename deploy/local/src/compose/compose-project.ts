import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstLineOf, ServerStartError } from '../errors.js';
import { composeCommand } from '../infrastructure/docker-compose.js';

const run = promisify(execFile);
const commandMaxMs = 30 * 60_000; // the first time images are built
const healthyMaxMs = 180_000;
const pollMs = 500;
const outputMaxBytes = 16 * 2 ** 20;

/** The whole docker-compose.yml as a project of its own: its containers, what they say, and what is asked inside them. */
export class ComposeProject {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #before: readonly string[];

  constructor(fields: { folder: string; name: string; env: NodeJS.ProcessEnv; envFile?: string }) {
    this.#folder = fields.folder;
    this.#env = fields.env;
    this.#before = ['-p', fields.name, ...(fields.envFile === undefined ? [] : ['--env-file', fields.envFile])];
  }

  /** Runs a command of compose. @throws ServerStartError – with the last line that it printed */
  async compose(...args: readonly string[]): Promise<string> {
    const [program, ...first] = await composeCommand(this.#env);
    return this.#run(program, [...first, ...this.#before, ...args]);
  }

  async docker(...args: readonly string[]): Promise<string> {
    return this.#run('docker', args);
  }

  /** Runs a program in the first container of a service. */
  async exec(service: string, ...command: readonly string[]): Promise<string> {
    const [container = ''] = await this.containers(service);
    return this.docker('exec', container, ...command);
  }

  /** Ids of the containers of a service, the oldest instance first. */
  async containers(service: string): Promise<readonly string[]> {
    const ids = (await this.compose('ps', '-q', service)).split('\n').filter((id) => id !== '');
    return ids.toReversed();
  }

  /** `127.0.0.1:32768`, where a port of a container is reached from here. */
  async address(container: string, port: number): Promise<string> {
    return (await this.docker('port', container, String(port))).split('\n')[0]?.trim() ?? '';
  }

  async addressOf(service: string, port: number): Promise<string> {
    const [container = ''] = await this.containers(service);
    return this.address(container, port);
  }

  /** Waits until every container that has a health check is healthy. @throws ServerStartError – with what it logged last */
  async healthy(): Promise<void> {
    const deadline = Date.now() + healthyMaxMs;
    for (;;) {
      const states = await this.#states();
      const bad = states.filter(({ state }) => state !== 'healthy' && state !== 'running');
      if (states.length > 0 && bad.length === 0) return;
      if (Date.now() > deadline) {
        const [first] = bad;
        const log = first ? await this.docker('logs', '--tail', '5', first.name) : '';
        throw new ServerStartError(
          `Not healthy: ${bad.map(({ name, state }) => `${name} ${state}`).join(', ')}\n${log}`,
        );
      }
      await sleep(pollMs);
    }
  }

  async #states(): Promise<readonly { name: string; state: string }[]> {
    const ids = (await this.compose('ps', '-q')).split('\n').filter((id) => id !== '');
    if (ids.length === 0) return [];
    const format = '{{.Name}} {{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}';
    const lines = (await this.docker('inspect', '-f', format, ...ids)).trim().split('\n');
    return lines.map((line) => {
      const [name = '', state = ''] = line.replace(/^\//, '').split(' ');
      return { name, state };
    });
  }

  async #run(program: string, args: readonly string[]): Promise<string> {
    try {
      const options = { cwd: this.#folder, env: this.#env, timeout: commandMaxMs, maxBuffer: outputMaxBytes };
      return (await run(program, args, options)).stdout;
    } catch (error) {
      const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : '';
      throw new ServerStartError(`${program} ${args.join(' ')} failed: ${printed || firstLineOf(error)}`, {
        cause: error,
      });
    }
  }
}
