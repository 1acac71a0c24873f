import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { t } from '../../../shared/language/worded.ts';
import { type IndicatorType, type Sort, typeRow } from './indicator-types.ts';

/** A value in the one form in which it is written, compared and shown; or what is wrong with it, in a sentence. */
export type Normalised = { readonly type: IndicatorType; readonly value: string } | { readonly fault: string };

const HASHES: ReadonlyMap<number, IndicatorType> = new Map([
  [32, 'FileMd5'],
  [40, 'FileSha1'],
  [64, 'FileSha256'],
]);

/** Longest URL that Airlock takes, in characters: Defender publishes no limit. */
const URL_MAX = 2_000;

/** A value as reports write it so that nobody clicks on it: `hxxp`, `[.]`, `[:]`. */
function refanged(text: string): string {
  return text
    .trim()
    .replace(/^["'<`]+|["'>`]+$/gu, '')
    .replace(/^h(?:xx|tt|\*\*)p(s?)(?=\[?:)/iu, 'http$1')
    .replace(/\[(?:\.|dot)\]|\((?:\.|dot)\)|\{\.\}/giu, '.')
    .replace(/\[(:(?:\/\/)?|\/)\]/gu, '$1');
}

/**
 * Reads a value.
 * @param sort what somebody called it; where absent, its form tells
 */
export function normaliseValue(text: string, sort?: Sort): Normalised {
  const value = refanged(text);
  switch (sort ?? sortOf(value)) {
    case 'file':
      return fileHash(value);
    case 'certificate':
      return thumbprint(value);
    case 'ip':
      return address(value);
    case 'domain':
      return domain(value);
    case 'url':
      return url(value);
    default:
      return { fault: t`${shown(text)} is no hash, IP address, domain or URL.` };
  }
}

/** What a value is by its form: forty digits may be a file or a certificate, and are taken for a file. */
function sortOf(value: string): Sort | null {
  if (/^(?:sha-?1|sha-?256|md5):|^[0-9a-f]{32}$|^[0-9a-f]{40}$|^[0-9a-f]{64}$/iu.test(value)) return 'file';
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(value)) return 'url';
  if (/^[0-9a-f:.]+(?:\/\d+)?$/iu.test(value) && isIP(value.split('/')[0] ?? '') !== 0) return 'ip';
  if (/^[^\s/@:]+\.[^\s/@:]+$/u.test(value)) return 'domain';
  return null;
}

function fileHash(text: string): Normalised {
  const value = text.replace(/^(?:sha-?1|sha-?256|md5):\s*/iu, '').toLowerCase();
  const type = HASHES.get(value.length);
  if (type !== undefined && /^[0-9a-f]+$/u.test(value)) return { type, value };
  return { fault: t`${shown(text)} is no hash of a file: a SHA-256 has 64 digits, a SHA-1 40 and an MD5 32.` };
}

function thumbprint(text: string): Normalised {
  const value = text.replace(/[\s:]/gu, '').toLowerCase();
  if (/^[0-9a-f]{40}$/u.test(value)) return { type: 'CertificateThumbprint', value };
  return { fault: t`${shown(text)} is no thumbprint of a certificate: that has 40 digits.` };
}

/** Networks that no indicator can name, since only addresses on the internet count (learn: indicator-ip-domain). */
const INTERNAL =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/u;

function address(text: string): Normalised {
  const [bare = '', range] = text.replace(/^\[|\]$/gu, '').split('/');
  const version = isIP(bare);
  if (version === 0) return { fault: t`${shown(text)} is no IP address.` };
  if (range !== undefined) return { fault: t`${shown(text)} is a range; Defender takes single IP addresses only.` };
  const value = version === 4 ? bare : new URL(`http://[${bare.replace(/%.*$/u, '')}]`).hostname.slice(1, -1);
  if (!INTERNAL.test(value)) return { type: 'IpAddress', value };
  return { fault: t`${shown(text)} is an internal address; Defender takes only those on the internet.` };
}

/** The host in ASCII, in lower case and without the dot of the root; null where it is no name of a host. */
function hostOf(text: string): string | null {
  if (/[\s/@:?#\\%\p{C}]/u.test(text) || !URL.canParse(`http://${text}`)) return null;
  const host = new URL(`http://${text}`).hostname.replace(/\.$/u, '');
  const labels = host.split('.');
  const isName = labels.length > 1 && labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label));
  return isName && isIP(host) === 0 && host.length <= 253 ? host : null;
}

function domain(text: string): Normalised {
  if (/^\*\./u.test(text)) {
    return { fault: t`${shown(text)}: leave out the star, since a domain stands for all below it, and for itself.` };
  }
  const value = hostOf(text);
  if (value !== null) return { type: 'DomainName', value };
  const isUrl = /[/:]/u.test(text);
  return {
    fault: isUrl ? t`${shown(text)} is no domain. With a path it is a URL.` : t`${shown(text)} is no domain.`,
  };
}

function url(text: string): Normalised {
  if (!/^https?:\/\//iu.test(text) || !URL.canParse(text))
    return { fault: t`${shown(text)} is no URL: one begins with http:// or https://.` };
  const read = new URL(text);
  if (read.username !== '' || read.password !== '') return { fault: t`${shown(text)} holds a name or a password.` };
  if (isIP(read.hostname.replace(/^\[|\]$/gu, '')) === 0) {
    const host = hostOf(read.hostname);
    if (host === null) return { fault: t`${shown(text)} names no host.` };
    read.hostname = host;
  }
  read.hash = '';
  if (read.href.length > URL_MAX) return { fault: t`This URL has more than ${URL_MAX} characters.` };
  return { type: 'Url', value: read.href };
}

/** A value within a fault: a long one is cut, and what cannot be seen is shown. */
function shown(text: string): string {
  const visible = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u2423');
  return `"${visible.length > 80 ? `${visible.slice(0, 79)}…` : visible}"`;
}

/** A value as people are shown it: what is written, and for a domain in other letters how it reads. */
export function shownValue(type: IndicatorType, value: string): string {
  const { sort } = typeRow(type);
  const host = sort === 'domain' ? value : sort === 'url' ? new URL(value).hostname : '';
  return /(?:^|\.)xn--/u.test(host) ? t`${value} (reads ${domainToUnicode(host)})` : value;
}
