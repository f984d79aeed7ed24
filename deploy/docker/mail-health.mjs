/** Health check of the mail catcher: exit code 0 if it greets as an SMTP server does. */
import { connect } from 'node:net';

const socket = connect(Number(process.env.PORT ?? '1025'), '127.0.0.1');
socket.setTimeout(3_000, () => process.exit(1));
socket.once('error', () => process.exit(1));
socket.once('data', (greeting) => {
  socket.end('QUIT\r\n');
  process.exit(greeting.toString().startsWith('220') ? 0 : 1);
});
