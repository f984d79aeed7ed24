import type { JsonObject } from '../../model/source.js';
import { comparedSchemas, effectsOf } from '../../testing/compared-schemas.js';

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
});

const text = { type: 'string' };
const number = { type: 'number' };

const orders = (properties: JsonObject, more: JsonObject = {}): JsonObject =>
  object({ orderId: text, ...properties }, more);

const backward = async (previous: JsonObject, current: JsonObject): Promise<readonly string[]> =>
  effectsOf(await comparedSchemas(previous, current, { directions: ['backward'] }));

test('says nothing of a schema that stayed as it was, written in another order', async () => {
  const one = { type: 'object', required: ['a', 'b'], properties: { a: text, b: number } };
  const other = { properties: { b: number, a: text }, required: ['b', 'a'], type: 'object' };
  expect(await comparedSchemas(one, other)).toEqual([]);
});

test('calls nothing breaking in a direction that nobody asked for', async () => {
  const [previous, current] = [orders({ total: number }), orders({ total: text })];
  expect(effectsOf(await comparedSchemas(previous, current, { directions: [] }))).toEqual(['compatible TYPE_CHANGED']);
  expect(await backward(previous, current)).toEqual(['breaking TYPE_CHANGED backward']);
});

test('finds the same harm backward as forward when the versions change places', async () => {
  const one = orders({ total: { type: 'integer' }, note: text }, { required: ['note'] });
  const other = orders({ total: number });
  const harms = async (a: JsonObject, b: JsonObject, turned = false): Promise<readonly string[]> =>
    (await comparedSchemas(a, b))
      .filter(({ effect }) => effect === 'breaking')
      .map(({ direction, witness }) => {
        const isBackward = (direction === 'backward') !== turned;
        return `${isBackward ? 'backward' : 'forward'} ${JSON.stringify(witness?.value)}`;
      })
      .toSorted();
  const turned = await harms(one, other, true);
  expect(turned).toEqual(await harms(other, one));
  expect(turned.length).toBeGreaterThan(1);
});

test('finds a change inside of a definition that contains itself, once', async () => {
  const tree = (sku: JsonObject): JsonObject => ({
    properties: { root: { $ref: '#/definitions/Node' } },
    definitions: { Node: object({ sku, children: { type: 'array', items: { $ref: '#/definitions/Node' } } }) },
  });
  expect(await backward(tree(text), tree(number))).toEqual(['breaking TYPE_CHANGED backward']);
});

test('looks into the variant of a union that a tag tells apart', async () => {
  const variant = (kind: string, required: readonly string[]): JsonObject =>
    object({ kind: { const: kind }, number: text }, { required: ['kind', ...required] });
  const [change, ...others] = await comparedSchemas(
    orders({ payment: { oneOf: [variant('card', []), variant('transfer', [])] } }),
    orders({ payment: { oneOf: [variant('card', ['number']), variant('transfer', [])] } }),
    { directions: ['backward'] },
  );
  expect(others).toEqual([]);
  expect(change?.rule).toBe('PROP_BECAME_REQUIRED');
  expect(change?.message).toBe('"payment(kind: card).number" could be missing and is required.');
  expect(change?.witness?.value).toEqual({ payment: { kind: 'card' } });
});

test('compares lists of schemas position by position', async () => {
  const pair = (second: JsonObject): JsonObject => orders({ pair: { type: 'array', items: [text, second] } });
  const [change] = await comparedSchemas(pair(number), pair({ type: 'integer' }), { directions: ['backward'] });
  expect(change?.rule).toBe('TYPE_NARROWED');
  expect(change?.message).toBe('"pair[1]" was number and is integer.');
});

test('takes a property that moves into a member of allOf for no change of its own', async () => {
  const previous = { ...orders({ total: number }, { required: ['total'] }), allOf: [object({ note: text })] };
  const current = { ...orders({}), allOf: [object({ note: text, total: text }, { required: ['total'] })] };
  expect(await backward(previous, current)).toEqual(['breaking TYPE_CHANGED backward']);
});

test('takes a name for reused only if an older version meant something else by it', async () => {
  const [previous, current] = [orders({}), orders({ note: text })];
  const rules = async (older: JsonObject): Promise<readonly string[]> =>
    (await comparedSchemas(previous, current, { directions: ['backward'], older: [older] })).map(({ rule }) => rule);
  expect(await rules(orders({ note: number }))).toContain('PROP_NAME_REUSED');
  expect(await rules(orders({ note: text }))).not.toContain('PROP_NAME_REUSED');
});

test('takes two properties for one that was renamed by schema or by name', async () => {
  const renamed = async (before: JsonObject, after: JsonObject): Promise<boolean> =>
    (await comparedSchemas(orders(before), orders(after), { directions: [] })).some(
      ({ rule }) => rule === 'PROP_RENAMED',
    );
  const uuid = { type: 'string', format: 'uuid' };
  expect(await renamed({ userId: uuid }, { buyer: uuid })).toBe(true);
  expect(await renamed({ totalPrice: number }, { total_price: { type: 'number', minimum: 0 } })).toBe(true);
  expect(await renamed({ note: text }, { total: number })).toBe(false);
});

test('adds a property in peace where writers are closed, and not where anybody writes', async () => {
  const [previous, current] = [orders({}), orders({ note: text })];
  const strict = await comparedSchemas(previous, current, { directions: ['backward'], contentModel: 'strict' });
  expect(effectsOf(strict)).toEqual(['breaking PROP_OPTIONAL_ADDED backward']);
});

test('takes no payload for one that says nothing', async () => {
  expect(await backward({}, orders({}))).toContain('breaking TYPE_NARROWED backward');
  const appeared = await comparedSchemas(undefined, orders({}), { directions: ['backward'] });
  expect(effectsOf(appeared)).toContain('breaking TYPE_NARROWED backward');
  expect(await comparedSchemas(undefined, undefined)).toEqual([]);
});

test('names every place by the way to it', async () => {
  const deep = (leaf: JsonObject): JsonObject =>
    orders({
      lines: { type: 'array', items: object({ labels: { type: 'object', additionalProperties: leaf } }) },
      codes: { type: 'object', patternProperties: { '^x-': leaf } },
    });
  const changes = await comparedSchemas(deep(number), deep(text), { directions: ['backward'] });
  expect(changes.map(({ message }) => message)).toEqual([
    '"lines[].labels.*" was number and is string.',
    '"codes./^x-/" was number and is string.',
  ]);
});

test('looks into a value that may be null, and sees when it came to be so', async () => {
  const buyer = (required: readonly string[]): JsonObject => object({ name: text, mail: text }, { required });
  const nullable = (schema: JsonObject): JsonObject => orders({ buyer: { oneOf: [schema, { type: 'null' }] } });
  expect(await backward(nullable(buyer([])), nullable(buyer(['mail'])))).toEqual([
    'breaking PROP_BECAME_REQUIRED backward',
  ]);
  expect(await backward(nullable(buyer([])), orders({ buyer: buyer(['mail']) }))).toEqual([
    'breaking NULLABLE_REMOVED backward',
    'breaking PROP_BECAME_REQUIRED backward',
  ]);
});

test('looks through a frame around one schema', async () => {
  const [previous, current] = [
    { minimum: 1, ...number },
    { minimum: 2, ...number },
  ];
  expect(await backward(orders({ total: previous }), orders({ total: { allOf: [current] } }))).toEqual([
    'breaking RANGE_NARROWED backward',
  ]);
});

test('says that a default does not save a property that became required', async () => {
  const total = { type: 'number', default: 0 };
  const changes = await comparedSchemas(orders({ total }), orders({ total }, { required: ['total'] }), {
    directions: ['backward'],
  });
  expect(effectsOf(changes)).toEqual(['breaking PROP_BECAME_REQUIRED backward']);
  expect(changes[0]?.fix).toContain('"default" does not help, since validators fill nothing in');
});
