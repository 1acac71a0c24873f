import { isTenantChange, kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { approverWhoIs } from '../applying/implementer.ts';
import { isNamed, personNamed, whoSaidSo } from '../knowing/named-in-log.ts';
import { allOutside } from '../knowing/outside-known.ts';
import {
  asLogged,
  corroborationSentence,
  findingSentences,
  hasRecord,
  partsSentences,
  UNREPORTED,
} from '../messages/corroboration-words.ts';
import { statusOf } from '../messages/state-catalogue/status-of.ts';
import { surfacedMessages } from '../messages/state-notices.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Verification } from '../ports/tenant.ts';
import type { AuditedChange } from '../ports/tenant-audit.ts';
import type { FactChange } from '../record/fact.ts';
import type { Corroboration, Request, RequestIn, Success } from '../record/request.ts';
import { proofWords, sessionIn, switchParts, unwrittenOf } from '../record/told-by-request.ts';
import { advance } from '../rules/advance.ts';
import { connectorFor } from '../rules/setting-owner.ts';
import { watchAfter } from '../rules/watching.ts';
import type { Explained, Surfacing } from './explained/explain-record.ts';
import { findingNotices, ownNotices } from './explained/found-notices.ts';
import { approvedAt } from './explained/whose-record.ts';
import { featureFact, latestOf, unsaidFact } from './feature-fact.ts';
import { isOpenItem } from './outside-store.ts';

type Applied = RequestIn<'applied'>;

/** A record of the audit log, and in which log and when it was read. */
export interface ReadRecord {
  readonly record: AuditedChange;
  readonly source: Corroboration['source'];
  readonly readAt: number;
}

/**
 * Notes that Microsoft's audit log says who applied a request and when. Where it names another person than who said so,
 * or somebody who approved the request, card, record and the place for approvals say that, too.
 * @throws AirlockError directory-unavailable: it is not known then whether it is the same person; rev-conflict
 */
export async function corroborate(
  services: Services,
  { request, part }: Extract<Explained, { kind: 'corroborates' }>,
  read: ReadRecord,
): Promise<Applied> {
  if (part !== undefined) return corroboratePart(services, request, part, read);
  const { corroborated, ...alongside } = await corroborating(services, request, read);
  const fields = { outcome: { ...request.outcome, corroborated } };
  return advance(services, request, { event: 'corroborate', actor: null, fields, ...alongside });
}

/** The same of one of several changes, as if it were a request of its own; the note tells of every part. */
async function corroboratePart(services: Services, request: Applied, part: number, read: ReadRecord): Promise<Applied> {
  const { corroboratedParts: before = [], ...rest } = request.outcome;
  const log = before.find((one) => one.part === part)?.log;
  const change = partsOf(request.change)[part - 1] ?? request.change;
  const alone = { ...request, change, outcome: { ...rest, ...(log && { corroborated: log }) } };
  const { corroborated, facts, ...alongside } = await corroborating(services, alone, read, part);
  const others = before.filter((one) => one.part !== part);
  const corroboratedParts = [...others, { part, log: corroborated }].sort((one, other) => one.part - other.part);
  const outcome = asLogged(request, { ...rest, corroboratedParts });
  const note = inEnglish(() => partsSentences({ ...request, outcome }).join(' '));
  const isWholeNow = request.outcome.proof?.unknown !== undefined && outcome.proof?.unknown === undefined;
  return advance(services, request, {
    event: 'corroborate',
    actor: null,
    fields: { outcome },
    facts: { ...facts, note, part },
    ...alongside,
    messages: [...alongside.messages, ...(isWholeNow ? await tellSurfaced(services, request, outcome) : [])],
  });
}

/**
 * Takes back that Microsoft's audit log says so, since the record was of a change outside Airlock: a record that came
 * later says that the switch had been set otherwise in between. The word of whoever reported it stands.
 * @throws AirlockError rev-conflict
 */
export async function takeBackRecord(
  services: Services,
  { request, part }: Mistaken,
  { at, feature, value }: AuditedChange,
): Promise<Applied> {
  const { corroborated, corroboratedParts = [], ...rest } = request.outcome;
  const left = corroboratedParts.filter((one) => one.part !== part);
  const outcome = { ...rest, ...(left.length > 0 && { corroboratedParts: left }) };
  const when = utcWords(at);
  const note = inEnglish(
    () =>
      t`Not corroborated any more: before the record of ${when} the switch had been set otherwise, as a record says that was read later.`,
  );
  return advance(services, request, {
    event: 'corroborate',
    actor: null,
    fields: { outcome },
    facts: { note, corroborated: null, ...(part !== undefined && { part }) },
    remembers: feature ? await unsaidFact(services, { name: feature, value }, { at, request: request.number }) : [],
  });
}

type Mistaken = NonNullable<Extract<Explained, { kind: 'outside' }>['mistaken']>;

async function tellSurfaced(services: Services, request: Request, outcome: Success) {
  const places = (await services.store.copies(request.tenantId, request.id)).map(({ conversation }) => conversation);
  return surfacedMessages(services, request, outcome, places);
}

/**
 * Notes that a request of which nobody and no reading said so was applied, by Microsoft's audit log. What a reading
 * could show and does not is looked for as long as before.
 * @throws AirlockError as `corroborate`
 */
export async function surfaceByRecord(
  services: Services,
  { request, part }: Extract<Explained, { kind: 'surfaces' }>,
  read: ReadRecord,
): Promise<Applied> {
  const { clock, tenant } = services;
  const change = part === undefined ? request.change : (partsOf(request.change)[part - 1] ?? request.change);
  const logged = await corroborating(services, { ...request, change }, read, part);
  const { corroborated, facts, messages, remembers } = logged;
  const { watchedUntil = 0 } = request.outcome ?? (part === undefined ? {} : (request.closing ?? {}));
  const isWatched = watchedUntil > clock.now();
  const watch = isWatched || request.state === 'expired' ? null : watchAfter(services, request, 'audit-log');
  const until = isWatched ? watchedUntil : watch?.watchedUntil;
  const proof = { verified: [], attested: [] };
  const end = {
    at: clock.now(),
    code: 'surfaced',
    note: surfacedNote(request, corroborated),
    proof,
    ...sessionIn(request),
  } as const;
  const outcome: Success = {
    ...end,
    ...(part === undefined ? { corroborated } : await inPart(services, request, end, { part, log: corroborated })),
    ...(until !== undefined && { watchedUntil: until }),
  };
  return advance(services, request, {
    event: 'surface',
    actor: null,
    fields: { outcome },
    facts: { ...facts, outcome: asJson(outcome) },
    messages: [...messages, ...(await tellSurfaced(services, request, outcome))],
    tasks: watch?.tasks ?? [],
    remembers: tenant.applies === 'automatically' ? [] : remembers,
  });
}

/** What came of the first of several changes that the log shows after all, with what is known of the others by now. */
async function inPart(
  services: Services,
  request: Surfacing,
  end: Success,
  first: { readonly part: number; readonly log: Corroboration },
): Promise<Success> {
  const { change, base, closing } = request;
  const found = await readNow(services, change, base);
  const seen = found.verified.filter(({ byAbsence }) => !byAbsence).map(({ what }) => what);
  const all = [...found.verified, ...found.unseen, ...found.contradicted, ...found.unreadable];
  const unknown = all.map(({ what }) => what).filter((what) => !seen.includes(what));
  const proof = { verified: seen, attested: [], unknown, ...unwrittenOf(request) };
  return asLogged({ change }, { ...end, proof, corroboratedParts: [first], expiredAt: closing?.at ?? end.at });
}

/** Where nothing can be read now, each part is not known. */
async function readNow(services: Services, change: Request['change'], base: Request['base']): Promise<Verification> {
  try {
    const tenant = connectorFor(services, change);
    if (tenant.applies === 'by-hand') return await tenant.verify(change, base);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
  }
  const switches = new Map(switchParts(change).map((part) => [part.number, proofWords(part)]));
  const titles = inEnglish(() => partsOf(change).map((part) => isTenantChange(part) && kindOf(part).title(part)));
  const unreadable = titles.flatMap((title, at) => (title === false ? [] : [{ what: switches.get(at + 1) ?? title }]));
  return { verified: [], unseen: [], contradicted: [], unreadable };
}

function surfacedNote(request: Surfacing, corroborated: Corroboration): string {
  const record = hasRecord([corroborated]);
  if (request.state === 'expired') return `${UNREPORTED} ${record}`;
  const heading = inEnglish(() => statusOf(request).heading);
  return `${record} Until then it was told as "${heading}": no reading showed it.`;
}

/** What a record says of a request, and what goes with the step that notes it. */
async function corroborating(services: Services, request: Applied | Surfacing, read: ReadRecord, part?: number) {
  const { record, source, readAt } = read;
  const person = await personNamed(services, record);
  const setBack = await setBackAfter(services, record);
  const corroborated: Corroboration = {
    at: record.at,
    by: record.by,
    name: person?.name ?? null,
    ...(record.oid !== undefined && { oid: record.oid }),
    ...(record.ip !== undefined && { ip: record.ip }),
    recordId: record.id,
    source,
    readAt,
    findings: await findingsOf(services, request, read.record, person),
    ...(setBack && { setBack }),
  };
  const { handover } = request;
  const found = () => findingSentences({ handover, outcome: sessionIn(request) }, corroborated, part);
  const note = inEnglish(() => [corroborationSentence(corroborated), ...found()].join(' '));
  services.meter.count('watch', { found: 'corroborated' });
  const isSomebody = corroborated.findings.some((finding) => !NOBODY.includes(finding));
  if (isSomebody) services.meter.count('watch', { found: 'finding' });
  return {
    corroborated,
    facts: { note, corroborated: asJson(corroborated) },
    messages: isSomebody
      ? await findingNotices(services, request, record, found)
      : await ownNotices(services, request, { record, corroborated, found }),
    remembers: await becomesCorroborated(services, request, record),
  };
}

/** Findings that accuse nobody. */
const NOBODY: Corroboration['findings'] = ['not-identified', 'before-approval'];

/** What was told by now as changed outside Airlock after a record, where the switch is otherwise by that. */
async function setBackAfter(
  services: Services,
  { feature, value, at }: AuditedChange,
): Promise<Corroboration['setBack']> {
  const told = (await allOutside(services)).filter(({ outside }) => outside.items.some(isOpenItem));
  const last = feature && latestOf(told, feature);
  return last && last.at > at && last.value !== value ? { to: last.value, change: last.number } : undefined;
}

/** Of whom the directory does not know it is not known who they are, unless they have the name of one of them. */
async function findingsOf(
  services: Services,
  request: Applied | Surfacing,
  record: AuditedChange,
  person: DirectoryPerson | null,
): Promise<Corroboration['findings']> {
  const said = whoSaidSo(request);
  const isWhoSaidSo = said !== null && isNamed(said, record, person);
  const hasApproved = request.approvals.some(({ by }) => isNamed(by, record, person));
  // What Airlock sent itself was sent after the approval, whatever the clock of the log says.
  const isOwn = request.handover === null && isWhoSaidSo;
  const approver = person && !hasApproved ? await approverWhoIs(services, request, person) : null;
  return [
    ...(said && person && !isWhoSaidSo ? (['another-person'] as const) : []),
    ...(hasApproved ? (['an-approver'] as const) : []),
    ...(approver ? (['approvers-account'] as const) : []),
    ...(person === null && !isWhoSaidSo && !hasApproved ? (['not-identified'] as const) : []),
    ...(isOwn || record.at >= wholeSeconds(approvedAt(request)) ? [] : (['before-approval'] as const)),
  ];
}

/** The log dates to the second. */
function wholeSeconds(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

/** What Airlock remembers of the switch, unless something newer is known of it. */
async function becomesCorroborated(
  services: Services,
  { number, change }: Request,
  { at, by, value }: AuditedChange,
): Promise<readonly FactChange[]> {
  if (change.kind !== 'advanced-feature' || value === null) return [];
  const source = { kind: 'corroborated', at, by, request: number } as const;
  return featureFact(services, { name: change.feature, value }, source);
}

/** Whether an error means that it is to be tried again at the next look, and nothing else went wrong. */
export function isForLater(error: unknown): boolean {
  return isAirlockError(error, 'directory-unavailable', 'rev-conflict');
}
