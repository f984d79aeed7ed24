import { camelCase, NameScope, pascalCase, propertyKey } from './names.js';

test.each([
  ['ORDER_PLACED', 'OrderPlaced', 'orderPlaced'],
  ['order-placed', 'OrderPlaced', 'orderPlaced'],
  ['orderPlaced', 'OrderPlaced', 'orderPlaced'],
  ['orders.v2/placed', 'OrdersV2Placed', 'ordersV2Placed'],
  ['HTTPServer', 'HttpServer', 'httpServer'],
  ['class', 'Class', 'class_'],
  ['2nd', '_2nd', '_2nd'],
  ['größe', 'Größe', 'größe'],
  ['*/ evil();', 'Evil', 'evil'],
  ['', '_', '_'],
  ['日本', '日本', '日本'],
])('%j becomes %s and %s', (name, pascal, camel) => {
  expect([pascalCase(name), camelCase(name)]).toEqual([pascal, camel]);
});

test('a property name that is no identifier is quoted', () => {
  expect(['a', '$a_1', 'a-b', '1', "it's", '__proto__'].map(propertyKey)).toEqual([
    'a',
    '$a_1',
    '"a-b"',
    '"1"',
    '"it\'s"',
    '"__proto__"',
  ]);
});

test('things that want one name get different ones', () => {
  const scope = new NameScope(['Promise']);
  expect([scope.claim('Money'), scope.claim('Money'), scope.claim('Money'), scope.claim('Promise')]).toEqual([
    'Money',
    'Money2',
    'Money3',
    'Promise2',
  ]);
});
