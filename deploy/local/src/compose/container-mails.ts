/** The e-mails that the mail catcher's container received, read from its log while it grows. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Mail } from '../start/mail.js';
import { objectIn, textIn } from '../story/json-fields.js';

/** @returns a live list, and what ends the reading */
export const followMails = (container: string, env: NodeJS.ProcessEnv): { mails: readonly Mail[]; end: () => void } => {
  const mails: Mail[] = [];
  const child = spawn('docker', ['logs', '--follow', container], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const mail = mailIn(line);
    if (mail) mails.push(mail);
  });
  return { mails, end: () => void child.kill() };
};

/** A line of deploy/local/src/commands/mail-catcher.ts. @returns undefined for its other lines */
export const mailIn = (line: string): Mail | undefined => {
  if (!line.includes('"mail received"')) return undefined;
  const json = objectIn(JSON.parse(line));
  const eventId = json['eventId'];
  return {
    arrivedAt: new Date(textIn(json, 'at')),
    to: textIn(json, 'to'),
    subject: textIn(json, 'subject'),
    messageId: textIn(json, 'messageId'),
    eventId: typeof eventId === 'string' ? eventId : undefined,
  };
};
