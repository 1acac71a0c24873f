import type { FeatureName } from '../../../changes/features.ts';
import type { Command } from '../command.ts';
import { byRank, isGroupNamed, means, namesIn, type Part, partsOf } from './parts.ts';
import { begin, type Item, is, type Sentence, some } from './sentence.ts';

const HELP: Command = { kind: 'help' };
const STATUS: Command = { kind: 'status' };

/** What only reads may be asked in any words: those that mean something here decide which answer is the nearest. */
export function question(sentence: Sentence): Command | null {
  const { items } = sentence;
  if (some(items, 'foreign')) return null;
  const feature = items.find((item) => item.feature !== null)?.feature ?? null;
  if (feature) return aboutSwitch(sentence, feature);
  return (
    whoMay(sentence) ??
    lastChange(sentence) ??
    aboutDevice(sentence) ??
    aboutGroup(sentence) ??
    aboutHistory(sentence) ??
    aboutTenant(sentence)
  );
}

function aboutSwitch({ items, isQuestion }: Sentence, feature: FeatureName): Command | null {
  const begins = begin(items);
  const isWho = is(begins, 'who', 'when') || (isQuestion && some(items, 'who', 'when', 'last')) || is(items[0], 'last');
  if (isWho) return some(items, 'may') ? { kind: 'approvers', number: null } : { kind: 'last-change', feature };
  const isAsked = isQuestion || is(begins, 'asks', 'show', 'find', 'status') || some(items, 'status');
  const isBare = items.every((item) => item.feature !== null || is(item, 'article', 'filler', 'switch'));
  return (isAsked && !is(begins, 'unsure')) || isBare ? { kind: 'ask', about: { feature } } : null;
}

function whoMay({ items }: Sentence): Command | null {
  const isWho = some(items, 'who') && (some(items, 'may') || some(items, 'approver'));
  const isBare = some(items, 'approver');
  const approves = some(items, 'approve', 'approver', 'reject') || items.some(({ text }) => /^approv/iu.test(text));
  const isAbility = is(items[0], 'may') && items.some(({ kind }) => kind === 'word') && some(items, 'approve');
  return (isWho && approves) || isBare || isAbility ? { kind: 'approvers', number: null } : null;
}

function lastChange(sentence: Sentence): Command | null {
  const { items } = sentence;
  const isLast = some(items, 'last') && some(items, 'change', 'approve', 'request', 'who', 'when', 'history');
  const isWho =
    some(items, 'who', 'when') && some(items, 'change', 'approve', 'request') && !some(items, 'outside', 'pending');
  if (!isLast && !isWho) return null;
  return isOfObject(sentence) ? ofObject(sentence) : { kind: 'last-change', feature: null };
}

/** Whether something is named that was switched, changed or isolated: then the last request of all is no answer. */
function isOfObject({ items }: Sentence): boolean {
  const isNamed = items.some(({ kind }) => kind === 'word' || kind === 'quoted');
  const verbs = [
    'enable',
    'disable',
    'turn',
    'enabled',
    'disabled',
    'delete',
    'rename',
    'group',
    'level-noun',
  ] as const;
  return isNamed && (some(items, ...verbs) || items.some(({ text }) => DEVICE.test(text)));
}

/** The group or the device that is named, whose card and whose list tell who changed it; null for anything else. */
function ofObject(sentence: Sentence): Command | null {
  const { items } = sentence;
  const device = items.find(({ text }) => DEVICE.test(text));
  if (device) return { kind: 'ask', about: { acts: 1, on: device.text } };
  const isStrange = items.some(({ kind }, at) => kind === 'word' && is(items[at - 1], 'who'));
  if (isStrange || !some(items, 'group', 'level-noun', 'rule')) return null;
  const [group, ...others] = namesIn(byRank(partsOf(sentence, [...ASKING, 'change'])));
  return group !== undefined && others.length === 0 ? { kind: 'ask', about: { group } } : null;
}

const DEVICE = /^(?=.*\d)[a-z0-9]+(?:[-_.][a-z0-9]+)+$/iu;
const DEVICE_ID = /^[0-9a-f]{40}$/iu;
const HOST = /^[a-z0-9][a-z0-9._-]{0,62}$/iu;

/** A device is a name with digits and hyphens, or what stands behind the word "device". */
function aboutDevice(sentence: Sentence): Command | null {
  const { items } = sentence;
  const isAsked = sentence.isQuestion || some(items, 'asks', 'find', 'show', 'group', 'belongs', 'level-noun');
  const named = items.find(({ kind, text }) => kind !== 'comma' && (DEVICE.test(text) || DEVICE_ID.test(text)));
  const behind = items.find((item, at) => item.kind === 'word' && HOST.test(item.text) && is(items[at - 1], 'device'));
  const device = named ?? (some(items, 'group', 'belongs', 'find', 'in') ? behind : undefined);
  const isBare = items.length === 1 && device !== undefined && !DEVICE_ID.test(device.text);
  return device && (isAsked || isBare) ? { kind: 'ask', about: { device: device.text } } : null;
}

const ASKING = ['rule', 'asks', 'find', 'status', 'belongs', 'device', 'may', 'when', 'pending', 'history'] as const;

function aboutGroup(sentence: Sentence): Command | null {
  const { items, isQuestion } = sentence;
  const isAsked = isQuestion || some(items, 'asks', 'show', 'find', 'status');
  if (!isAsked || some(items, 'create', 'delete', 'rename', 'negation', 'unsure')) return null;
  if (some(items, 'ungrouped')) return { kind: 'ask', about: { group: null } };
  const parts = byRank(partsOf(sentence, ASKING));
  const [group, ...others] = namesIn(parts);
  const isProper = is(begin(items), 'show') && group !== undefined && /^\p{Lu}/u.test(group);
  const isKnown =
    isProper || isGroupNamed(parts) || parts.some((part) => means(part, 'level-noun', 'rule') || levelOf(part));
  return group !== undefined && others.length === 0 && isKnown ? { kind: 'ask', about: { group } } : null;
}

function levelOf(part: Part): boolean {
  return part.kind === 'item' && part.item.level !== null;
}

function aboutHistory({ items, isQuestion }: Sentence): Command | null {
  const isAsked = isQuestion || some(items, 'asks', 'show', 'find') || items.length <= 4;
  if (!isAsked || some(items, 'create', 'delete', 'rename', 'negation', 'unsure', 'enable', 'disable')) return null;
  if (some(items, 'outside') && some(items, 'change', 'outside', 'history', 'edit')) return { kind: 'outside' };
  const isHistory = some(items, 'history') || (some(items, 'all') && some(items, 'request', 'change'));
  if (isHistory && !items.some((item) => is(item, 'pending') && !is(item, 'request')))
    return { kind: 'requests', open: false };
  return some(items, 'pending', 'request') ? { kind: 'requests', open: true } : null;
}

/** "Which group has no automated response?" */
function isOfLevels(items: readonly Item[]): boolean {
  return some(items, 'group') && items.some(({ level }) => level !== null);
}

function aboutTenant({ items, isQuestion }: Sentence): Command | null {
  const isAbout = is(begin(items), 'asks', 'show');
  if (some(items, 'negation', 'unsure', 'delete', 'rename') || (some(items, 'create') && !isAbout)) return null;
  const strange = items.filter(({ kind }) => kind === 'word' || kind === 'quoted').length;
  if (some(items, 'help') && strange <= 2) return HELP;
  const isShort = items.length <= 4 && strange <= 1;
  const isAsked = isQuestion || some(items, 'asks', 'show', 'find');
  if ((isAsked || isShort) && (some(items, 'status', 'groups') || isOfLevels(items)) && strange <= 3) return STATUS;
  const isGreeting = items.length > 0 && items.every((item) => is(item, 'filler', 'article'));
  return isGreeting ? HELP : null;
}
