// First, because it installs the MeterProvider (see @streampact/edge).
import { runService } from '@streampact/edge';
import { notificationServiceApplication } from './app.module.js';

await runService(notificationServiceApplication);
