import type { LogFound } from './checks/check-log.ts';

/** What an audit could look at. */
export interface Looked {
  readonly faultCount: number;
  readonly entries: number;
  readonly requests: number;
  /** Whether the seals of what people asked were checked. */
  readonly sealsChecked: boolean;
  /** Entries whose signature was checked; entries with one that could not be; entries without one. */
  readonly checked: number;
  readonly unchecked: number;
  readonly unsigned: number;
  /** Rows about accounts of which no entry tells: an earlier version wrote them. */
  readonly untold: number;
  /** When everybody was last looked at, where that was more than a day before the newest entry; else null. */
  readonly unseenSince: number | null;
  /** How many heads and checkpoints noted elsewhere the record was compared with. */
  readonly compared: number;
  /** How many of those that were named the record does not reach. */
  readonly notHeld: number;
  /** How many checkpoints, of those that were named, tell of what an operator gave up when the store was restored. */
  readonly givenUp: number;
  /** How many entries the checkpoints of the settings tell of that a copy does not reach; null where it does. */
  readonly beyond: number | null;
  /** How far the service's log was compared; null where none was named. */
  readonly logged: LogFound | null;
  /** Lines for the file of keys that note where a key gave way, as far as it does not hold them. */
  readonly unnoted: readonly string[];
  /** Requests of which no entry says what was stored last. */
  readonly unbound: number;
}

/** What an audit without a fault has shown: sentences. */
export function provenBy({
  faultCount,
  entries,
  requests,
  untold,
  checked,
  unsigned,
  compared,
  logged,
}: Looked): readonly string[] {
  if (faultCount > 0 || entries === 0) return [];
  return [
    'each entry follows the one before it, and each step was allowed to whoever took it.',
    storedIsTold(counted(requests, 'request', 'requests'), untold),
    ...(checked > 0 ? [`${counted(checked, 'entry was', 'entries were')} signed with a key that was named.`] : []),
    ...(checked > 0 && unsigned > 0
      ? [`the ${unsigned} unsigned entries are as they were when the first signed one sealed them.`]
      : []),
    ...(compared > 0
      ? [
          `the record holds ${compared === 1 ? 'the one head or checkpoint that was' : `all ${compared} heads and checkpoints that were`} noted elsewhere.`,
        ]
      : []),
    ...(logged ? logSentences(logged) : []),
  ];
}

/** What no entry tells of accounts is not proven. */
function storedIsTold(all: string, untold: number): string {
  if (untold > 0)
    return `what is stored of ${all}, with tasks and locks and all that is remembered of switches and device groups, is what the entries account for.`;
  return `what is stored of ${all}, with tasks and locks and all that is remembered of switches, device groups and accounts, is what the entries account for.`;
}

function logSentences({ held, first, last, givenUp }: LogFound): readonly string[] {
  return [
    ...(held === 0
      ? []
      : [
          `the record holds each of the ${counted(held, 'entry', 'entries')} of which the log tells, from entry ${first} to entry ${last}.`,
        ]),
    ...(givenUp > 0
      ? [
          `of ${counted(givenUp, 'line', 'lines')} of the log that the record does not hold, an operator said later that the store was restored.`,
        ]
      : []),
  ];
}

/** What it cannot show: sentences. */
export function openAfter(looked: Looked): readonly string[] {
  const { unbound, untold, unseenSince } = looked;
  return [
    ...signatureGaps(looked),
    ...looked.unnoted.map(
      (line) =>
        `that no holder of the key that gave way wrote all up to there anew: add this line to the file of RECORD_OLD_KEYS_FILE: ${line}`,
    ),
    endGap(looked),
    ...(looked.givenUp > 0 ? [givenUpGap(looked.givenUp)] : []),
    ...(looked.logged ? logGaps(looked.logged) : []),
    ...(unbound > 0
      ? [
          `all of ${counted(unbound, 'request', 'requests')} that ended under a release that did not record what it stored: deadlines, waits and notes were not compared.`,
        ]
      : []),
    ...(untold > 0
      ? [
          'what is remembered of accounts: no entry tells of it. Where an earlier version remembered it and this one has not looked at anybody since its first start, that is so, and the next look takes it over as it is. Else entries that told of it were cut off the end, or somebody wrote it: compare the record with checkpoints (--witness) and with the log (--log).',
        ]
      : []),
    ...(unseenSince === null
      ? []
      : [
          `what changed in accounts after ${new Date(unseenSince).toISOString()}: the service looks at everybody every hour, and entries went on for more than a day without that. Run the doctor, and find in the log why.`,
        ]),
    ...(looked.sealsChecked
      ? []
      : [
          'that what waits to be done was asked by the person it names, and that messages have the words that the service wrote: only the private key of the record shows that. The service checks it before it does or sends anything.',
        ]),
    'which messages and cards there are, conversations, contacts and forms: no entry binds them, and none of them is evidence.',
    'what people did in Defender without Airlock, and that whoever runs the service or holds its signing key was honest.',
  ];
}

function givenUpGap(count: number): string {
  const those = count === 1 ? 'the one checkpoint' : `the ${count} checkpoints`;
  return `what stood in the entries of ${those} that the record does not hold: an operator said that the store was restored, and gave them up. Keep the copy of the store from before.`;
}

function logGaps({ lacking, unread, mayBe }: LogFound): readonly string[] {
  return [
    ...(mayBe > 0
      ? [
          `that ${counted(mayBe, 'line', 'lines')} of the log that the record does not hold ${mayBe === 1 ? 'tells' : 'tell'} of what was given up: an operator said later that the store was restored, and nothing noted then that the record had come so far.`,
        ]
      : []),
    ...(lacking > 0
      ? [`that the log is whole: it lacks ${counted(lacking, 'entry', 'entries')} between its first and its last.`]
      : []),
    ...(unread > 0
      ? [`what ${counted(unread, 'line', 'lines')} of the log say that speak of the record and cannot be read.`]
      : []),
  ];
}

function endGap({ entries, compared, notHeld, beyond, logged }: Looked): string {
  if (notHeld > 0)
    return `what stood at and after the ${notHeld === 1 ? 'head or checkpoint' : `${notHeld} heads or checkpoints`} that it does not hold.`;
  if (beyond !== null)
    return `that nothing was cut off the end: AUDIT_WITNESS_FILE tells of ${counted(beyond, 'entry', 'entries')}, and this copy has ${entries}. A copy or backup of before is so. Of one that was made since, entries are missing: name that file with --witness, and the verdict says so.`;
  if (compared === 0 && logged !== null && logged.held > 0)
    return `that nothing was cut off after entry ${logged.last}, the last in the log that the record holds.`;
  if (compared > 0) return 'that nothing was cut off after the newest head or checkpoint it was compared with.';
  return 'that nothing was cut off the end. A record that was cut together with its rows, or put back from a backup, looks whole: compare it with a head noted elsewhere (--head) or with checkpoints (--witness).';
}

function signatureGaps({ checked, unchecked, unsigned }: Looked): readonly string[] {
  if (unchecked > 0)
    return [`that the service wrote the entries: the signatures of ${unchecked} were not checked (--key).`];
  if (unsigned === 0) return [];
  if (checked === 0)
    return [
      'that the service wrote the entries: none is signed, so whoever can write to the database can write them all anew.',
    ];
  return [`that the service wrote the first ${unsigned} entries: they are older than the signatures.`];
}

/** `1 entry`, `2 entries` */
export function counted(count: number, one: string, more: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${more}`;
}
