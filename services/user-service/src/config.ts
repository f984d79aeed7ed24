import { edgeVariables, integer, loadConfig, type ConfigOf, type Environment } from '@streampact/edge';

const variables = {
  ...edgeVariables({ port: 3001, database: 'user_service' }),
  creditLimitMinor: integer('CREDIT_LIMIT_MINOR', {
    purpose: 'the credit of a new user, in euro cents',
    default: 100_000,
    min: 0,
    max: 1_000_000_000_000,
  }),
  accessTokenTtlSeconds: integer('ACCESS_TOKEN_TTL_SECONDS', {
    purpose: 'how long an access token is valid',
    default: 900,
    min: 10,
    max: 86_400,
  }),
  loginAttemptsPerMinute: integer('LOGIN_ATTEMPTS_PER_MINUTE', {
    purpose: 'how often one address may try to log in, in a minute',
    default: 60,
    min: 1,
    max: 1_000_000,
  }),
  loginFailuresPerHour: integer('LOGIN_FAILURES_PER_HOUR', {
    purpose:
      'how often one address may be wrong about the password of one account, in an hour; all addresses together, ten times that',
    default: 20,
    min: 1,
    max: 1_000_000,
  }),
  registrationsPerHour: integer('REGISTRATIONS_PER_HOUR', {
    purpose: 'how often one address may register somebody, in an hour',
    default: 60,
    min: 1,
    max: 1_000_000,
  }),
  sessionTtlSeconds: integer('SESSION_TTL_SECONDS', {
    purpose: 'how long a session can be refreshed before the user has to log in again',
    default: 2_592_000,
    min: 60,
    max: 31_536_000,
  }),
  signingKeyTtlSeconds: integer('SIGNING_KEY_TTL_SECONDS', {
    purpose: 'how long a key signs access tokens before the next one takes over',
    default: 2_592_000,
    min: 300,
    max: 31_536_000,
  }),
};

export type UserServiceConfig = ConfigOf<typeof variables>;

/** Injects the UserServiceConfig. */
export const configToken = Symbol('user-service config');

/** @throws ConfigurationError – names every missing, wrong and misspelt variable */
export const loadUserServiceConfig = (environment: Environment): UserServiceConfig =>
  loadConfig('user-service', environment, variables);
