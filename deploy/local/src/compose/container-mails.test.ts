import { mailIn } from './container-mails.js';

test('reads an e-mail from the line that the mail catcher writes of it, and nothing from its other lines', () => {
  const line = JSON.stringify({
    level: 'info',
    at: '2026-11-27T08:00:00.000Z',
    sentence: 'mail received',
    to: 'ada@example.com',
    subject: 'Welcome',
    messageId: '<1@shop>',
    eventId: 'e-1',
  });
  expect(mailIn(line)).toEqual({
    arrivedAt: new Date('2026-11-27T08:00:00.000Z'),
    to: 'ada@example.com',
    subject: 'Welcome',
    messageId: '<1@shop>',
    eventId: 'e-1',
  });
  expect(mailIn('{"sentence":"listening"}')).toBeUndefined();
});
