import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import { exchange, type Incoming } from '../../shared/http/exchange.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import type { IncomingActivity } from './activity.ts';
import { isOfThisMachine } from './service-url.ts';

/** A file that somebody attached in their own chat with the bot; its address is a secret, and good for minutes. */
export interface AttachedFile {
  readonly name: string;
  readonly address: string;
}

/**
 * Fetches an attached file.
 * @returns what stands in it
 * @throws AirlockError input-invalid for a file that is not read; file-unavailable when it did not come
 */
export type FetchFile = (file: AttachedFile) => Promise<string>;

const FILE = 'application/vnd.microsoft.teams.file.download.info';
const content = z.object({ downloadUrl: z.string().max(4_096) });

/** The files of a message (docs/facts/teams.md#files). What somebody pastes into a text or quotes is none. */
export function filesOf({ attachments }: IncomingActivity): readonly AttachedFile[] {
  return attachments.flatMap((one) => {
    const parsed = one?.contentType === FILE ? content.safeParse(one.content) : null;
    return parsed?.success ? [{ name: one?.name ?? 'file', address: parsed.data.downloadUrl }] : [];
  });
}

/** The largest file that is read, in bytes: 500 indicators with their titles are a quarter of it. */
export const FILE_MAX = 256 * 1024;

/** Milliseconds for all of it: Teams waits 15 seconds for the answer to a message. */
const TIMEOUT = 6_000;

/**
 * Where Teams keeps files of chats: OneDrive for Business, on the host of the tenant it belongs to. Clouds of
 * governments that have other hosts send bots no files.
 */
const HOST = /^[a-z0-9][a-z0-9-]{0,62}\.sharepoint\.com$/u;

/** @param demo whether files come from this machine alone */
export function fileFetcher(demo: boolean): FetchFile {
  return async ({ address }) => {
    const url = addressOf(address, demo);
    if (url === null) throw new AirlockError('input-invalid', beside(NOT_FROM_THERE));
    return textOf(await fetched(url));
  };
}

/** Nobody may send Airlock to another host than those; null for such an address. */
function addressOf(address: string, demo: boolean): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  if (demo) return isOfThisMachine(url) ? url : null;
  return url.protocol === 'https:' && url.port === '' && HOST.test(url.hostname) ? url : null;
}

/** The address says all that lets somebody read: no token goes along, and nobody is sent on to another address. */
async function fetched(url: URL): Promise<Incoming> {
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'node' };
  const bounds = { timeoutMs: TIMEOUT, signal: undefined, maxBytes: FILE_MAX };
  try {
    return await exchange({ method: 'GET', url, headers, body: null, onlyAsks: true }, bounds);
  } catch (error) {
    throw new AirlockError('file-unavailable', beside(NOT_FETCHED), { cause: error });
  }
}

function textOf({ status, rawHeaders, bytes }: Incoming): string {
  const type = rawHeaders.find((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'content-type') ?? '';
  if (status >= 300 && status < 400) throw new AirlockError('input-invalid', beside(A_PAGE));
  if (status !== 200) throw new AirlockError('file-unavailable', beside(NOT_FETCHED), { details: { status } });
  if (/^text\/html\b/iu.test(type.trim())) throw new AirlockError('input-invalid', beside(A_PAGE));
  if (bytes === null) throw new AirlockError('input-invalid', tooLarge());
  const text = decoded(bytes);
  if (text === null || text.includes('\0')) throw new AirlockError('input-invalid', say(NO_TEXT));
  return text;
}

/** As UTF-8, or as UTF-16 where its first two bytes say so, as spreadsheets do; null for bytes that are no text. */
function decoded(bytes: Buffer): string | null {
  const coding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(coding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const PASTE = msg`You can paste the list below the first line of a message as well.`;
const NOT_FROM_THERE = msg`Airlock reads files that lie in the OneDrive of a chat alone, and did not open this one.`;
const NOT_FETCHED = msg`Teams did not hand over the file, so nothing was read. Attach it again.`;
const A_PAGE = msg`Teams sent the address of a page, not of the file, as it does on phones. Attach the file from a computer.`;
const NO_TEXT = msg`The file is no text. Save it as JSON, or as CSV in UTF-8, and attach it again.`;

/** Why a file was not read, and what can be done without one. */
function beside(why: string): string {
  return `${say(why)} ${say(PASTE)}`;
}

function tooLarge(): string {
  return t`The file is larger than ${FILE_MAX / 1_024} KB, so nothing of it was read. Make two of it.`;
}
