/**
 * `node --import <this file> …` with STREAMPACT_MUTANT=<name>: this process, and every one that it forks, runs with that mutant's
 * patches. The shipped runtime has no switch for it.
 */
import { register } from 'node:module';
import { mutants } from './index.js';
import type { HooksData } from './module-hooks.js';

const name = process.env['STREAMPACT_MUTANT'];
const mutant = mutants.find((one) => one.name === name);
if (!mutant) throw new Error(`STREAMPACT_MUTANT names ${String(name)}, which is no mutant.`);
const data: HooksData = { patches: mutant.patches, root: new URL('../../../../', import.meta.url).href };
register('./module-hooks.js', import.meta.url, { data });
