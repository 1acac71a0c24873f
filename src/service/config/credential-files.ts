import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The largest file that is read, in characters. A chain of certificates has a few thousand. */
const LARGEST = 65_536;

export type CredentialFile = { readonly text: string } | { readonly problem: string };

/** Reads a client secret from its file, without a line break at the end. */
export function readSecretFile(path: string): CredentialFile {
  const read = readText(path);
  if ('problem' in read) return read;
  const text = read.text.trim();
  if (!/^[\x21-\x7e]+$/.test(text)) return { problem: 'names a file that does not contain exactly one client secret' };
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
      : { problem: `names a file of more than ${LARGEST} characters, which is too long for a credential` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { problem: `names a file that cannot be read (${code})` };
  }
}
