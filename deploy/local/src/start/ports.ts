import { UsageError } from '../errors.js';
import { freePort, isPortFree } from '../infrastructure/free-port.js';
import { defaultPorts, portVariableOf, serviceNames, type ServiceName } from './service-names.js';

export type Ports = Readonly<Record<ServiceName, number>>;

/**
 * The default port of each service, or a free one where that is taken (and says so). A port that the user asked for in
 * USER_SERVICE_PORT, ORDER_SERVICE_PORT or NOTIFICATION_SERVICE_PORT and that is taken is an error.
 */
export const choosePorts = async (env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Ports> => {
  const chosen: [ServiceName, number][] = [];
  for (const service of serviceNames) chosen.push([service, await portFor(service, env, say)]);
  // Object.fromEntries cannot know that every name is there; the loop above shows it.
  return Object.fromEntries(chosen) as Ports;
};

const portFor = async (service: ServiceName, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<number> => {
  const variable = portVariableOf(service);
  const wish = env[variable];
  const wanted = wish ? parsePort(variable, wish) : defaultPorts[service];
  if (wanted === 0) return freePort();
  if (await isPortFree(wanted)) return wanted;
  if (wish) {
    throw new UsageError(
      `Port ${wish} for ${service} (${variable}) is taken by another program. Stop that program, set ${variable} to a ` +
        `free port, or unset it: then ${String(defaultPorts[service])} or any free port is used.`,
    );
  }
  const instead = await freePort();
  say(`Port ${String(wanted)} is taken; ${service} uses ${String(instead)}. Set ${variable} to choose one.`);
  return instead;
};

const parsePort = (variable: string, text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`${variable} is "${text}"; it must be a port, 1 to 65535, or 0 for any free one.`);
};
