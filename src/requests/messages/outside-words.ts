import { FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import { midSentence } from '../../shared/language/in-sentences.ts';
import { ENGLISH } from '../../shared/language/languages.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { languageNow, say, t } from '../../shared/language/worded.ts';
import { fullName } from '../record/actor-names.ts';
import { isStanding, type Outside, type OutsideItem, outsideDigest } from '../record/outside.ts';
import type { Request } from '../record/request.ts';
import type { Answer, OutsideLine } from './answers.ts';
import { shortWords } from './state-catalogue/status-of.ts';

/**
 * The card of what was changed outside Airlock.
 * @param asked the requests that ask to revert it, by their ids
 */
export function outsideAnswer(
  outside: Outside,
  asked: ReadonlyMap<string, Request>,
): Extract<Answer, { view: 'outside' }> {
  const { id, number, items, more, adopted } = outside;
  return {
    view: 'outside',
    data: {
      id,
      number,
      digest: outsideDigest(outside),
      lines: items.map((item) => lineOf(item, asked.get(item.asked?.requestId ?? ''))),
      more,
      adopted: adopted && { by: fullName(adopted.by), at: adopted.at },
    },
  };
}

function lineOf(item: OutsideItem, request: Request | undefined): OutsideLine {
  const { by, name, oid, at, source, readAt, note, revert } = item;
  return {
    what: whatWords(item),
    who: name ?? by,
    principalName: by,
    ...(oid !== undefined && { oid }),
    at,
    source,
    readAt,
    note: [...(note === null ? [] : [sayNote(note)]), ...undoneWords(item)].join(' '),
    asked: askedWords(item, request),
    mayRevert: revert !== null && item.reverted === undefined && item.saidReverted === undefined && isStanding(item),
    ...(item.reverted !== undefined && { isReverted: true as const }),
  };
}

/**
 * What was changed, stored in English: in another language, that of a switch is worded anew, and the rest stays as it
 * is stored.
 */
export function whatWords({ what, feature: set }: Pick<OutsideItem, 'what' | 'feature'>): string {
  if (set === null || languageNow() === ENGLISH) return what;
  const title = say(feature(set.name).title);
  if (set.value === null) return t`${title} was changed`;
  return t`${title} was set to ${say(FEATURE_STATE_WORDS[set.value])}`;
}

/** Nobody can tell when, or how often in between. */
function undoneWords({ undone, takesBack }: OutsideItem): readonly string[] {
  if (takesBack !== undefined) return [t`It is as it was before change ${takesBack}: nothing is left of either.`];
  if (undone === undefined) return [];
  return [t`A later look read it as before (${utcWords(undone)}).`];
}

/** A draft is seen by nobody but whoever makes it, so it has no number yet. */
export function askedWords(
  { asked, reverted, saidReverted }: Pick<OutsideItem, 'asked' | 'reverted' | 'saidReverted'>,
  request: Request | undefined,
): string {
  if (!asked) return '';
  if (reverted !== undefined) return t`Reverted by #${reverted}, which ${fullName(asked.by)} asked for.`;
  const name = fullName(asked.by);
  if (saidReverted !== undefined) {
    const by = request?.handover?.attested ? fullName(request.handover.attested.by) : t`somebody`;
    return t`It is reverted by the word of ${by} alone: #${saidReverted}, which ${name} asked for. Nothing else shows it so far.`;
  }
  if (!request || request.submittedAt === null) {
    return request?.state === 'discarded'
      ? t`${name} asked to revert it, and discarded the draft.`
      : t`${name} is asking to revert it.`;
  }
  return t`${name} asked to revert it: #${request.number}, ${midSentence(shortWords(request.state))}.`;
}

/** What is told of a change outside Airlock that nobody adopted, where what it set is not known otherwise. */
export function notAdopted(number: number, item: OutsideItem): string {
  const what = t`Changed outside Airlock (no. ${number}): ${outsideSentences([item])}`;
  return t`${what} Nobody has adopted it; once somebody does, it counts as known.`;
}

/** The same in sentences, for the record and for a notification. */
export function outsideSentences(items: readonly OutsideItem[]): string {
  return items
    .map((item) => {
      const { by, name, at, note } = item;
      const who =
        by === null
          ? t`Who did it is not known`
          : t`Microsoft's audit log names ${name === null ? by : `${name} (${by})`}`;
      const when = at === null ? '' : t`, at ${utcWords(at)}`;
      const notes = [...(note === null ? [] : [sayNote(note)]), ...undoneWords(item)];
      return [`${whatWords(item)}. ${who}${when}.`, ...notes].join(' ');
    })
    .join(' ');
}
