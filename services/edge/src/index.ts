// First: it installs the MeterProvider, and instruments that were made before that stay silent.
import './telemetry/meter-provider.js';
import './telemetry/tracer-provider.js';

export { edgeVariables, jwksUrlVariable, type EdgeConfig } from './configuration/edge-config.js';
export { ConfigurationError } from './configuration/configuration-error.js';
export { loadConfig, type ConfigOf, type Environment } from './configuration/load-config.js';
export { integer, oneOf, text, url, type Variable } from './configuration/variable.js';
export { createLogger, loggerToken, type LogLevel } from './logging/json-logger.js';
export { databaseModule } from './database/database.module.js';
export { minorUnits } from './database/minor-units.js';
export { DatabaseRefusedError, DatabaseUnreachableError } from './database/database-errors.js';
export { Problem, type FieldProblem, type ProblemFields } from './problems/problem.js';
export { ApiProblems, ProblemDetails } from './problems/problem-details.js';
export { tokenAlgorithm, tokenAudience, tokenIssuer, TokenVerifier } from './authentication/access-token.js';
export { PlainText, type PlainTextOptions } from './validation/plain-text.js';
export { Authenticated, CurrentUser } from './authentication/authenticated.js';
export { remoteTokenVerifier, type RemoteKeysOptions } from './authentication/remote-keys.js';
export { HealthContributors, type Contribution } from './health/health-contributors.js';
export { ClientAddress } from './start/client-address.js';
export { EdgeModule } from './edge.module.js';
export { createService, PortTakenError, type RunningService } from './start/create-service.js';
export { runService } from './start/run-service.js';
export type { ServiceApplication } from './start/service-application.js';
