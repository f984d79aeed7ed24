/** Contracts whose schemas or examples are nested 200 deep: each ends, in code that can be formatted and in a time one can wait for. */
import { checkContracts } from '../commands/check-contracts.js';
import { emitContracts } from '../emit/emit-contracts.js';
import type { JsonObject } from '../model/source.js';
import { inFolder } from '../testing/in-folder.js';
import { loadContracts } from './load-contracts.js';

const depth = 200;

const nested = (wrap: (inner: JsonObject, level: number) => JsonObject, innermost: JsonObject): JsonObject => {
  let schema = innermost;
  for (let level = depth; level > 0; level -= 1) schema = wrap(schema, level);
  return schema;
};

const text = { type: 'string' };
const tagged = (level: number): JsonObject => ({ type: 'object', properties: { [`level${level}`]: text } });

const schemas: Readonly<Record<string, JsonObject>> = {
  objects: nested((inner) => ({ type: 'object', properties: { deep: inner } }), text),
  arrays: nested((inner) => ({ type: 'array', items: inner }), text),
  'oneOf in oneOf': nested((inner, level) => ({ oneOf: [tagged(level), inner] }), text),
  'oneOf in objects': nested((inner) => ({ oneOf: [{ type: 'object', properties: { deep: inner } }, text] }), text),
  'anyOf in anyOf': nested((inner, level) => ({ anyOf: [tagged(level), inner] }), text),
  'allOf in allOf': nested((inner, level) => ({ allOf: [tagged(level), inner] }), tagged(0)),
};

/** A partner's document with one message. */
const contract = (deep: JsonObject, examples: readonly JsonObject[] = []): string =>
  JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'deep-service', version: '1.0.0' },
    channels: { deep: { address: 'deep', messages: { deepened: { $ref: '#/components/messages/Deepened' } } } },
    operations: { publish: { action: 'send', channel: { $ref: '#/channels/deep' } } },
    components: {
      messages: {
        Deepened: { name: 'DEEPENED', examples, payload: { type: 'object', properties: { deep } } },
      },
    },
  });

const outcomeOf = (text_: string): Promise<{ findings: readonly string[]; texts: readonly string[] }> =>
  inFolder({ 'deep-service.json': text_ }, async (folder) => {
    const loaded = await loadContracts(folder, { profile: 'any' });
    const checked = await checkContracts(loaded);
    const { files, findings } = await emitContracts(loaded.contracts);
    return {
      findings: [...checked, ...findings].map(({ severity, message }) => `${severity}: ${message}`),
      texts: files.map((file) => file.text),
    };
  });

test.each(Object.entries(schemas))(
  'makes code of %s, 200 deep',
  async (_name, schema) => {
    const { findings, texts } = await outcomeOf(contract(schema));
    expect(findings.filter((finding) => finding.startsWith('error'))).toEqual([]);
    expect(texts.length).toBeGreaterThan(5);
  },
  60_000,
);

test('looks at an example with lists in lists, 200 deep', async () => {
  let deep: JsonObject | readonly unknown[] = { innermost: true };
  for (let level = depth; level > 0; level -= 1) deep = [deep];
  const { findings } = await outcomeOf(contract({ type: 'array' }, [{ payload: { deep: deep as never } }]));
  expect(findings).toEqual([]);
}, 60_000);
