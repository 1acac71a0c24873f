import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The largest file that is read, in characters: a chain of certificates is a few thousand. */
const LARGEST = 65_536;

export type CredentialFile = { readonly text: string } | { readonly problem: string };

/** A client secret kept in a file of its own; a line break at its end is not part of it. */
export function readSecretFile(path: string): CredentialFile {
  const read = readText(path);
  if ('problem' in read) return read;
  const text = read.text.trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    return { problem: 'names a file that does not hold one client secret and nothing else' };
  return { text };
}

/** A PEM file with a certificate and the private key that belongs to it, as `ClientCertificateCredential` takes it. */
export function readCertificateFile(path: string): CredentialFile {
  const read = readText(path);
  if ('problem' in read) return read;
  if (!/-----BEGIN (RSA )?PRIVATE KEY-----/.test(read.text))
    return { problem: 'names a PEM file without an unencrypted private key' };
  try {
    new X509Certificate(read.text);
  } catch {
    return { problem: 'names a file without a readable PEM certificate' };
  }
  return read;
}

function readText(path: string): CredentialFile {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length <= LARGEST
      ? { text }
      : { problem: `names a file of more than ${LARGEST} characters, which is no credential` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { problem: `names a file that cannot be read (${code})` };
  }
}
