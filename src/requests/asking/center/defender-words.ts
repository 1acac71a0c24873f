import { quoted } from '../../../changes/device-group/words/names.ts';
import {
  classificationWords,
  comparedDetermination,
  determinationWords,
  statusWords,
} from '../../../changes/supported/alerts/alert-values.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { AlertEntity } from '../../ports/defender-activity.ts';

type Words = Readonly<Record<string, string>>;

/** States of an investigation (learn: investigation, security-alert). */
const INVESTIGATIONS: Words = {
  Terminated: msg`was ended before it was done`,
  SuccessfullyRemediated: msg`is done, and what it found is remedied`,
  Benign: msg`is done, and found no threat`,
  Failed: msg`failed`,
  PartiallyRemediated: msg`is done, and only a part of what it found is remedied`,
  Running: msg`is running`,
  PendingApproval: msg`waits for somebody to approve a remedy`,
  PendingResource: msg`waits for its device, or for what it needs`,
  PartiallyInvestigated: msg`looked at a part only`,
  TerminatedByUser: msg`was ended by a person`,
  TerminatedBySystem: msg`was ended by Defender`,
  Queued: msg`waits for its turn`,
  InnerFailure: msg`failed inside Defender`,
  PreexistingAlert: msg`did not begin: the alert is older`,
  UnsupportedOs: msg`did not begin: the operating system is not supported`,
  UnsupportedAlertType: msg`did not begin: it is not supported for such alerts`,
  SuppressedAlert: msg`did not begin: the alert is suppressed`,
};

/** What became of a piece of evidence (learn: security-alertevidence). */
const REMEDIES: Words = {
  Remediated: msg`remedied`,
  Prevented: msg`prevented`,
  Blocked: msg`blocked`,
  NotFound: msg`not found any more`,
  Active: msg`still active`,
  PendingApproval: msg`waits for approval`,
  Declined: msg`somebody declined its remedy`,
  Unremediated: msg`not remedied`,
  NotRemediated: msg`not remedied`,
  Running: msg`its remedy is running`,
  PartiallyRemediated: msg`remedied in part`,
};

const VERDICTS: Words = {
  Suspicious: msg`suspicious`,
  Malicious: msg`malicious`,
  NoThreatsFound: msg`no threat found`,
};

/** How an action on a device goes (learn: machineaction). */
const ACTS: Words = {
  Pending: msg`waits for the device`,
  InProgress: msg`in progress`,
  Succeeded: msg`done`,
  Failed: msg`failed`,
  TimeOut: msg`timed out`,
  Cancelled: msg`cancelled`,
};

/** How Microsoft Graph calls what Defender's own API calls otherwise. */
const GRAPH: Words = { Apt: 'MultiStagedAttack', SecurityPersonnel: 'SecurityTesting' };

/** Both APIs have the same values; Graph begins them with a small letter. */
function pascal(value: string): string {
  const name = comparedDetermination(value);
  return GRAPH[name] ?? name;
}

/** A value without words of its own is told as it is, and as Defender's. */
function wordsIn(words: Words, value: string): string {
  const known = words[pascal(value)];
  return known === undefined ? asDefenderSays(value) : say(known);
}

/** What Airlock has no words for. */
export function asDefenderSays(value: string): string {
  const shown = quoted(value);
  return t`Defender says ${shown.startsWith('"') ? shown : `"${shown}"`}`;
}

/** How the investigation of an alert stands, in a sentence; null where there is none. */
export function investigationWords(state: string | null): string | null {
  if (state === null || state === '') return null;
  if (!isTold(state)) return t`How its investigation stands is not known: Defender does not say.`;
  const words = INVESTIGATIONS[pascal(state)];
  return words === undefined ? t`Of its investigation ${asDefenderSays(state)}.` : t`Its investigation ${say(words)}.`;
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
  const handled = isTold(status) ? said(status, statusWords) : t`status not told`;
  return `${handled.charAt(0).toUpperCase()}${handled.slice(1)}, ${classified(classification, determination)}.`;
}

function classified(classification: string | null, determination: string | null): string {
  if (!isTold(classification)) return t`not classified`;
  const as = said(classification, classificationWords);
  if (!isTold(determination)) return t`classified as ${as}`;
  return t`classified as ${as} (${said(determination, determinationWords)})`;
}

/** Values by which Graph and Defender tell nothing. */
const NOTHING: readonly string[] = ['', 'unknown', 'unknownFutureValue'];

export function isTold(value: string | null): value is string {
  return value !== null && !NOTHING.includes(value.charAt(0).toLowerCase() + value.slice(1));
}
