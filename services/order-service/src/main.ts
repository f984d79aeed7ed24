// First, because it installs the MeterProvider (see @streampact/edge).
import { runService } from '@streampact/edge';
import { orderServiceApplication } from './app.module.js';

await runService(orderServiceApplication);
