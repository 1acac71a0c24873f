import { quoted } from '../../../changes/device-group/words/names.ts';
import {
  classificationWords,
  determinationWords,
  statusWords,
} from '../../../changes/supported/alerts/alert-values.ts';
import type { AlertEntity } from '../../ports/defender-activity.ts';

type Words = Readonly<Record<string, string>>;

/** States of an investigation (learn: investigation, security-alert). */
const INVESTIGATIONS: Words = {
  Terminated: 'was ended before it was done',
  SuccessfullyRemediated: 'is done, and what it found is remedied',
  Benign: 'is done, and found no threat',
  Failed: 'failed',
  PartiallyRemediated: 'is done, and only a part of what it found is remedied',
  Running: 'is running',
  PendingApproval: 'waits for somebody to approve a remedy',
  PendingResource: 'waits for its device, or for what it needs',
  PartiallyInvestigated: 'looked at a part only',
  TerminatedByUser: 'was ended by a person',
  TerminatedBySystem: 'was ended by Defender',
  Queued: 'waits for its turn',
  InnerFailure: 'failed inside Defender',
  PreexistingAlert: 'did not begin: the alert is older',
  UnsupportedOs: 'did not begin: the operating system is not supported',
  UnsupportedAlertType: 'did not begin: it is not supported for such alerts',
  SuppressedAlert: 'did not begin: the alert is suppressed',
};

/** What became of a piece of evidence (learn: security-alertevidence). */
const REMEDIES: Words = {
  Remediated: 'remedied',
  Prevented: 'prevented',
  Blocked: 'blocked',
  NotFound: 'not found any more',
  Active: 'still active',
  PendingApproval: 'waits for approval',
  Declined: 'somebody declined its remedy',
  Unremediated: 'not remedied',
  NotRemediated: 'not remedied',
  Running: 'its remedy is running',
  PartiallyRemediated: 'remedied in part',
};

const VERDICTS: Words = { Suspicious: 'suspicious', Malicious: 'malicious', NoThreatsFound: 'no threat found' };

/** How an action on a device goes (learn: machineaction). */
const ACTS: Words = {
  Pending: 'waits for the device',
  InProgress: 'in progress',
  Succeeded: 'done',
  Failed: 'failed',
  TimeOut: 'timed out',
  Cancelled: 'cancelled',
};

/** How Microsoft Graph calls what Defender's own API calls otherwise. */
const GRAPH: Words = {
  Apt: 'MultiStagedAttack',
  Clean: 'NotMalicious',
  ConfirmedUserActivity: 'ConfirmedActivity',
  SecurityPersonnel: 'SecurityTesting',
};

/** Both APIs have the same values; Graph begins them with a small letter. */
function pascal(value: string): string {
  const name = value.charAt(0).toUpperCase() + value.slice(1);
  return GRAPH[name] ?? name;
}

/** A value without words of its own is told as it is, and as Defender's. */
function wordsIn(words: Words, value: string): string {
  return words[pascal(value)] ?? asDefenderSays(value);
}

/** What Airlock has no words for. */
export function asDefenderSays(value: string): string {
  const shown = quoted(value);
  return `Defender says ${shown.startsWith('"') ? shown : `"${shown}"`}`;
}

/** How the investigation of an alert stands, in a sentence; null where that is not told. */
export function investigationWords(state: string | null): string | null {
  if (!isTold(state)) return null;
  const words = INVESTIGATIONS[pascal(state)];
  return words === undefined ? `Of its investigation ${asDefenderSays(state)}.` : `Its investigation ${words}.`;
}

/** How an action goes, by what Defender calls its status. */
export function actStatusWords(status: string): string {
  return wordsIn(ACTS, status);
}

/** The verdict of an entity, and what became of it; empty where neither is told. */
export function entityWords({ verdict, remediation }: Pick<AlertEntity, 'verdict' | 'remediation'>): string {
  const both = [
    ...(verdict === null ? [] : [wordsIn(VERDICTS, verdict)]),
    ...(remediation === null ? [] : [wordsIn(REMEDIES, remediation)]),
  ];
  return both.join(', ');
}

/** What kind of thing a piece of evidence is, from how Graph calls it: `registryKey` becomes "registry key". */
export function evidenceWords(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/gu, ' ').toLowerCase();
}

/** @param wordsOf words for what Defender's own API calls it; the same where it has none */
function said(value: string, wordsOf: (value: string) => string): string {
  const words = wordsOf(pascal(value));
  return words === pascal(value) ? asDefenderSays(value) : words;
}

/** How an alert is handled and what somebody said of it, in one sentence. */
export function alertWords(alert: {
  readonly status: string | null;
  readonly classification: string | null;
  readonly determination: string | null;
}): string {
  const { status, classification, determination } = alert;
  const handled = isTold(status) ? said(status, statusWords) : 'status not told';
  return `${handled.charAt(0).toUpperCase()}${handled.slice(1)}, ${classified(classification, determination)}.`;
}

function classified(classification: string | null, determination: string | null): string {
  if (!isTold(classification)) return 'not classified';
  const as = said(classification, classificationWords);
  if (!isTold(determination)) return `classified as ${as}`;
  return `classified as ${as} (${said(determination, determinationWords)})`;
}

/** Values by which Graph and Defender tell nothing. */
const NOTHING: readonly string[] = ['', 'unknown', 'unknownFutureValue'];

function isTold(value: string | null): value is string {
  return value !== null && !NOTHING.includes(value.charAt(0).toLowerCase() + value.slice(1));
}
