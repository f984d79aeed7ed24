/** One AsyncAPI 3 document: its channels and operations. */
import type { Channel, Document, Message, Operation, Retry } from '../model/contract.js';
import type { MapEntry, MapNode, SourceFile, SourceNode, SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { nearMiss } from '../report/near-miss.js';
import { unknownKeys } from './document-keywords.js';
import { errorAt } from './places.js';
import { type ChannelReader, serviceOf } from './read-channels.js';
import { emptyMap, entryOf, numberOf, textOf, valueOf } from './source-tree.js';

const retryDefault: Retry = { attempts: 8, firstDelayMs: 500, maxDelayMs: 300_000, jitter: 0.2 };
const handlerTimeoutMsDefault = 30_000;

export const readDocument = (
  source: SourceFile,
  channels: ChannelReader,
): { document: Document | undefined; findings: readonly Finding[] } => {
  const { root } = source;
  // A file without a root has its syntax error already.
  if (root === undefined) return { document: undefined, findings: [] };
  const version = versionProblem(root);
  if (root.kind !== 'map' || version !== undefined) {
    return { document: undefined, findings: version === undefined ? [] : [version] };
  }
  const findings = unknownKeys(root, 'document', channels.profile);
  const info = valueOf(root, 'info');
  const document: Document = {
    service: serviceOf(source.file),
    file: source.file,
    title: textOf(info, 'title') ?? serviceOf(source.file),
    version: textOf(info, 'version') ?? '',
    description: textOf(info, 'description'),
    channels: entriesUnder(root, 'channels').flatMap(({ value }) => channels.channel(value, source.file) ?? []),
    operations: entriesUnder(root, 'operations').flatMap((entry) =>
      readOperations(entry, source.file, channels, findings),
    ),
    range: root.range,
    source: root,
  };
  return { document, findings };
};

const versionProblem = (root: SourceNode): Finding | undefined => {
  const version = valueOf(root, 'asyncapi');
  const said = version?.kind === 'scalar' ? String(version.value) : undefined;
  if (said !== undefined && /^3\.\d+\.\d+$/.test(said)) return undefined;
  const found = said === undefined ? 'There is no "asyncapi: 3.0.0"' : `"${said}" is not a version that is read here`;
  const message = `${found}; a contract is an AsyncAPI document of version 3, or of 2, which is converted.`;
  return errorAt(version?.range ?? firstLine(root.range), 'asyncapi-version', message, 'write asyncapi: 3.0.0');
};

/** A finding about a whole document marks its first character, not all of it. */
const firstLine = (range: SourceRange): SourceRange => ({ ...range, endLine: range.line, endColumn: range.column + 1 });

const entriesUnder = (root: MapNode, key: string): readonly MapEntry[] => {
  const value = valueOf(root, key);
  return value?.kind === 'map' ? value.entries : [];
};

/** One operation, or two if it has a reply. */
const readOperations = (
  entry: MapEntry,
  file: string,
  channels: ChannelReader,
  findings: Finding[],
): readonly Operation[] => {
  const written = channels.map(entry.value, 'An operation');
  if (written === undefined) return [];
  const source = channels.traits.applied(written);
  findings.push(...unknownKeys(source, 'operation', channels.profile));
  const action = actionOf(source, entry, findings);
  const channel = channelOf(source, entry, file, channels, findings);
  if (action === undefined || channel === undefined) return [];
  const retry = valueOf(source, 'x-retry') ?? emptyMap(source);
  const operation: Operation = {
    key: entry.key,
    action,
    description: textOf(source, 'description') ?? textOf(source, 'summary'),
    channel,
    messages: messagesOf(source, channel, channels, findings),
    retry: {
      attempts: numberOf(retry, 'attempts') ?? retryDefault.attempts,
      firstDelayMs: numberOf(retry, 'firstDelayMs') ?? retryDefault.firstDelayMs,
      maxDelayMs: numberOf(retry, 'maxDelayMs') ?? retryDefault.maxDelayMs,
      jitter: numberOf(retry, 'jitter') ?? retryDefault.jitter,
    },
    onDeadLetter: textOf(source, 'x-on-dead-letter') === 'block-key' ? 'block-key' : 'skip',
    handlerTimeoutMs: numberOf(source, 'x-handler-timeout-ms') ?? handlerTimeoutMsDefault,
    range: source.range,
    source,
  };
  return [operation, ...replyTo(operation, file, channels, findings)];
};

/** Whoever sends a request receives the reply, and the other way round; without a channel of its own it comes on the same. */
const replyTo = (
  operation: Operation,
  file: string,
  channels: ChannelReader,
  findings: Finding[],
): readonly Operation[] => {
  const written = valueOf(operation.source, 'reply');
  const source = written === undefined ? undefined : channels.map(written, 'A reply');
  if (source === undefined) return [];
  const at = valueOf(source, 'channel');
  const channel = at === undefined ? operation.channel : channels.channel(at, file);
  if (channel === undefined) return [];
  const messages =
    at === undefined && valueOf(source, 'messages') === undefined
      ? []
      : messagesOf(source, channel, channels, findings);
  const action = operation.action === 'send' ? 'receive' : 'send';
  return [{ ...operation, key: `${operation.key}Reply`, action, channel, messages, range: source.range, source }];
};

const actionOf = (source: MapNode, entry: MapEntry, findings: Finding[]): Operation['action'] | undefined => {
  const action = textOf(source, 'action');
  if (action === 'send' || action === 'receive') return action;
  const value = valueOf(source, 'action');
  const found = value === undefined ? `Operation "${entry.key}" has no action` : `"${action ?? ''}" is not an action`;
  const message = `${found}; AsyncAPI 3 has "send" and "receive".`;
  findings.push(errorAt(value?.range ?? entry.keyRange, 'operation-action', message, actionRemedy(action ?? '')));
  return undefined;
};

/** What people write instead of the two actions, most of it from AsyncAPI 2. */
const actionRemedy = (written: string): string => {
  const send = 'write "send": this service publishes to the channel';
  const receive = 'write "receive": this service handles what the channel carries';
  const meant = nearMiss(written, ['send', 'receive', 'publish', 'subscribe', 'handle', 'consume']);
  if (meant === undefined)
    return 'write "send" if this service publishes to the channel, "receive" if it handles its messages';
  return meant === 'send' || meant === 'publish' ? send : receive;
};

const channelOf = (
  source: MapNode,
  entry: MapEntry,
  file: string,
  channels: ChannelReader,
  findings: Finding[],
): Channel | undefined => {
  const channel = entryOf(source, 'channel');
  if (channel !== undefined) return channels.channel(channel.value, file);
  const message = `Operation "${entry.key}" has no channel.`;
  findings.push(errorAt(entry.keyRange, 'operation-channel', message, "add channel: { $ref: '#/channels/…' }"));
  return undefined;
};

const messagesOf = (
  source: MapNode,
  channel: Channel,
  channels: ChannelReader,
  findings: Finding[],
): readonly Message[] => {
  const list = valueOf(source, 'messages');
  if (list === undefined) return channel.messages;
  const nodes = list.kind === 'list' ? list.items : [];
  return nodes.flatMap((node) => {
    const message = channels.message(node, '');
    if (message === undefined) return [];
    if (channel.messages.includes(message)) return message;
    const known = channel.messages.map(({ key }) => key).join(', ');
    const text = `This message is none of channel "${channel.key}", which has ${known}.`;
    findings.push(errorAt(node.range, 'operation-message', text, `refer to #/channels/${channel.key}/messages/…`));
    return [];
  });
};
