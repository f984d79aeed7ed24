/**
 * Started by telemetry.bench.ts, once for each way of telemetry, because an SDK is installed for a whole process. Publishes events in
 * transactions of their own, relays and handles them, and prints what they needed.
 *
 * EVENT_PATH_TELEMETRY names the folder of the services' telemetry, if they are to be measured with it. It is loaded by its path, and
 * first, as their `main.ts` does: bench measures what services load, and does not depend on it.
 */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const telemetryFolder = process.env['EVENT_PATH_TELEMETRY'];
if (telemetryFolder !== undefined) {
  const load = async (file: string): Promise<unknown> => import(pathToFileURL(join(telemetryFolder, file)).href);
  await load('meter-provider.js');
  await load('tracer-provider.js');
  // Exporters wait until the service has said who it is (services/edge/src/telemetry/service-identity.ts).
  const identity = (await load('service-identity.js')) as {
    readonly identifyService: (identity: { name: string; version: string }) => void;
  };
  identity.identifyService({ name: 'bench', version: '1.0.0' });
}
const { measureEventPath } = await import('./measure-event-path.js');

const [redisUrl = '', senderUrl = '', receiverUrl = ''] = process.argv.slice(2);
const measured = await measureEventPath({ redisUrl, senderUrl, receiverUrl });
process.stdout.write(`${JSON.stringify(measured)}\n`);
process.exit(0);
