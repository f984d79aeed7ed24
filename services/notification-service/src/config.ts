import {
  edgeVariables,
  jwksUrlVariable,
  loadConfig,
  text,
  url,
  type ConfigOf,
  type Environment,
} from '@streampact/edge';

const variables = {
  ...edgeVariables({ port: 3003, database: 'notification_service' }),
  jwksUrl: jwksUrlVariable(),
  smtpUrl: url('SMTP_URL', {
    purpose: 'the server that takes e-mails',
    protocols: ['smtp:', 'smtps:'],
    example: 'smtp://127.0.0.1:1025',
  }),
  mailFrom: text('MAIL_FROM', {
    purpose: 'the sender of every e-mail',
    example: "'Shop <shop@example.com>'",
    pattern: /^([^<>\p{Cc}]* )?<?[^\s<>@]+@[^\s<>@]+>?$/u,
    want: 'an e-mail address, with or without a name',
  }),
};

export type NotificationServiceConfig = ConfigOf<typeof variables>;

/** Injects the NotificationServiceConfig. */
export const configToken = Symbol('notification-service config');

/** @throws ConfigurationError – names every missing, wrong and misspelt variable */
export const loadNotificationServiceConfig = (environment: Environment): NotificationServiceConfig =>
  loadConfig('notification-service', environment, variables);
