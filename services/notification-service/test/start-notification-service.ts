/** The whole of notification-service beside what it needs from others: somebody's keys, and a real SMTP server. */
import {
  startIdentityProvider,
  startTestService,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import { notificationServiceApplication } from '../src/app.module.js';
import { MailServer } from './mail-server.js';

export interface TestNotificationService {
  readonly service: TestService;
  readonly mailServer: MailServer;
  readonly identity: IdentityProvider;
  readonly close: () => Promise<void>;
}

export const startNotificationService = async (): Promise<TestNotificationService> => {
  const identity = await startIdentityProvider();
  const mailServer = new MailServer();
  await mailServer.start();
  const closeOthers = async (): Promise<void> => {
    await mailServer.stop();
    await identity.close();
  };
  try {
    const service = await startTestService(notificationServiceApplication, {
      JWKS_URL: identity.jwksUrl,
      SMTP_URL: mailServer.url,
      MAIL_FROM: 'Shop <shop@example.com>',
    });
    const close = async (): Promise<void> => {
      await service.close();
      await closeOthers();
    };
    return { service, mailServer, identity, close };
  } catch (error) {
    await closeOthers(); // a server that listens keeps jest from ending
    throw error;
  }
};
