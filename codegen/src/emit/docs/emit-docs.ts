/** One self-contained HTML page a document, and an index. */
import type { ContractSet } from '../../model/contract.js';
import type { EmittedFile } from '../emitted-file.js';
import { indexPage } from './index-page.js';
import { pageOf } from './links.js';
import { servicePage } from './service-page.js';

/** Where the pages go, below the folder of generated code. */
export const docsFolder = 'docs';

/** @returns the files of the folder `docs`, `docs/index.html` first. The same contracts give the same bytes. */
export const emitDocs = (contracts: ContractSet): readonly EmittedFile[] => [
  { path: `${docsFolder}/index.html`, text: indexPage(contracts) },
  ...contracts.documents.map((document) => ({
    path: `${docsFolder}/${pageOf(document.service)}`,
    text: servicePage(contracts, document),
  })),
];
