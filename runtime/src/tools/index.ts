/** What the tools can do, without output: for the command line and for an operations console. */
export { listAudit, type AuditRow, type Change } from './audit.js';
export type { Attention } from './attention.js';
export * from './errors.js';
export type { ServiceStatus } from './service-state.js';
export { findSettings, withoutPassword, type ToolSettings } from './settings.js';
export {
  lookAtPostgres,
  lookAtRedis,
  type LookOptions,
  type Looks,
  type PostgresFacts,
  type ServerLook,
} from './look-at-servers.js';
export {
  readStatus,
  type GroupPartitionStatus,
  type GroupStatus,
  type PartitionStatus,
  type StreamStatus,
  type SystemStatus,
} from './status.js';
export { ToolConnections } from './tool-connections.js';
export type { StreamFinding } from './partition-comparison.js';
export { verify, type Verification, type VerifiedStream, type VerifyOptions } from './verify.js';
export { pause, resume, type PauseChange, type PauseOptions } from './pause.js';
export { rewind, type RewindOptions, type Rewound } from './rewind.js';
export * from './dead-letters.js';
export { loadDefinitions, registryModule, type Definitions } from './definitions.js';
export { rebaseService, type RebaseOptions } from './rebase.js';
export * from './sagas.js';
