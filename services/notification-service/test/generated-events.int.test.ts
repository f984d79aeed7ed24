/**
 * Goal: whatever the contracts let other services publish, notification-service handles. Method: generated events of every
 * message it receives, through the outbox and the relay of their owners; the inbox says what became of them.
 */
import { randomUUID } from 'node:crypto';
import { notificationService } from '@streampact/generated/notification-service';
import {
  deliverGenerated,
  expectHandled,
  startIdentityProvider,
  startTestService,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import { notificationServiceApplication } from '../src/app.module.js';
import { MailServer } from './mail-server.js';

const mailServer = new MailServer();
let identity: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  identity = await startIdentityProvider();
  await mailServer.start();
  service = await startTestService(notificationServiceApplication, {
    JWKS_URL: identity.jwksUrl,
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'Shop <shop@example.com>',
  });
});

afterAll(async () => {
  await service.close();
  await mailServer.stop();
  await identity.close();
});

// Of somebody it does not know there is no address: such an event waits for USER_CREATED, so each user is created once.
test.each([1, 2, 3])('handles everything that happens to its recipients, seed %i', async (seed) => {
  const users = Array.from({ length: 20 }, () => randomUUID());
  const { events, close } = await deliverGenerated(notificationService, service.keyPrefix, {
    seed,
    count: users.length,
    shared: (n) => ({ userId: users[n] }),
  });
  try {
    await expectHandled(service, events);
  } finally {
    await close();
  }
});
