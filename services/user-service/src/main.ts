// First, because it installs the MeterProvider (see @streampact/edge).
import { runService } from '@streampact/edge';
import { userServiceApplication } from './app.module.js';

await runService(userServiceApplication);
