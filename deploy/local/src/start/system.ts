import { join } from 'node:path';
import { createDatabase } from '../databases.js';
import { ensureInfrastructure } from '../infrastructure/ensure-infrastructure.js';
import { checkGivenServers } from '../infrastructure/given-servers.js';
import type { Infrastructure, InfrastructureOptions } from '../infrastructure/infrastructure.js';
import { givenEnvironment } from './given-environment.js';
import { keepAlive } from './keep-alive.js';
import { startMailCatcher, type MailCatcher } from './mail-catcher.js';
import type { Mail } from './mail.js';
import { choosePorts, type Ports } from './ports.js';
import { environmentOf, urlOf } from './service-environment.js';
import { databaseOf, serviceNames, type ServiceName } from './service-names.js';
import { ServiceProcess } from './service-process.js';
import { withProgress } from '../terminal/progress.js';

export interface SystemOptions {
  readonly projectFolder: string;
  readonly logFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly infrastructure: InfrastructureOptions | Infrastructure;
  readonly say: (line: string) => void;
  /** A service or a server went away without having been asked to. */
  readonly onDeath: (sentence: string) => void;
  readonly onMail?: (mail: Mail) => void;
  /** @default `user_service` for user-service, and so on */
  readonly databaseName?: (service: ServiceName) => string;
  /** What one service is given besides, or instead: credentials of its own. */
  readonly environment?: (service: ServiceName) => NodeJS.ProcessEnv;
}

/** Everything that runs: databases, services, mail catcher. Parts are started in order and stopped in reverse. */
export class System {
  readonly infrastructure: Infrastructure;
  readonly mailCatcher: MailCatcher;
  readonly ports: Ports;
  readonly services: ReadonlyMap<ServiceName, ServiceProcess>;

  private constructor(parts: Pick<System, 'infrastructure' | 'mailCatcher' | 'ports' | 'services'>) {
    this.infrastructure = parts.infrastructure;
    this.mailCatcher = parts.mailCatcher;
    this.ports = parts.ports;
    this.services = parts.services;
  }

  /** Resolves once every service is ready. If anything fails, what was started is stopped again. */
  static async start(given: SystemOptions): Promise<System> {
    const options = { ...given, env: givenEnvironment(given.env) };
    for (const name of serviceNames) await ServiceProcess.stopLeftover(filesOf(name, options));
    const ports = await choosePorts(options.env, options.say);
    const infrastructure = await infrastructureFor(options);
    const databaseName = options.databaseName ?? databaseOf;
    let mailCatcher: MailCatcher | undefined;
    let services = new Map<ServiceName, ServiceProcess>();
    try {
      for (const server of infrastructure.servers) keepAlive(server, options);
      for (const service of serviceNames) await createDatabase(infrastructure.databaseUrl, databaseName(service));
      mailCatcher = await startMailCatcher(options.onMail ? { onMail: options.onMail } : {});
      const fields = { env: options.env, infrastructure, ports, smtpUrl: mailCatcher.url, databaseName };
      services = new Map(serviceNames.map((name) => [name, serviceProcess(name, options, fields)]));
      for (const service of services.values()) service.start();
      await withProgress('Waiting until the services are ready', allReady(services));
      return new System({ infrastructure, mailCatcher, ports, services });
    } catch (error) {
      await Promise.all([...services.values()].map((service) => service.stop()));
      await mailCatcher?.stop();
      await infrastructure.stop();
      throw error;
    }
  }

  url(service: ServiceName): string {
    return urlOf(this.ports[service]);
  }

  /** Services first, so that they can finish what they hold; then what they need. */
  async stop(): Promise<void> {
    await Promise.all([...this.services.values()].map((service) => service.stop()));
    await this.mailCatcher.stop();
    await this.infrastructure.stop();
  }

  /** Without waiting for anything in flight. PostgreSQL and Redis are still stopped properly. */
  async abandon(): Promise<void> {
    for (const service of this.services.values()) service.kill();
    await this.infrastructure.stop();
  }
}

const infrastructureFor = async ({ infrastructure, env }: SystemOptions): Promise<Infrastructure> => {
  if ('databaseUrl' in infrastructure) return infrastructure;
  if (infrastructure.only === undefined) await checkGivenServers(env);
  return ensureInfrastructure({ ...infrastructure, env });
};

const filesOf = (
  name: ServiceName,
  { projectFolder, logFolder }: SystemOptions,
): { main: string; logFile: string } => ({
  main: join(projectFolder, 'services', name, 'dist', 'main.js'),
  logFile: join(logFolder, `${name}.log`),
});

const serviceProcess = (
  name: ServiceName,
  options: SystemOptions,
  fields: Parameters<typeof environmentOf>[1],
): ServiceProcess =>
  new ServiceProcess(
    {
      name,
      ...filesOf(name, options),
      env: { ...environmentOf(name, fields), ...options.environment?.(name) },
      url: urlOf(fields.ports[name]),
    },
    options,
  );

/** The first service that fails ends the wait. */
const allReady = async (services: ReadonlyMap<ServiceName, ServiceProcess>): Promise<void> => {
  await Promise.all([...services.values()].map((service) => service.ready()));
};
