/** The mail catcher as a container of docker-compose.yml: prints one line per e-mail, delivers nothing. */
import { startMailCatcher } from '../start/mail-catcher.js';
import { print } from '../terminal/say.js';

const { HOST: host = '127.0.0.1', PORT: port = '1025' } = process.env;

const catcher = await startMailCatcher({
  host,
  port: Number(port),
  onMail: ({ arrivedAt, to, subject, messageId, eventId }) => {
    print([
      JSON.stringify({ level: 'info', at: arrivedAt, sentence: 'mail received', to, subject, messageId, eventId }),
    ]);
  },
});
print([JSON.stringify({ level: 'info', at: new Date(), sentence: 'listening', url: catcher.url })]);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void catcher.stop().then(() => process.exit(0)));
}
