import { z } from 'zod';
import { isAirlockError } from '../../../shared/errors.ts';
import { type BearerCall, type BearerOptions, bearerCall, inKnownForm } from '../bearer-call.ts';
import { type AuditSource, auditedChanges, changesIn, type LogReading } from './audited-change.ts';

export const FEED = {
  name: "Microsoft's Management Activity API",
  api: 'Office 365 Management APIs',
  permission: 'ActivityFeed.Read',
} as const;

const DAY = 86_400_000;

/** Content is listed for 7 days (docs/facts/defender.md#audit); a minute less, since clocks differ. */
const FURTHEST = 7 * DAY - 60_000;

/** The most new parts of the log to fetch in one reading; the next one goes on from there. */
const MOST_PARTS = 500;

/** The most empty pages in a row: the next one that links on is the end of what can be read. */
const MOST_EMPTY = 3;

/** The most pages of one list. */
const MOST_PAGES = 200;

/** The most parts that cannot be read before a reading stops: each may take as long as a call may. */
const MOST_UNREAD = 5;

const anything = z.array(z.unknown());

const part = z.object({
  contentId: z.string(),
  contentUri: z.string(),
  contentCreated: z.string().nullish().catch(null),
});

type Part = z.infer<typeof part>;

/**
 * Reads the records of `Audit.General` from the Management Activity API. It begins Airlock's own subscription where
 * there is none, which is the only thing that it starts anywhere. A part of the log that was read is not fetched again;
 * one that cannot be read is tried again by the next reading, while the rest is read. A part lists what was written in
 * it at its time, however old that is.
 * @throws AirlockError the tenant's errors
 */
export function feedSource(options: AuditSource) {
  const { clock, tenantId } = options;
  const call = bearerCall(options);
  const feed = `/api/v1.0/${tenantId}/activity/feed/subscriptions`;
  const type = `contentType=Audit.General&PublisherIdentifier=${tenantId}`;
  /** The changes in each part of the log that was read, by its id. */
  const read = new Map<string, Contents & { readonly created: number }>();
  let isSubscribed = false;
  const list = async (since: number, until: number): Promise<Listed> => {
    const wasSubscribed = isSubscribed;
    if (!wasSubscribed) await subscribe(call, `${feed}/start?${type}`);
    isSubscribed = true;
    const found: Listed[] = [];
    for (const window of windows(since, until)) {
      const path = `${feed}/content?${type}&${spanOf(window)}`;
      const parts = await listParts(call, options, { path, from: window[0] }).catch((error: unknown) => {
        isSubscribed = false;
        return wasSubscribed ? nothingThere(error) : Promise.reject(error);
      });
      if (parts === null) return list(since, until);
      found.push(parts);
    }
    return together(found);
  };
  return async (since: number): Promise<LogReading> => {
    const until = clock.now();
    const { parts, odd, wholeUntil } = await list(Math.max(since, until - FURTHEST), until);
    const { unread, lost } = await take({ call, options, read }, parts, until);
    const contents = parts.flatMap(({ contentId }) => read.get(contentId) ?? []);
    const leftOut = contents.reduce((sum, one) => sum + one.leftOut, odd + lost);
    return {
      changes: contents.flatMap(({ changes }) => changes),
      leftOut,
      until: Math.min(until, wholeUntil, ...unread.map((one) => createdOf(one) || until)),
    };
  };
}

interface Taking {
  readonly call: ReturnType<typeof bearerCall>;
  readonly options: AuditSource;
  /** The changes in each part of the log that was read, by its id. */
  readonly read: Map<string, Contents & { readonly created: number }>;
}

/** Reads what was not read yet, and says what could not be. */
async function take({ call, options, read }: Taking, parts: readonly Part[], until: number) {
  const fresh = parts.filter(({ contentId }) => !read.has(contentId)).sort((a, b) => createdOf(a) - createdOf(b));
  const unread = fresh.slice(MOST_PARTS);
  let [failed, gone] = [0, 0];
  for (const one of fresh.slice(0, MOST_PARTS)) {
    const contents = failed < MOST_UNREAD ? await partOrNull(readPart(call, options, one.contentUri)) : null;
    if (contents === null) unread.push(one);
    else if (contents !== 'gone') read.set(one.contentId, { ...contents, created: createdOf(one) || until });
    failed += contents === null ? 1 : 0;
    gone += contents === 'gone' ? 1 : 0;
  }
  forget(read, until - 7 * DAY);
  return { unread, lost: gone + failed };
}

type Contents = Pick<LogReading, 'changes' | 'leftOut'>;

/** The parts of the log, and how many entries of their list, and how many ends of lists, could not be read. */
interface Listed {
  readonly parts: readonly Part[];
  readonly odd: number;
  /** Milliseconds since 1970: until when the list is whole; infinity where it is to its end. */
  readonly wholeUntil: number;
}

function together(lists: readonly Listed[]): Listed {
  return {
    parts: lists.flatMap(({ parts }) => parts),
    odd: lists.reduce((sum, { odd }) => sum + odd, 0),
    wholeUntil: Math.min(...lists.map((one) => one.wholeUntil)),
  };
}

function spanOf([from, to]: readonly [number, number]): string {
  return `startTime=${moment(from)}&endTime=${moment(to)}`;
}

/** Parts that are listed no more. */
function forget(read: Map<string, { readonly created: number }>, before: number): void {
  for (const [id, { created }] of read) if (created < before) read.delete(id);
}

/** Null for a part that cannot be read now. */
async function partOrNull(part: ReturnType<typeof readPart>): Promise<Awaited<ReturnType<typeof readPart>> | null> {
  try {
    return await part;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return null;
  }
}

/** The service answers 400 where the subscription is there already; the list tells whether it is. */
async function subscribe(call: BearerCall, path: string): Promise<void> {
  try {
    await call(path, {});
  } catch (error) {
    if (!isAirlockError(error, 'tenant-refused') || error.details.status !== 400) throw error;
  }
}

const SECOND = 1_000;

/** Windows of whole seconds and 24 hours at most, oldest first. */
function windows(since: number, until: number): [number, number][] {
  const found: [number, number][] = [];
  const end = Math.ceil(until / SECOND) * SECOND;
  for (let from = Math.floor(since / SECOND) * SECOND; from < end; from += DAY)
    found.push([from, Math.min(from + DAY, end)]);
  return found;
}

/** As the service takes it: UTC without a zone, to the second; the end is not included. */
function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

/** A list of one window: how to ask for it, and when the window begins, in ms since 1970. */
interface Window {
  readonly path: string;
  readonly from: number;
}

/** Every page of one window. It breaks off at a link to what was asked already, and where pages bring nothing new. */
async function listParts(call: BearerCall, { service }: BearerOptions, { path, from }: Window): Promise<Listed> {
  const found: Listed[] = [];
  const asked = new Set<string>();
  const ids = new Set<string>();
  let [next, empty]: [string | null, number] = [path, 0];
  while (next && !asked.has(next) && asked.size < MOST_PAGES && empty <= MOST_EMPTY) {
    asked.add(next);
    const page: Awaited<ReturnType<BearerCall>> = await call(next);
    const items = inKnownForm(service, anything.safeParse(page.body));
    const parts = items.flatMap((item) => part.safeParse(item).data ?? []);
    if (items.length > 0 && parts.length === 0) inKnownForm(service, { success: false });
    const fresh = parts.filter(({ contentId }) => !ids.has(contentId));
    for (const { contentId } of fresh) ids.add(contentId);
    next = page.headers.get('NextPageUri');
    empty = items.length === 0 ? empty + 1 : 0;
    found.push({ parts: fresh, odd: items.length - parts.length, wholeUntil: Number.POSITIVE_INFINITY });
    if (items.length > 0 && fresh.length === 0) break;
  }
  return together(next ? [...found, { parts: [], odd: 1, wholeUntil: from }] : found);
}

/** The service answers 400 where there is no subscription, and for a part of the log that it no longer has. */
function nothingThere(error: unknown): null {
  if (isAirlockError(error, 'tenant-refused') && error.details.status === 400) return null;
  throw error;
}

/** 0 where it is not told. */
function createdOf({ contentCreated }: Part): number {
  const at = Date.parse(contentCreated ?? '');
  return Number.isNaN(at) ? 0 : at;
}

/** The changes in one part of the log; `gone` for one that the service says is not there, which may pass. */
async function readPart(call: BearerCall, { service, tenantId }: AuditSource, uri: string): Promise<Contents | 'gone'> {
  const answer = await call(uri).catch(nothingThere);
  if (answer === null) return 'gone';
  const records = inKnownForm(service, anything.safeParse(answer.body));
  return changesIn(records, (record) => auditedChanges(record, tenantId));
}
