import type { Infrastructure } from '../infrastructure/infrastructure.js';
import { databaseUrl } from '../databases.js';
import { portVariableOf, serviceNames, type ServiceName } from './service-names.js';
import type { Ports } from './ports.js';

/** What this command reads itself; a service would refuse a STREAMPACT_ variable that it does not know. */
const ours = [
  'STREAMPACT_INFRASTRUCTURE',
  'STREAMPACT_DATABASES',
  'STREAMPACT_REDIS_URL',
  // Set below for each service: by a file as well they would be given twice.
  ...['PORT', 'HOST', 'JWKS_URL', 'SMTP_URL'].flatMap((name) => [name, `${name}_FILE`]),
  'DATABASE_CA_FILE',
  'REDIS_CA_FILE',
  ...serviceNames.map(portVariableOf),
];

const host = '127.0.0.1';
export const urlOf = (port: number): string => `http://${host}:${String(port)}`;

/** The environment of one service: the user's own (LOG_LEVEL, CREDIT_LIMIT_MINOR …) and where everything is. */
export const environmentOf = (
  service: ServiceName,
  fields: {
    env: NodeJS.ProcessEnv;
    infrastructure: Infrastructure;
    ports: Ports;
    smtpUrl: string;
    databaseName: (service: ServiceName) => string;
  },
): NodeJS.ProcessEnv => {
  const { redisCaFile } = fields.infrastructure;
  const authority = redisCaFile === undefined ? {} : { REDIS_CA_FILE: redisCaFile };
  const own = Object.fromEntries(Object.entries(fields.env).filter(([name]) => !ours.includes(name)));
  const jwks = { JWKS_URL: `${urlOf(fields.ports['user-service'])}/.well-known/jwks.json` };
  const mail = {
    SMTP_URL: fields.smtpUrl,
    ...(fields.env['MAIL_FROM_FILE'] === undefined
      ? { MAIL_FROM: fields.env['MAIL_FROM'] ?? 'Streampact Shop <shop@streampact.local>' }
      : {}),
  };
  return {
    ...own,
    PORT: String(fields.ports[service]),
    HOST: host,
    DATABASE_URL: databaseUrl(fields.infrastructure.databaseUrl, fields.databaseName(service)),
    REDIS_URL: fields.infrastructure.redisUrl,
    ...authority,
    ...(service === 'user-service' ? {} : jwks),
    ...(service === 'notification-service' ? mail : {}),
  };
};
