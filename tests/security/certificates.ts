/** Certificates of a test's own: an authority, and servers that it has signed. Made with the openssl program. */
import { execFileSync } from 'node:child_process';
import type { ServerFiles } from './server-files.js';

export interface ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Of who signed it. */
  readonly caFile: string;
}

export class Authority {
  readonly #files: ServerFiles;
  readonly #name: string;

  /** @param name – of its files, and in its certificate */
  constructor(files: ServerFiles, name: string) {
    this.#files = files;
    this.#name = name;
    const subject = ['-subj', `/CN=${name}`, '-days', '2'];
    openssl('req', '-x509', ...newKey(this.#key), ...subject, '-out', this.caFile);
    files.give(this.#key);
    files.give(this.caFile);
  }

  get caFile(): string {
    return this.#files.path(`${this.#name}.crt`);
  }

  get #key(): string {
    return this.#files.path(`${this.#name}.key`);
  }

  /** @param hosts – as in a certificate: `DNS:localhost`, `IP:127.0.0.1` */
  sign(name: string, ...hosts: readonly string[]): ServerCertificate {
    const certificateFile = this.#files.path(`${name}.crt`);
    const keyFile = this.#files.path(`${name}.key`);
    const request = this.#files.path(`${name}.csr`);
    openssl('req', ...newKey(keyFile), '-subj', `/CN=${name}`, '-out', request);
    const extensions = this.#files.write(`${name}.ext`, `subjectAltName=${hosts.join(',')}\n`);
    const by = ['-CA', this.caFile, '-CAkey', this.#key, '-CAcreateserial', '-days', '2'];
    openssl('x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', certificateFile);
    for (const file of [certificateFile, keyFile]) this.#files.give(file);
    return { certificateFile, keyFile, caFile: this.caFile };
  }
}

const newKey = (file: string): readonly string[] =>
  '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout'.split(' ').concat(file);

const openssl = (...args: readonly string[]): void => {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
};
