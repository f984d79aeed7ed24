/** Contracts of any size for measurements: realistic, valid in the profile streampact, and always the same. */
import { stringify } from 'yaml';
import type { JsonObject } from '../model/source.js';
import { amount, components, envelope, money, reference, shapes } from './synthetic-shapes.js';

export interface SyntheticSize {
  /** Messages in all. */
  readonly messages: number;
  /** Messages in one document, at most. @default 100 */
  readonly perDocument?: number;
}

/** @returns YAML by file name, `shared/` included: write the files into one folder and load that */
export const syntheticContracts = ({
  messages,
  perDocument = 100,
}: SyntheticSize): Readonly<Record<string, string>> => {
  const numbers = Array.from({ length: messages }, (_, index) => index);
  const documents = Array.from({ length: Math.ceil(messages / perDocument) }, (_, index) => ({
    service: serviceName(index),
    handles: index === 0 ? undefined : serviceName(index - 1),
    names: numbers.slice(index * perDocument, (index + 1) * perDocument).map(messageName),
    first: index * perDocument,
  }));
  return {
    ...Object.fromEntries(documents.map((one) => [`${one.service}.yaml`, stringify(document(one), written)])),
    'shared/envelope.yaml': stringify({ Envelope: envelope }, written),
    'shared/money.yaml': stringify({ Money: money }, written),
  };
};

/** Every reference is written out: YAML's own aliases are not what people write. */
const written = { aliasDuplicateObjects: false, lineWidth: 120 };

const areas = 'sales billing shipping stock returns pricing catalog loyalty support fraud'.split(' ');
const nouns =
  'Order Invoice Parcel Article Refund Discount Listing Voucher Ticket Alert Basket Payment Carrier Shelf Claim Tariff Review Reward Chat Case Quote Ledger Route Pallet Label Budget Brand Coupon Agent Rule Offer Charge Depot Batch Rating Margin Photo Tier Reply Score'.split(
    ' ',
  );
const verbs =
  'Placed Confirmed Rejected Cancelled Created Updated Archived Restored Approved Declined Assigned Released Opened Closed Merged Shipped Delivered Returned Renamed Moved Paused Resumed Expired Renewed Verified'.split(
    ' ',
  );

const numbered = (words: readonly string[], index: number): string => {
  const round = Math.floor(index / words.length);
  return `${words[index % words.length] ?? ''}${round === 0 ? '' : round + 1}`;
};

const serviceName = (index: number): string => `${numbered(areas, index)}-service`;

const messageName = (index: number): string =>
  `${numbered(nouns, Math.floor(index / verbs.length))}${verbs[index % verbs.length] ?? ''}`;

interface SyntheticDocument {
  readonly service: string;
  /** Service whose channel this one reads, too. */
  readonly handles: string | undefined;
  readonly names: readonly string[];
  readonly first: number;
}

const document = ({ service, handles, names, first }: SyntheticDocument): JsonObject => {
  const channel = `${camel(service)}Stream`;
  const read = handles === undefined ? undefined : `${camel(handles)}Stream`;
  return {
    asyncapi: '3.0.0',
    info: { title: service, version: '1.0.0', description: `What happens in ${service}.` },
    defaultContentType: 'application/json',
    channels: {
      [channel]: {
        address: `${service}-stream`,
        description: `What happened in ${service}.`,
        'x-owner': service,
        messages: Object.fromEntries(
          names.map((name) => [lowerFirst(name), reference(`#/components/messages/${name}`)]),
        ),
      },
      ...(read === undefined ? {} : { [read]: reference(`./${String(handles)}.yaml#/channels/${read}`) }),
    },
    operations: {
      publish: operation('send', channel),
      ...(read === undefined ? {} : { handle: operation('receive', read) }),
    },
    components: {
      messages: Object.fromEntries(names.map((name, index) => [name, message(service, name, first + index)])),
      schemas: components,
    },
  };
};

const operation = (action: 'send' | 'receive', channel: string): JsonObject => ({
  action,
  channel: reference(`#/channels/${channel}`),
  description: action === 'send' ? 'Tells what happened here.' : 'Follows what happened there.',
});

const message = (service: string, name: string, index: number): JsonObject => {
  const key = `${lowerFirst(name)}Id`;
  const described = `${name.replaceAll(/(?<=[a-z\d])([A-Z])/g, ' $1')}.`;
  const shape = shapes[index % shapes.length];
  const properties: JsonObject = {
    [key]: { type: 'string', format: 'uuid', description: 'What it happened to.' },
    happenedAt: { type: 'string', format: 'date-time', description: 'When it happened.' },
    total: { ...reference('./shared/money.yaml#/Money'), description: 'What it is about.' },
    ...shape?.properties,
  };
  return {
    name: name.replaceAll(/(?<=[a-z\d])([A-Z])/g, '_$1').toUpperCase(),
    title: name,
    description: described,
    'x-owner': service,
    'x-key': key,
    headers: reference('./shared/envelope.yaml#/Envelope'),
    payload: { type: 'object', description: described, required: [key, 'happenedAt', 'total'], properties },
    examples: [{ name: 'usual', payload: { [key]: id, happenedAt, total: amount, ...shape?.example } }],
  };
};

const id = '0198b6f1-0c44-7b1a-8a55-2b8f0e9d7c61';
const happenedAt = '2026-11-24T21:37:00.000Z';

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const camel = (service: string): string => service.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
