import type { Sealer } from '../bodies/task-seal.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import { unboundHandOvers } from './checks/check-chain.ts';
import { messageFaults } from './checks/check-messages.ts';
import { checkWork, readRows } from './checks/check-rows.ts';
import { sealFaults } from './checks/check-seals.ts';
import { counted, openAfter, provenBy } from './conclusions.ts';
import { type Evidence, readEntries, type Told } from './read-entries.ts';
import { FaultList, KEEP_AND_COMPARE, type RecordFault, unguarded, unsealed } from './record-fault.ts';
import { isWrittenTo, type RecordSource, withRecord } from './record-source.ts';

export interface AuditOptions extends Evidence {
  /** Who seals what people ask: the holder of the private key; absent where only public ones are at hand. */
  readonly sealer?: Sealer | null;
}

/** What an audit found, and what it looked at. */
export interface AuditReport {
  /** The first of them; `faultCount` has them all. */
  readonly faults: readonly RecordFault[];
  readonly faultCount: number;
  readonly entries: number;
  readonly requests: number;
  /** Entries with a signature that was not checked, since no key was given. */
  readonly unchecked: number;
  /** Entries without a signature. */
  readonly unsigned: number;
  /** Ids of the keys that gave way to another, which may sign nothing more. */
  readonly retired: readonly string[];
  /** Hash of the last entry; zeros where there is none. */
  readonly head: string;
  /** What an operator said of each restoring of the store, and what was given up by it: lines. */
  readonly restorings: readonly string[];
  /** What operators said of clocks that were put right: sentences. */
  readonly clocks: readonly string[];
  /** What this audit has shown, and what it cannot show: sentences. */
  readonly proven: readonly string[];
  readonly open: readonly string[];
}

/**
 * Audits what is stored in a place, as it is at one moment. A file that a service has begun to write to meanwhile is
 * read once more.
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function auditPlace(place: StoreLocation, options: AuditOptions): Promise<AuditReport> {
  const idle = !isWrittenTo(place);
  const report = await withRecord(place, (source) => auditRecord(source, options));
  if (report.faultCount === 0 || !idle || !isWrittenTo(place)) return report;
  return withRecord(place, (source) => auditRecord(source, options));
}

/**
 * Checks the record by its meaning, and what is stored beside it: the chain, each step of each request, and both ways
 * whether rows, tasks and locks are what the entries account for.
 */
export async function auditRecord(source: RecordSource, options: AuditOptions): Promise<AuditReport> {
  const faults = new FaultList();
  const told = await readEntries(source, options, faults);
  const { stories, compared, notHeld, givenUp, beyond, logged } = told;
  const { count: entries, unsigned, walked } = told.walk;
  const signed = entries - unsigned;
  if (options.keys !== null && entries > 0 && signed === 0) faults.add(unsealed(walked));
  const { requests, untold, unseenSince } =
    entries === 0 ? await emptied(source, faults) : await compare(source, told, faults);
  if (entries > 0) faults.add(...(await sealedOtherwise(source, options, told)));
  // Of an emptied record no entry tells that there were any, so what tells it otherwise counts.
  const isGuarded = signed > 0 || (entries === 0 && faults.total > 0);
  if (isGuarded) faults.add(...(await source.guards()).map(unguarded));
  const evidence = {
    faultCount: faults.total,
    entries,
    requests,
    sealsChecked: Boolean(options.sealer),
    checked: options.keys === null ? 0 : signed,
    unchecked: options.keys === null ? signed : 0,
    ...{ unsigned, untold, unseenSince, compared, notHeld, givenUp, beyond, logged },
    unnoted: faults.total > 0 ? [] : unboundHandOvers(told.walk, options.keys),
    unbound: [...stories.values()].filter((story) => story.last.stored === null).length,
  };
  return {
    faults: faults.named(stories),
    faultCount: faults.total,
    entries,
    requests,
    unchecked: evidence.unchecked,
    unsigned,
    retired: walked.retired.filter((keyId) => keyId !== walked.keyId),
    head: walked.hash,
    restorings: told.restorings,
    clocks: told.clocks,
    proven: provenBy(evidence),
    open: openAfter(evidence),
  };
}

/** What is not as the service sealed it. */
async function sealedOtherwise(
  source: RecordSource,
  { keys, sealer = null }: AuditOptions,
  { tasks, sealing }: Told,
): Promise<readonly RecordFault[]> {
  const asked = await sealFaults(source.asked(), sealer, tasks);
  return [...asked, ...(await messageFaults(source, { sealer, keys, told: sealing }))];
}

/** A record without an entry, in a new store or in one whose record was removed. */
async function emptied(source: RecordSource, faults: FaultList): Promise<Stored> {
  let count = 0;
  for await (const _row of source.requests()) count += 1;
  if (count === 0) return { requests: 0, untold: 0, unseenSince: null };
  const what = `it is empty beside ${counted(count, 'request', 'requests')}: all its entries were removed`;
  faults.add({ where: 'the record', request: null, what, mend: KEEP_AND_COMPARE });
  return { requests: count, untold: 0, unseenSince: null };
}

interface Stored {
  readonly requests: number;
  /** Accounts of which something is remembered, and no entry tells. */
  readonly untold: number;
  /** When everybody was last looked at, where entries went on for longer than a day since. */
  readonly unseenSince: number | null;
}

/** Compares what is stored with what the entries tell. */
async function compare(source: RecordSource, told: Told, faults: FaultList): Promise<Stored> {
  const rows = await readRows(source, told, faults);
  await checkWork(source, told, rows, faults);
  faults.add(...told.channel.faults(await source.settings(), told.tenant));
  faults.add(...told.facts.faults(await source.facts(), told.tenant));
  const accounts = await source.accounts();
  faults.add(...told.accounts.faults(accounts, told.tenant));
  faults.add(...(await told.devices.faults(source.devices())));
  faults.add(...(await told.items.faults(source.items())));
  const late = told.censuses.fault(accounts, told.newest);
  if (late) faults.add(late);
  const unseenSince = told.censuses.unseenSince(accounts, told.newest);
  return { requests: rows.count, untold: told.accounts.areTold ? 0 : accounts.length, unseenSince };
}
