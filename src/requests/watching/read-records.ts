import { errorFields, isAirlockError } from '../../shared/errors.ts';
import { personNamed } from '../knowing/named-in-log.ts';
import { allOutside } from '../knowing/outside-known.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { AuditedChange } from '../ports/tenant-audit.ts';
import type { OutsideItem } from '../record/outside.ts';
import type { Corroboration, Request } from '../record/request.ts';
import { corroborate, isForLater, type ReadRecord, surfaceByRecord, takeBackRecord } from './corroborate.ts';
import { type Explained, explainRecord, needsPerson } from './explained/explain-record.ts';
import { inHandNotices } from './explained/found-notices.ts';
import { knownBefore } from './feature-fact.ts';
import { itemOfRecord } from './outside-items.ts';
import type { LastLook, WatchedAudit, WatchedTenant } from './watched.ts';

/** Records come late, in bad times by days: so far back the log is read again, in ms. */
const OVERLAP = 7 * 24 * 3_600_000;

/** What one reading of the audit log gave, and what of it is to be told. */
export interface ReadRecords {
  readonly audit: WatchedAudit;
  readonly items: readonly OutsideItem[];
}

/**
 * Reads Microsoft's audit log from the last reading on, and a week before that. A record of an own request corroborates
 * it; a record that an open request may explain waits; what no request explains is to be told, unless it is older than
 * the first look.
 * @param requests newest first
 */
export async function readRecords(
  services: Services,
  { audit: before, tenant }: Pick<LastLook, 'audit' | 'tenant'>,
  requests: readonly Request[],
): Promise<ReadRecords> {
  const lookedAt = services.clock.now();
  const last = before ?? { began: lookedAt, until: null, source: null, seen: [], waiting: [], why: null, lookedAt };
  const since = (last.until ?? last.began) - OVERLAP;
  const read = await services.tenantAudit(since);
  if ('why' in read) return { audit: { ...last, why: read.why, lookedAt }, items: [] };
  const { changes, source, until, leftOut } = read.value;
  const known = new Set(last.seen.map(({ id }) => id));
  const records = new Map([...last.waiting, ...changes].map((record) => [record.id, record]));
  const isNew = ({ id }: AuditedChange) => !known.has(id);
  const all = [...records.values()].sort((a, b) => a.at - b.at);
  const fresh = all.filter((record) => isNew(record) || isNewsAgain(record, all.filter(isNew)));
  const waited = new Set(last.waiting.map(({ id }) => id));
  const reading = { source, readAt: lookedAt, began: last.began, tenant, all, waited };
  const sorted = await sort(services, fresh, requests, reading);
  const seen = [...last.seen, ...sorted.seen.filter(({ id }) => !known.has(id))].filter(
    ({ at }) => at >= lookedAt - 2 * OVERLAP,
  );
  return {
    audit: {
      ...{ began: last.began, until, source, seen, waiting: sorted.waiting, why: null, lookedAt },
      ...(leftOut !== undefined && { leftOut }),
    },
    items: sorted.items,
  };
}

/** Whether a record that comes late says that a switch was set otherwise before one that is known. */
function isNewsAgain({ feature, value, at }: AuditedChange, late: readonly AuditedChange[]): boolean {
  return feature !== null && late.some((one) => one.feature === feature && one.value !== value && one.at <= at);
}

interface Sorted {
  readonly seen: readonly { readonly id: string; readonly at: number }[];
  readonly waiting: readonly AuditedChange[];
  readonly items: readonly OutsideItem[];
}

interface Reading {
  readonly source: Corroboration['source'];
  readonly readAt: number;
  readonly began: number;
  /** The tenant as it was last seen; null where it was not. */
  readonly tenant: WatchedTenant | null;
  /** Which of them waited already. */
  readonly waited: ReadonlySet<string>;
  /** Every record that was read, those of earlier looks, too. */
  readonly all: readonly AuditedChange[];
}

/** What cannot be decided now, since the directory does not answer, waits for the next look. */
async function sort(
  services: Services,
  records: readonly AuditedChange[],
  requests: readonly Request[],
  { source, readAt, began, tenant, all, waited }: Reading,
): Promise<Sorted> {
  const seen: { id: string; at: number }[] = [];
  const waiting: AuditedChange[] = [];
  const items: OutsideItem[] = [];
  const told = (await allOutside(services)).flatMap(({ outside }) => outside.items);
  const current = new Map(requests.map((request) => [request.id, request]));
  const persons = await personsNamed(services, records.some((one) => needsPerson(one, requests)) ? all : [], requests);
  for (const record of records) {
    try {
      const around = { records: all, told: [...told, ...items], persons };
      const explained = explainedOne(record, [...current.values()], around);
      if (explained.kind === 'waits') {
        if (explained.inHand && !waited.has(record.id)) await tellInHand(services, explained.inHand, record);
        waiting.push(record);
        continue;
      }
      const read = { record, source, readAt };
      const after = await note(services, explained, read);
      if (after) current.set(after.id, after);
      if (explained.kind === 'outside' && record.at >= began)
        items.push(await outsideItem(services, read, explained.note, { tenant, fresh: items }));
      seen.push({ id: record.id, at: readAt });
    } catch (error) {
      if (!isForLater(error)) throw error;
      services.log.warn({ record: record.id }, 'record of the audit log left for the next look');
      waiting.push(record);
    }
  }
  return { seen, waiting, items };
}

async function tellInHand(services: Services, request: Request, record: AuditedChange): Promise<void> {
  await services.store.send({ messages: await inHandNotices(services, request, record), tasks: [] });
}

/** What a record says of a request is noted with it; null where it says nothing of any. */
async function note(services: Services, explained: Explained, read: ReadRecord): Promise<Request | null> {
  if (explained.kind === 'surfaces') return surfaceByRecord(services, explained, read);
  if (explained.kind === 'corroborates') return corroborate(services, explained, read);
  const mistaken = explained.kind === 'outside' ? explained.mistaken : undefined;
  return mistaken ? takeBackRecord(services, mistaken, read.record) : null;
}

type Persons = ReadonlyMap<string, DirectoryPerson | null>;

/** Whom records name that may be of own requests, by their ids; null where the directory does not answer. */
async function personsNamed(
  services: Services,
  records: readonly AuditedChange[],
  requests: readonly Request[],
): Promise<Persons | null> {
  const persons = new Map<string, DirectoryPerson | null>();
  try {
    for (const record of records.filter((one) => needsPerson(one, requests)))
      persons.set(record.id, await personNamed(services, record));
    return persons;
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    services.log.warn(errorFields(error), 'records of the audit log left for the next look: the directory is silent');
    return null;
  }
}

/** What nobody could be asked about waits. */
function explainedOne(
  record: AuditedChange,
  requests: readonly Request[],
  { persons, ...around }: { persons: Persons | null; records: readonly AuditedChange[]; told: readonly OutsideItem[] },
): Explained {
  if (persons === null && needsPerson(record, requests)) return { kind: 'waits' };
  return explainRecord(record, requests, { ...around, persons: persons ?? new Map() });
}

async function outsideItem(
  services: Services,
  read: ReadRecord,
  note: string | null,
  { tenant, fresh }: { readonly tenant: WatchedTenant | null; readonly fresh: readonly OutsideItem[] },
): Promise<OutsideItem> {
  const { feature, at } = read.record;
  const person = await personNamed(services, read.record);
  const known = feature && (await knownBefore(services, feature, { at, tenant, fresh }));
  return itemOfRecord(read, person?.name ?? null, note, known);
}
