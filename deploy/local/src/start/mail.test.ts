import { parseMail } from './mail.js';

const text = [
  'From: Shop <shop@example.com>',
  'To: Ada <ada@example.com>',
  'Subject: =?UTF-8?Q?Your_order_over_=E2=82=AC?=',
  ' =?UTF-8?B?IDEwMA==?=',
  'Message-ID: <n-1@streampact.local>',
  'X-Streampact-Event-Id: e-1',
  '',
  'Subject: not a header',
].join('\r\n');

test('reads address, decoded and folded subject, message id and event id of a mail', () => {
  const arrivedAt = new Date(0);
  expect(parseMail(text, arrivedAt)).toEqual({
    arrivedAt,
    to: 'ada@example.com',
    subject: 'Your order over € 100',
    messageId: '<n-1@streampact.local>',
    eventId: 'e-1',
  });
});

test('a mail without the event header has no event id', () => {
  expect(parseMail('To: bob@example.com\r\n\r\n', new Date()).eventId).toBeUndefined();
});
