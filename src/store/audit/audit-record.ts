import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AskedBefore } from '../../requests/record/digest.ts';
import type { Sealer } from '../bodies/task-seal.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import { shapeOf } from '../record/checkpoint.ts';
import type { Walked } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import { restoredIn } from '../record/restored.ts';
import { CheckedAccounts } from './checks/check-accounts.ts';
import {
  Anchors,
  type ChainWalk,
  NOTHING_SEEN,
  readNotes,
  strangeKeys,
  unboundHandOvers,
  walkChain,
  witnessLost,
} from './checks/check-chain.ts';
import { CheckedCensuses, CheckedCheckpoints } from './checks/check-leases.ts';
import { CheckedNote } from './checks/check-note.ts';
import { checkWork, readRows } from './checks/check-rows.ts';
import { sealFaults, ToldTasks } from './checks/check-seals.ts';
import type { LeftOut } from './checks/check-work.ts';
import { counted, openAfter, provenBy } from './conclusions.ts';
import { ToldChannel } from './own-setting.ts';
import { readEntry } from './read-entry.ts';
import {
  FaultList,
  KEEP_AND_COMPARE,
  nameOf,
  ofAnother,
  type RecordFault,
  unguarded,
  unsealed,
} from './record-fault.ts';
import { isWrittenTo, type RecordSource, withRecord } from './record-source.ts';
import { Policies, takeSealing } from './service-entries.ts';
import { stepFaults } from './step-rules.ts';
import { after, begin, type Story } from './story.ts';
import { restoringLine } from './told/restorings.ts';
import { ToldDevices } from './told/told-devices.ts';
import { ToldFacts } from './told/told-facts.ts';
import { ToldItems } from './told/told-items.ts';

export interface AuditOptions {
  /** Public keys that may have signed; null where signatures cannot be checked. */
  readonly keys: PublicKeys | null;
  /** Who seals what people ask: the holder of the private key; absent where only public ones are at hand. */
  readonly sealer?: Sealer | null;
  /** A head noted earlier, which must still be in the record. */
  readonly head?: string;
  /** What a file of signed checkpoints holds, which the record must have reached; empty where the file is gone. */
  readonly witness?: string;
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
  const { stories, walk, compared, notHeld } = told;
  const { count: entries, unsigned, walked } = walk;
  if (options.keys !== null && entries > 0 && unsigned === entries) faults.add(unsealed(walked));
  const { requests, untold, unseenSince } =
    entries === 0 ? await emptied(source, faults) : await compare(source, told, faults);
  if (entries > 0) faults.add(...(await sealFaults(source.asked(), options.sealer ?? null, told.tasks)));
  const signed = entries - unsigned;
  if (signed > 0) faults.add(...(await source.guards()).map(unguarded));
  const evidence = {
    faultCount: faults.total,
    entries,
    requests,
    sealsChecked: Boolean(options.sealer),
    checked: options.keys === null ? 0 : signed,
    unchecked: options.keys === null ? signed : 0,
    unsigned,
    untold,
    unseenSince,
    compared,
    notHeld,
    unnoted: faults.total > 0 ? [] : unboundHandOvers(walk, options.keys),
    unbound: [...stories.values()].filter((story) => story.last.stored === null).length,
  };
  return {
    faults: faults.kept,
    faultCount: faults.total,
    entries,
    requests,
    unchecked: evidence.unchecked,
    unsigned,
    retired: walked.retired.filter((keyId) => keyId !== walked.keyId),
    head: walked.hash,
    restorings: told.restorings,
    proven: provenBy(evidence),
    open: openAfter(evidence),
  };
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

interface Told {
  readonly stories: ReadonlyMap<string, Story>;
  readonly channel: ToldChannel;
  readonly facts: ToldFacts;
  readonly devices: ToldDevices;
  readonly items: ToldItems;
  readonly accounts: CheckedAccounts;
  readonly censuses: CheckedCensuses;
  readonly tasks: ToldTasks;
  readonly leftOut: LeftOut;
  readonly restorings: readonly string[];
  readonly walk: ChainWalk;
  /** How many heads and checkpoints noted elsewhere the record was compared with. */
  readonly compared: number;
  /** How many of those that were named it does not reach. */
  readonly notHeld: number;
  /** Whose record it is, as its first entry says; null where it is empty. */
  readonly tenant: string | null;
  /** When its newest entry was written, in milliseconds since 1970. */
  readonly newest: number;
}

async function readEntries(source: RecordSource, options: AuditOptions, faults: FaultList): Promise<Told> {
  const { keys, head, witness } = options;
  const noted = readNotes(witness ?? '', keys);
  faults.add(...noted.faults);
  const anchors = new Anchors(head, noted.checkpoints, keys?.handOvers);
  const known = nothingKnown();
  const note = new CheckedNote(await source.settings(), keys);
  const asked = new AskedBefore<AuditEntry>();
  const checkpoints = new CheckedCheckpoints();
  let walk = NOTHING_SEEN;
  let checkpoint: number | null = null;
  let tenant: string | null = null;
  let newest = 0;
  for await (const entry of source.entries()) {
    tenant ??= entry.tenantId;
    newest = Math.max(newest, entry.at);
    if (entry.tenantId !== tenant) faults.add(ofAnother(`entry ${entry.seq}`));
    const step = walkChain(walk, entry, keys);
    if (step.fault) faults.add(step.fault);
    faults.add(
      ...anchors.pass(entry),
      ...tell(asked.read(entry).entry, walk.walked, known),
      ...known.accounts.tell(entry),
      ...known.tasks.tell(entry),
      ...checkpoints.tell(entry),
    );
    walk = step.walk;
    note.tell(entry);
    if (entry.event === 'record.checkpoint') checkpoint = entry.seq;
  }
  const { seq, hash, keyId } = walk.walked;
  // Of a record without any signature there is but one thing to say.
  if (walk.count === 0 || walk.unsigned < walk.count)
    faults.add(...note.faults(walk.count === 0 ? null : { seq, hash, keyId }));
  faults.add(...strangeKeys(walk));
  faults.add(...anchors.missing(walk.walked.seq));
  if (checkpoint !== null && witness !== undefined && shapeOf(witness) === 'blank') faults.add(witnessLost(checkpoint));
  return { ...known, walk, compared: anchors.compared, notHeld: anchors.notHeld, tenant, newest };
}

interface Known {
  readonly stories: Map<string, Story>;
  readonly policies: Policies;
  readonly channel: ToldChannel;
  readonly facts: ToldFacts;
  readonly devices: ToldDevices;
  readonly items: ToldItems;
  readonly accounts: CheckedAccounts;
  readonly censuses: CheckedCensuses;
  readonly tasks: ToldTasks;
  /** Numbers that a restored store left out. */
  readonly leftOut: LeftOut[number][];
  readonly restorings: string[];
}

function nothingKnown(): Known {
  return {
    stories: new Map(),
    policies: new Policies(),
    channel: new ToldChannel(),
    facts: new ToldFacts(),
    devices: new ToldDevices(),
    items: new ToldItems(),
    accounts: new CheckedAccounts(),
    censuses: new CheckedCensuses(),
    tasks: new ToldTasks(),
    leftOut: [],
    restorings: [],
  };
}

/** Takes in what an entry says. @returns what does not fit the entries before it */
function tell(
  entry: AuditEntry,
  before: Walked,
  { stories, policies, channel, facts, devices, items, censuses, leftOut, restorings }: Known,
): readonly RecordFault[] {
  const read = readEntry(entry);
  channel.tell(read);
  facts.tell(entry);
  devices.tell(entry);
  items.tell(entry);
  censuses.tell(entry);
  const at = { where: `entry ${entry.seq}`, mend: KEEP_AND_COMPARE };
  if (read.kind === 'unread') return [{ ...at, request: entry.requestId, what: read.why }];
  if (read.kind === 'other') {
    policies.learn(entry);
    const restored = restoredIn(entry);
    if (restored) leftOut.push(restored.numbers);
    const line = restoringLine(entry);
    if (line !== null) restorings.push(line);
    return entry.event === 'record.sealed' ? takeSealing(entry, before, stories) : [];
  }
  const story = stories.get(read.id);
  if (read.kind === 'drafted') {
    stories.set(read.id, begin(read));
    if (!story) return [];
    return [{ ...at, request: nameOf(story), what: 'the request is drafted a second time' }];
  }
  const request = nameOf({ id: read.id, number: read.facts.number });
  if (!story) return [{ ...at, request, what: 'no entry before it tells of the draft of this request' }];
  stories.set(read.id, after(story, read));
  return stepFaults(story, read, policies);
}
