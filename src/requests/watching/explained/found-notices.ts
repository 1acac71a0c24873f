import { sayNote } from '../../../shared/language/stored-notes.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import { personNamed } from '../../knowing/named-in-log.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { isAnyBefore, namedInLog } from '../../messages/corroboration-words.ts';
import { noticesTo } from '../../messages/outbox-messages.ts';
import { noticePlaces } from '../../notifying/telling/notice-places.ts';
import type { NewOutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { AuditedChange } from '../../ports/tenant-audit.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Outside, OutsideItem } from '../../record/outside.ts';
import type { Corroboration, Request } from '../../record/request.ts';
import { proofWords, switchParts } from '../../record/told-by-request.ts';
import { channelOf } from '../../rules/setting-owner.ts';

/** That the log names somebody else than who said so, or somebody who approved it. */
export async function findingNotices(
  services: Services,
  request: Request,
  { id }: AuditedChange,
  found: () => readonly string[],
): Promise<readonly NewOutboxMessage[]> {
  return tellFound(services, request, `finding:${id}`, () => ({
    tone: 'warning',
    title: t`#${request.number}: the audit log names somebody else`,
    text: found().join(' '),
    suggestions: [`show ${request.number}`],
  }));
}

interface Own {
  readonly record: AuditedChange;
  readonly corroborated: Corroboration;
  readonly found: () => readonly string[];
}

/**
 * Corrects the notice about somebody else, where the record of who said so comes late; and says what the log dates
 * before the approval.
 */
export async function ownNotices(
  services: Services,
  request: Request,
  { record: { id }, corroborated: now, found }: Own,
): Promise<readonly NewOutboxMessage[]> {
  if (isAnyBefore([now]))
    return tellFound(services, request, `before:${id}`, () => ({
      tone: 'warning',
      title: t`#${request.number}: the audit log dates it before its approval`,
      text: found().join(' '),
      suggestions: [`show ${request.number}`],
    }));
  const { handover, outcome, number } = request;
  const isTold = outcome?.corroborated?.findings.some((one) => one === 'another-person' || one === 'not-identified');
  const corroborated = outcome?.corroborated;
  if (!isTold || !corroborated || !handover?.attested) return [];
  const { name } = handover.attested.by;
  return tellFound(services, request, `own:${id}`, () => ({
    tone: 'info',
    title: t`#${number}: the audit log names ${name}, too`,
    text: t`A record of ${name} came later than that of ${namedInLog(corroborated)}: their word is corroborated.`,
    suggestions: [`show ${number}`],
  }));
}

async function tellFound(
  services: Services,
  { id, tenantId, origin }: Request,
  key: string,
  words: () => NoticeData,
): Promise<readonly NewOutboxMessage[]> {
  const places = await noticePlaces(services);
  const asked = places.some((place) => channelOf(place) === channelOf(origin)) ? [] : [origin];
  const keyOf = (place: string) => `${id}:${key}:${place}`;
  return noticesTo(services, { tenantId, places: [...places, ...asked], keyOf }, words);
}

/** That the log has a record of what nobody has reported so far: once, however long that stays so. */
export async function inHandNotices(
  services: Services,
  request: Request,
  record: AuditedChange,
): Promise<readonly NewOutboxMessage[]> {
  const name = (await personNamed(services, record))?.name ?? null;
  const part = switchParts(request.change).find(({ change }) => change.feature === record.feature);
  return tellFound(services, request, `in-hand:${record.id}`, () => {
    const [who, when] = [namedInLog({ by: record.by, name }), utcWords(record.at)];
    const what = part ? sayNote(proofWords(part)) : '';
    return {
      tone: 'info',
      title: t`#${request.number}: the audit log has a record of it already`,
      text: t`${what}. Microsoft's audit log names ${who}, at ${when}. So far nobody has reported it as applied: whoever applied it selects "I have applied it" on its card.`,
      suggestions: [`show ${request.number}`],
    };
  });
}

/** That the log names by now who made what somebody has adopted. @param isMaker whether that is who adopted it */
export async function makerNotices(
  services: Services,
  { id, number, adopted }: Outside,
  { by, name, recordId }: OutsideItem,
  isMaker: boolean,
): Promise<readonly NewOutboxMessage[]> {
  const places = await noticePlaces(services);
  const keyOf = (place: string) => `maker:${id}:${recordId}:${place}`;
  return noticesTo(services, { tenantId: services.tenantId, places, keyOf }, () => {
    const who = name ?? by ?? t`somebody`;
    const adopter = adopted ? fullName(adopted.by) : t`somebody`;
    return {
      tone: isMaker ? 'warning' : 'info',
      title: t`Change ${number}, which was adopted: the audit log names who made it`,
      text: isMaker
        ? t`Microsoft's audit log names ${who}, who adopted it. That does not count any more: another admin adopts it, or asks to revert it.`
        : t`Microsoft's audit log names ${who}. ${adopter} had adopted it before that.`,
      suggestions: ['outside changes'],
    };
  });
}
