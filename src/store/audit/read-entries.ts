import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AskedBefore } from '../../requests/record/digest.ts';
import { shapeOf } from '../record/checkpoint.ts';
import type { Walked } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import { restoredIn } from '../record/restored.ts';
import { CheckedAccounts } from './checks/check-accounts.ts';
import { CheckedAlone, SETTLED } from './checks/check-alone.ts';
import {
  Anchors,
  type ChainWalk,
  NOTHING_SEEN,
  readNotes,
  strangeKeys,
  walkChain,
  witnessLost,
} from './checks/check-chain.ts';
import { CheckedCensuses, CheckedCheckpoints } from './checks/check-leases.ts';
import { CheckedLog, type LogFound, type LogLines } from './checks/check-log.ts';
import { ToldSealing } from './checks/check-messages.ts';
import { CheckedNote } from './checks/check-note.ts';
import { ToldTasks } from './checks/check-seals.ts';
import { CheckedTimes } from './checks/check-times.ts';
import type { LeftOut } from './checks/check-work.ts';
import { ToldChannel } from './own-setting.ts';
import { readEntry } from './read-entry.ts';
import { type FaultList, KEEP_AND_COMPARE, nameOf, ofAnother, type RecordFault } from './record-fault.ts';
import type { RecordSource } from './record-source.ts';
import { Policies, takeSealing } from './service-entries.ts';
import { stepFaults } from './step-rules.ts';
import { after, begin, type Story } from './story.ts';
import { restoringLine } from './told/restorings.ts';
import { ToldDevices } from './told/told-devices.ts';
import { ToldFacts } from './told/told-facts.ts';
import { ToldItems } from './told/told-items.ts';

/** What the record is compared with while it is read. */
export interface Evidence {
  /** Public keys that may have signed; null where signatures cannot be checked. */
  readonly keys: PublicKeys | null;
  /** A head noted earlier, which must still be in the record. */
  readonly head?: string;
  /** What a file of signed checkpoints holds, which the record must have reached; empty where the file is gone. */
  readonly witness?: string;
  /** That the record may be a copy of before, which need not reach those checkpoints, or another one altogether. */
  readonly isCopy?: boolean;
  /** What the service's own log tells of the record. */
  readonly log?: LogLines;
}

/** What the entries tell, gathered, and where the walk along them ended. */
export interface Told {
  readonly stories: ReadonlyMap<string, Story>;
  readonly channel: ToldChannel;
  readonly facts: ToldFacts;
  readonly devices: ToldDevices;
  readonly items: ToldItems;
  readonly accounts: CheckedAccounts;
  readonly censuses: CheckedCensuses;
  readonly tasks: ToldTasks;
  readonly sealing: ToldSealing;
  readonly leftOut: LeftOut;
  readonly restorings: readonly string[];
  /** What operators said of clocks that were put right. */
  readonly clocks: readonly string[];
  readonly walk: ChainWalk;
  /** How many heads and checkpoints noted elsewhere the record was compared with. */
  readonly compared: number;
  /** How many of those that were named it does not reach. */
  readonly notHeld: number;
  /** How many checkpoints tell of what an operator gave up. */
  readonly givenUp: number;
  /** How many entries checkpoints tell of that a copy does not reach; null where it reaches them all. */
  readonly beyond: number | null;
  /** How far the log was compared; null where none was named. */
  readonly logged: LogFound | null;
  /** Whose record it is, as its first entry says; null where it is empty. */
  readonly tenant: string | null;
  /** When its newest entry was written, in milliseconds since 1970. */
  readonly newest: number;
}

/** Reads the record once, from its first entry to its last. */
export async function readEntries(source: RecordSource, options: Evidence, faults: FaultList): Promise<Told> {
  const { keys, witness, isCopy = false } = options;
  const noted = readNotes(witness ?? '', keys, isCopy);
  faults.add(...noted.faults);
  const known = nothingKnown();
  const outside = outsideOf(options, noted, await source.settings());
  const [checkpoints, times] = [new CheckedCheckpoints(), new CheckedTimes()];
  const asked = new AskedBefore<AuditEntry>();
  let walk = NOTHING_SEEN;
  let [checkpoint, tenant, newest]: [number | null, string | null, number] = [null, null, 0];
  for await (const entry of source.entries()) {
    tenant ??= entry.tenantId;
    newest = Math.max(newest, entry.at);
    if (entry.tenantId !== tenant) faults.add(ofAnother(`entry ${entry.seq}`));
    const step = walkChain(walk, entry, keys);
    if (step.fault) faults.add(step.fault);
    faults.add(...outside.anchors.pass(entry), ...tell(asked.read(entry).entry, walk.walked, known));
    faults.add(...besides(entry, known), ...checkpoints.tell(entry));
    times.tell(entry, !step.fault);
    walk = step.walk;
    outside.note.tell(entry);
    known.sealing.tell(entry);
    noted.strange.tell(entry, keys);
    outside.logged?.tell(entry);
    if (entry.event === 'record.checkpoint') checkpoint = entry.seq;
  }
  faults.add(...endFaults(walk, outside), ...noted.strange.faults(), ...times.faults());
  const isBlank = witness !== undefined && !isCopy && shapeOf(witness) === 'blank';
  if (checkpoint !== null && isBlank) faults.add(witnessLost(checkpoint));
  const { compared, notHeld, givenUp, beyond } = outside.anchors;
  const clocks = times.lines();
  const logged = outside.logged?.found ?? null;
  return { ...known, clocks, walk, compared, notHeld, givenUp, beyond, tenant, newest, logged };
}

function outsideOf(
  { keys, head, log, isCopy }: Evidence,
  { checkpoints }: ReturnType<typeof readNotes>,
  settings: Awaited<ReturnType<RecordSource['settings']>>,
): Outside {
  return {
    anchors: new Anchors({ head, checkpoints, handOvers: keys?.handOvers, isCopy }),
    note: new CheckedNote(settings, keys),
    logged: log ? new CheckedLog(log, keys) : null,
  };
}

/** What was noted of the record outside its entries. */
interface Outside {
  readonly anchors: Anchors;
  readonly note: CheckedNote;
  readonly logged: CheckedLog | null;
}

/** What shows once the record is read to its end. */
function endFaults(walk: ChainWalk, { anchors, note, logged }: Outside): readonly RecordFault[] {
  const { walked, count, unsigned } = walk;
  const { seq, hash, keyId } = walked;
  // Of a record without any signature there is but one thing to say.
  const isUnsealed = count > 0 && unsigned === count;
  return [
    ...(isUnsealed ? [] : note.faults(count === 0 ? null : { seq, hash, keyId })),
    ...strangeKeys(walk),
    ...anchors.missing(seq),
    ...(logged?.faults() ?? []),
  ];
}

interface Known {
  readonly stories: Map<string, Story>;
  readonly policies: Policies;
  readonly alone: CheckedAlone;
  readonly channel: ToldChannel;
  readonly facts: ToldFacts;
  readonly devices: ToldDevices;
  readonly items: ToldItems;
  readonly accounts: CheckedAccounts;
  readonly censuses: CheckedCensuses;
  readonly tasks: ToldTasks;
  readonly sealing: ToldSealing;
  /** Numbers that a restored store left out. */
  readonly leftOut: LeftOut[number][];
  readonly restorings: string[];
}

function nothingKnown(): Known {
  return {
    stories: new Map(),
    policies: new Policies(),
    alone: new CheckedAlone(),
    channel: new ToldChannel(),
    facts: new ToldFacts(),
    devices: new ToldDevices(),
    items: new ToldItems(),
    accounts: new CheckedAccounts(),
    censuses: new CheckedCensuses(),
    tasks: new ToldTasks(),
    sealing: new ToldSealing(),
    leftOut: [],
    restorings: [],
  };
}

/** Takes in what an entry says of what is remembered, and of work. */
function besides(entry: AuditEntry, { accounts, tasks, facts }: Known): readonly RecordFault[] {
  return [...accounts.tell(entry), ...tasks.tell(entry), ...facts.tell(entry)];
}

/** Takes in what an entry says. @returns what does not fit the entries before it */
function tell(
  entry: AuditEntry,
  before: Walked,
  { stories, policies, alone, channel, devices, items, censuses, leftOut, restorings }: Known,
): readonly RecordFault[] {
  const read = readEntry(entry);
  channel.tell(read);
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
    if (entry.event === SETTLED) return alone.settle(entry);
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
  return [...stepFaults(story, read, policies), ...alone.tell(story, read, policies)];
}
