/** `node --import …/replace-api.js`: whoever imports @opentelemetry/api gets empty-api.ts. */
import { register } from 'node:module';

const empty = new URL('empty-api.js', import.meta.url).href;
const hook = `export const resolve = async (name, context, next) =>
  name === '@opentelemetry/api' ? { url: ${JSON.stringify(empty)}, shortCircuit: true } : next(name, context);`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
