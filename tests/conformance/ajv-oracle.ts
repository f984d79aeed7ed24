/** What ajv says at run time of the documents as they are written: it shares nothing with the code that is judged. */
import { Ajv, type ValidateFunction } from 'ajv';
import { formats } from '../../codegen/src/emit/formats/index.js';
import { jsonOf } from '../../codegen/src/load/source-tree.js';
import type { ContractSet, Message } from '../../codegen/src/model/contract.js';

/** Follows `$ref`s through the files themselves, so that a mistake in our own reading of them shows. */
export class AjvOracle {
  readonly #ajv = new Ajv({
    strict: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    formats: Object.fromEntries(formats),
  });

  constructor({ files }: ContractSet) {
    // Documents have an id of their own, which is no keyword of a schema.
    this.#ajv.removeKeyword('id');
    for (const { file, root } of files) {
      const json = root === undefined ? undefined : jsonOf(root);
      if (typeof json === 'object' && json !== null && !Array.isArray(json)) this.#ajv.addSchema(json, addressOf(file));
    }
  }

  /** @returns `undefined` for a message without a schema of its own, of which anything is valid */
  validatorOf({ payload, source }: Message): ValidateFunction | undefined {
    const [file = '', pointer = ''] = payload?.id.split('#') ?? [];
    if (pointer === `${source.range.pointer}/payload` && !source.entries.some(({ key }) => key === 'payload'))
      return undefined;
    return this.#ajv.compile({ $ref: `${addressOf(file)}#${pointer.split('/').map(encodeURIComponent).join('/')}` });
  }
}

const addressOf = (file: string): string => `file://${encodeURI(file)}`;
