import { FEATURE_STATE_WORDS } from '../../changes/features.ts';
import { partsOf } from '../../changes/registry/kind-of.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import { fullName } from '../record/actor-names.ts';
import type { Corroboration, Handover, Outcome, Request, Success } from '../record/request.ts';
import { byWordAlone, corroborationsIn, proofWords, switchParts } from '../record/told-by-request.ts';

/** What is known of how a request was applied. */
interface Applied {
  readonly handover: Handover | null;
  readonly outcome: Pick<Outcome, 'session'> | null;
}

type Logged = Pick<Outcome, 'session' | 'corroborated' | 'corroboratedParts'>;

/** Who said that it was applied, or whose session wrote it. */
interface SaidBy {
  /** A name for people. */
  readonly name: string;
  /** A session wrote it; else a person said so. */
  readonly isSession: boolean;
}

/** What is known of who applied a request without the audit log; null where nobody said so. */
function saidBy({ handover, outcome }: Applied): SaidBy | null {
  if (handover?.attested) return { name: fullName(handover.attested.by), isSession: false };
  return outcome?.session ? { name: outcome.session.name, isSession: true } : null;
}

/** Whom the log names, for people: the directory's name, else the name in the log. */
export function namedInLog({ by, name }: Pick<Corroboration, 'by' | 'name'>): string {
  return name ?? (by || t`somebody`);
}

/** The same of a request: of each record of its changes, each person once. */
export function allNamedInLog(outcome: Parameters<typeof corroborationsIn>[0]): string {
  return joinedByAnd([...new Set(corroborationsIn(outcome).map(namedInLog))]);
}

/** The name in the log, the person's own where the directory knows it, and from which address it was where given. */
function fullyNamed({ by, name }: Pick<Corroboration, 'by' | 'name'>, ip?: string): string {
  const known = [...(name === null ? [] : [by]), ...(ip === undefined ? [] : [t`from ${ip}`])];
  return known.length === 0 ? by : `${name ?? by} (${known.join(', ')})`;
}

/**
 * What the log says that nobody expected, a sentence each; none where all is as it was said.
 * @param part of several changes, from 1
 */
export function findingSentences(request: Applied, corroborated: Corroboration, part?: number): readonly string[] {
  const sentences = [...findingsOf(request, corroborated), ...setBackWords(corroborated)];
  return part === undefined ? sentences : sentences.map((one) => t`Change ${part}: ${one}`);
}

/** The same of every change of a request. */
export function allFindings(request: Applied & { readonly outcome: Logged | null }): readonly string[] {
  const { corroborated, corroboratedParts = [] } = request.outcome ?? {};
  return [
    ...(corroborated ? findingSentences(request, corroborated) : []),
    ...corroboratedParts.flatMap(({ part, log }) => findingSentences(request, log, part)),
  ];
}

/** What is known of each of several changes, for the record: what the log says, and what is one person's word alone. */
export function partsSentences(request: Pick<Request, 'change' | 'handover' | 'outcome'>): readonly string[] {
  const { change, handover, outcome } = request;
  const words = new Map(switchParts(change).map((part) => [part.number, proofWords(part)]));
  const told = (outcome?.corroboratedParts ?? []).map(
    ({ part, log }) => t`Change ${part} (${sayNote(words.get(part) ?? '')}): ${corroborationSentence(log)}`,
  );
  const read = outcome?.proof?.verified ?? [];
  const left = byWordAlone(request);
  const by = handover?.attested && fullName(handover.attested.by);
  return [
    ...told,
    ...allFindings(request),
    ...(read.length > 0 ? [t`Read back from Defender: ${read.join('; ')}.`] : []),
    ...(by !== undefined && left.length > 0 ? [t`Attested by ${by}, not readable by API: ${left.join('; ')}.`] : []),
  ];
}

const HAS_RECORD = msg`Microsoft's audit log has a record of exactly this change, made after its approval.`;

const HAS_RECORD_BEFORE = msg`Microsoft's audit log has a record of exactly this change.`;

/** Nothing that the log dates before the approval is said to be made after it. */
export function hasRecord(logs: readonly Pick<Corroboration, 'findings'>[]): string {
  return isAnyBefore(logs) ? HAS_RECORD_BEFORE : HAS_RECORD;
}

/** Whether the log dates one of them before the last approval. */
export function isAnyBefore(logs: readonly Pick<Corroboration, 'findings'>[]): boolean {
  return logs.some(({ findings }) => findings.includes('before-approval'));
}

/** That the switch is not as it was applied any more, as far as that was told. */
function setBackWords({ setBack }: Corroboration): readonly string[] {
  if (!setBack) return [];
  const { to, change } = setBack;
  if (to === null) return [t`The switch was changed after that, outside Airlock (change ${change}).`];
  return [t`The switch was set to ${say(FEATURE_STATE_WORDS[to])} after that, outside Airlock (change ${change}).`];
}

export const UNREPORTED = msg`Nobody reported it in time.`;

/** What came of several changes that expired, by what the log says of each so far. */
export function asLogged({ change }: Pick<Request, 'change'>, outcome: Success): Success {
  if (outcome.expiredAt === undefined || !outcome.proof) return outcome;
  const { unknown = [], ...proof } = outcome.proof;
  const told = switchParts(change).filter(({ number }) =>
    outcome.corroboratedParts?.some(({ part }) => part === number),
  );
  const left = unknown.filter((what) => !told.map(proofWords).includes(what));
  const after = { ...outcome, proof: { ...proof, ...(left.length > 0 && { unknown: left }) } };
  return { ...after, note: inEnglish(() => lateNote({ change, outcome: after })) };
}

/** What is known of several changes that expired, for the note: how many the log has, what was read, what is not. */
function lateNote({ change, outcome }: Parameters<typeof byWordAlone>[0]): string {
  const { verified = [], unknown = [], unwritten = [] } = outcome?.proof ?? {};
  const [has, all] = [outcome?.corroboratedParts?.length ?? 0, partsOf(change).length];
  const logs = (outcome?.corroboratedParts ?? []).map(({ log }) => log);
  const record = has === all ? hasRecord(logs) : partRecord(has, all, isAnyBefore(logs));
  return [
    UNREPORTED,
    record,
    ...(verified.length > 0 ? [t`Read: ${verified.join('; ')}.`] : []),
    ...(unknown.length > 0 ? [t`Not known: ${unknown.join('; ')}.`] : []),
    ...(unwritten.length > 0 ? [notWritten(unwritten)] : []),
  ].join(' ');
}

function partRecord(has: number, all: number, isBefore: boolean): string {
  return isBefore
    ? t`Microsoft's audit log has a record of ${has} of its ${all} changes.`
    : t`Microsoft's audit log has a record of ${has} of its ${all} changes, made after its approval.`;
}

/** What Airlock writes itself comes after the report of what people apply. */
export function notWritten(unwritten: readonly string[]): string {
  return t`Airlock did not write, since it expired before that: ${unwritten.join('; ')}.`;
}

function findingsOf(request: Applied, corroborated: Corroboration): readonly string[] {
  const said = saidBy(request);
  const named = t`Microsoft's audit log names ${fullyNamed(corroborated, corroborated.ip)}`;
  return corroborated.findings.map((finding) => {
    if (finding === 'not-identified') return unidentified(corroborated, said);
    if (finding === 'before-approval') return datedBefore(corroborated);
    if (finding === 'an-approver') return t`${named}, who approved this change, as who applied it.`;
    if (finding === 'approvers-account')
      return t`${named}, another account of somebody who approved this change, as who applied it.`;
    if (said === null) return `${named}.`;
    return said.isSession
      ? t`The session of ${said.name} wrote it; ${named}.`
      : t`${said.name} reported it as applied; ${named}.`;
  });
}

function datedBefore({ at }: Corroboration): string {
  return t`Microsoft's audit log dates it before the approval, at ${utcWords(at)}: within the two minutes by which clocks may differ, so it may have been made before anybody had approved it.`;
}

/** Nobody may take a name that the directory does not know for that of whoever was expected. */
function unidentified({ by }: Corroboration, said: SaidBy | null): string {
  const who = said === null ? t`somebody who approved this` : t`${said.name}, or somebody who approved this`;
  return by === ''
    ? t`Microsoft's audit log names nobody: it is not known whether that was ${who}.`
    : t`Microsoft's audit log names ${by}, whom the directory does not know: it is not known whether that was ${who}.`;
}

/** One sentence for the record: when the log says that it was applied, and by whom. */
export function corroborationSentence(corroborated: Corroboration): string {
  const { at, by, findings } = corroborated;
  const what = findings.includes('another-person')
    ? t`The change is corroborated, and not who did it`
    : t`Corroborated`;
  const when = utcWords(at);
  if (by === '') return t`${what}: Microsoft's audit log names nobody, at ${when}.`;
  const who = fullyNamed(corroborated);
  return corroborated.name === null
    ? t`${what}: Microsoft's audit log names ${who}, who is not known in the directory, at ${when}.`
    : t`${what}: Microsoft's audit log names ${who}, at ${when}.`;
}
