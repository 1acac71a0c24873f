import { ALERT_ID, type AlertTarget, MOST_ALERTS } from '../../../changes/supported/alerts/alert-entry.ts';
import {
  type Classification,
  classificationCalled,
  classificationRow,
  determinationCalled,
  determinationWords,
} from '../../../changes/supported/alerts/alert-values.ts';
import { inEnglish, say, t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';

const CLASSIFY = /^classify (?:the )?(?:alerts? )?(.+?) as (.+)$/iu;
const RESOLVE = /^(?:resolve|close) (?:the )?(?:alerts? )?(.+?)(?: as (.+))?$/iu;
const REOPEN = /^reopen (?:the )?(?:alerts? )?(.+)$/iu;
const IN_LINK = /^<?https:\/\/[^/\s]+\/alerts\/([^/?#\s>]+)/iu;

type Parsed = CommandOf<'change' | 'malformed'>;

const EXAMPLES = ['classify alert da637399794050273582_760707377 as false positive (not malicious)'];

/** A command that classifies, resolves or reopens alerts by their ids or links; null for any other text. */
export function parseAlerts(line: string): Parsed | null {
  const classified = CLASSIFY.exec(line);
  if (classified?.[1] && classified[2]) return said(classified[1], classified[2], {});
  const resolved = RESOLVE.exec(line);
  if (resolved?.[1]) return said(resolved[1], resolved[2] ?? null, { status: 'Resolved' });
  const reopened = REOPEN.exec(line);
  return reopened?.[1] ? said(reopened[1], null, { status: 'New' }) : null;
}

function said(list: string, as: string | null, status: AlertTarget): Parsed | null {
  const ids = idsIn(list);
  if ('odd' in ids) return ids.odd === null ? null : { kind: 'malformed', why: oddWords(ids.odd), examples: EXAMPLES };
  const how = as === null ? {} : readAs(as);
  if ('why' in how) return { kind: 'malformed', why: how.why, examples: EXAMPLES };
  if (ids.length > MOST_ALERTS)
    return { kind: 'malformed', why: t`One request takes ${MOST_ALERTS} alerts at most.`, examples: EXAMPLES };
  const entries = ids.map((id) => ({ id, title: '', to: { ...status, ...how } }));
  return { kind: 'change', change: { kind: 'alerts', entries } };
}

/** What of a list of ids is none; null where nothing shows that it is a list of ids at all. */
function idsIn(list: string): readonly string[] | { readonly odd: readonly string[] | null } {
  const words = list.split(/[\s,;]+/u).filter((word) => word !== '' && word.toLowerCase() !== 'and');
  const ids = words.map((word) => IN_LINK.exec(word)?.[1] ?? word);
  const odd = ids.filter((id) => !ALERT_ID.test(id));
  if (ids.length === 0 || odd.length > 0) return { odd: odd.length > 0 && ids.every(looksLikeId) ? odd : null };
  return eachOnce(ids);
}

/** An id, or what was meant as one: letters, many digits, an underscore. */
function looksLikeId(word: string): boolean {
  return ALERT_ID.test(word) || /^[a-z]{0,4}\d+_-?\d*$/iu.test(word);
}

/** How many ids that are none are named. */
const NAMED = 5;

function oddWords(odd: readonly string[]): string {
  const named = odd.slice(0, NAMED).join(', ');
  return odd.length === 1
    ? t`This is no alert's id: ${named}. Nothing was asked for.`
    : t`${odd.length} of these are no alert's id: ${named}. Nothing was asked for.`;
}

/** Ids in any case are the same. */
function eachOnce(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}

/** "false positive", "false positive (not malicious)", "true positive: malware". */
function readAs(text: string): AlertTarget | { readonly why: string } {
  const [, word = '', more = ''] = /^(.*?)(?:\s*[(:,]\s*([^()]+)\)?)?$/u.exec(text.trim()) ?? [];
  const whole = classificationCalled(text.trim());
  const classification = whole ?? classificationCalled(word.trim());
  if (classification === null) return { why: t`An alert is a false positive, a true positive or expected activity.` };
  const { determinations } = classificationRow(classification);
  const wanted = whole !== null || more === '' ? determinations[0] : determinationCalled(more);
  if (wanted === null || !determinations.includes(wanted)) return { why: wrongDetermination(classification) };
  return { classification, determination: wanted };
}

function wrongDetermination(classification: Classification): string {
  const { words, determinations } = classificationRow(classification);
  // They are to be typed, so they stay as they are read.
  const typed = inEnglish(() => determinations.map(determinationWords).join(', '));
  return t`A ${say(words)} is one of: ${typed}.`;
}
