import { generateKeyPairSync, sign } from 'node:crypto';

/** What a TLS server shows; PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256, as an AlgorithmIdentifier. */
const ECDSA_SHA256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
/** commonName=localhost. */
const NAME = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('localhost')))));
const BEGINS = Date.UTC(2020, 0);
const ENDS = Date.UTC(2049, 0);

/**
 * A certificate (RFC 5280, version 1) that nobody vouches for, made anew: no key lies in the repository. @param ends ms
 * since 1970, before 2050
 */
export function selfSigned(ends = ENDS): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const valid = der(0x30, der(0x17, utcTime(BEGINS)), der(0x17, utcTime(ends)));
  const body = der(0x30, der(0x02, Buffer.from([1])), ECDSA_SHA256, NAME, valid, NAME, spki);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const base64 = der(0x30, body, ECDSA_SHA256, signature).toString('base64');
  return {
    key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** YYMMDDhhmmssZ */
function utcTime(at: number): Buffer {
  return Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`);
}

/** One element of DER: tag, length, contents. */
function der(tag: number, ...services: readonly Uint8Array[]): Buffer {
  const contents = Buffer.concat(services);
  const { length } = contents;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), contents]);
}
