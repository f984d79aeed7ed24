/** What other build tools may use of the generator; services never import it. */
export {
  compareOneWay,
  comparePair,
  type ComparedPair,
  type PairVerdict,
  type SchemaPair,
} from './breaking/bare/index.js';
export { compareContracts } from './breaking/contract-rules/index.js';
export { ContractFolderError, loadContracts, type LoadedContracts } from './load/load-contracts.js';
export type { Channel, ContractSet, Document, Message, MessageExample, Operation, Retry } from './model/contract.js';
export type { JsonType, Keyword, KeywordValue, Property, Schema } from './model/schema.js';
export type { JsonValue, SourceFile, SourceNode, SourceRange } from './model/source.js';
export type { Finding, Severity } from './report/finding.js';
export { type LabelledPair, type LabelledSuite, labelledSuites } from './testing/labelled-pairs.js';
export { syntheticContracts, type SyntheticSize } from './testing/synthetic-contracts.js';
