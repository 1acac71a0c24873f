import { X509Certificate } from 'node:crypto';
import { ownUid, type PrivateFile, readPrivateFile } from './private-file.ts';

/** Reads a client secret from its file, without a line break at the end. */
export function readSecretFile(path: string): PrivateFile {
  const read = readPrivateFile(path, ownUid());
  if ('problem' in read) return read;
  const text = read.text.trim();
  if (!/^[\x21-\x7e]+$/.test(text)) return { problem: 'names a file that does not contain exactly one client secret' };
  return { text };
}

/** A PEM file with a certificate and the private key that belongs to it, as `ClientCertificateCredential` takes it. */
export function readCertificateFile(path: string): PrivateFile {
  const read = readPrivateFile(path, ownUid());
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
