/** Why a server's certificate was not believed, and what to do about it: Node says the first in a code. */

const notSigned = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);
const notNow = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

export interface TlsSettings {
  /** Setting that names the file of the authorities. */
  readonly authority: string;
  /** Setting that holds the address. */
  readonly address: string;
}

/** @returns undefined if something else is wrong */
export const certificateProblem = (error: unknown, { authority, address }: TlsSettings): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const code = String(error.code);
  if (notSigned.has(code)) {
    return `its certificate is signed by nobody who is trusted here (${code}). Name the file of the right authority in ${authority}`;
  }
  if (notNow.has(code)) return `its certificate is not valid now (${code}). Renew it, or correct the clock`;
  if (code !== 'ERR_TLS_CERT_ALTNAME_INVALID') return undefined;
  const names = 'cert' in error ? namesIn(error.cert) : undefined;
  const held = names === undefined ? '' : `: it is for ${names}`;
  return `its certificate is for another host${held}. Write the host's name into ${address} as the certificate has it`;
};

/** `DNS:redis.example.com, IP Address:10.0.0.7` */
const namesIn = (certificate: unknown): string | undefined => {
  if (typeof certificate !== 'object' || certificate === null || !('subjectaltname' in certificate)) return undefined;
  return typeof certificate.subjectaltname === 'string' ? certificate.subjectaltname : undefined;
};
