import { countDevices, listed, quoted } from '../../../changes/device-group/words/names.ts';
import { sourceWords } from '../../../changes/knowledge/source-words.ts';
import type { StatusData } from '../../../requests/messages/answers.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type KnownModel, knownModel } from '../parts/known-source.ts';
import { LENGTHS, type Section, type Sentence, type ShownText, sanitise } from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';

/** The most groups that a status lists. */
const MOST_GROUPS = 16;

/** Why one half of the status is not shown. */
export function unreadHalf({ unreadHalf: unread, features }: StatusData, half: 'features' | 'groups'): Sentence[] {
  if (unread?.half !== half) return [];
  const isRemembered = half === 'features' && features.some(({ source }) => source && source.kind !== 'not-known');
  const before = isRemembered ? ` ${t`What is shown was known before.`}` : '';
  const text =
    half === 'groups'
      ? t`The device groups could not be read now: ${unread.why}`
      : t`The switches could not be read now: ${unread.why}`;
  return [{ text: sanitise(`${text}${before}`) }];
}

/** What the list of groups lacks. */
export function shortGroups({ ungroupedMissing, ...data }: StatusData): Sentence[] {
  const missing = ungroupedMissing ? [{ text: sanitise(say(NO_UNGROUPED)) }] : [];
  return [...missing, ...shortList(data), ...twinLines(data)];
}

const NO_UNGROUPED = msg`Defender's list lacks the ungrouped devices: their level was not read.`;

function shortList({ groupsShort, groupsUnread, groupsLeftOut = 0 }: StatusData): Sentence[] {
  if (groupsUnread !== undefined) return [{ text: sanitise(`${say(BY_DEVICES)} ${groupsUnread}`, LENGTHS.message) }];
  if (!groupsShort) return [];
  const count = groupsLeftOut > 0 ? ` ${t`${groupsLeftOut} of what the list holds could not be used.`}` : '';
  return [{ text: sanitise(`${t`Not every device group could be read: there may be more.`}${count}`) }];
}

function twinLines({ groupTwins = [] }: StatusData): Sentence[] {
  return groupTwins.map(({ id, names }) => {
    const all = listed([...new Set(names)].map(quoted));
    const text = t`Defender lists ${names.length} device groups as number ${id} (${all}): which one is meant is not known.`;
    return { text: sanitise(text, LENGTHS.message) };
  });
}

const BY_DEVICES = msg`The list of device groups could not be read. Shown are the groups in which Defender reports devices.`;

const MAYBE_BUSINESS = msg`No device group was found. If this is Defender for Business, it has none.`;

/** Why no group, or not every one, is shown. */
export function groupless({ groups: listed, product, unreadHalf: unread }: StatusData): Sentence[] {
  if (unread?.half === 'groups') return [];
  if (listed === null)
    return [
      {
        text: sanitise(t`Defender for Business has no device groups: full automation is preset and cannot be changed.`),
      },
    ];
  if (listed.length === 0) return [{ text: sanitise(t`There are no device groups.`) }];
  if (listed.length === 1 && product === 'unknown') return [{ text: sanitise(say(MAYBE_BUSINESS)) }];
  const hidden = listed.length - MOST_GROUPS;
  return hidden > 0 ? [{ text: sanitise(t`${hidden} more groups are not shown.`) }] : [];
}

/** The heading of the list: by rank where any group has one, and how the ranks are known. */
export function groupsTitle({ rankSource, ...data }: StatusData): string {
  if (!hasRanks(data)) return t`Device groups`;
  if (rankSource === undefined || rankSource.kind === 'not-known') return t`Device groups, by rank`;
  return sanitise(t`Device groups, by rank (${sourceWords(rankSource)})`, LENGTHS.title);
}

/** Whether any group has a rank. Not every connector can read ranks, and the ungrouped devices never have one. */
function hasRanks(data: StatusData): boolean {
  return data.groups === null || data.groups.some(({ rank }) => /\d/.test(rank));
}

interface LevelLine {
  readonly text: ShownText;
  readonly color: 'default' | 'attention';
}

/** A device group, as cards/parts/group-line.json binds it. */
interface GroupRow {
  /** None where no group has a rank: a dash before each says nothing. */
  readonly ranks: Section<{ readonly rank: ShownText }>;
  readonly name: ShownText;
  /** Below its name, or below the row where a button stands beside the name. */
  readonly levels: readonly LevelLine[];
  readonly below: readonly LevelLine[];
  readonly knowns: Section<KnownModel>;
  readonly forms: Section<FormButtons>;
}

/** What opens a form for a row that is not known. */
export interface FormButtons {
  readonly buttons: readonly WordButton[];
}

export function formButtons(form: string | undefined): Section<FormButtons> {
  return form === undefined ? [] : [{ buttons: wordButtons([form]) }];
}

/** The groups behind a button, in the place of what stands above them: a page of them, and buttons that turn pages. */
interface GroupFold {
  readonly title: string;
  readonly pages: readonly GroupPage[];
  readonly turns: Section<{ readonly tabs: readonly Tab[] }>;
  readonly hints: readonly Sentence[];
}

interface GroupPage {
  readonly id: string;
  readonly isOpen: boolean;
  readonly groups: readonly GroupRow[];
}

interface Tab {
  readonly title: string;
  readonly targets: readonly { readonly elementId: string; readonly isVisible: boolean }[];
}

export interface GroupLines {
  readonly groups: readonly GroupRow[];
  readonly folds: Section<GroupFold>;
}

/** As many groups as stand behind the button at once. */
const ON_A_PAGE = 6;

/** As many groups of unknown level as stand on the face of the card. */
const MOST_UNKNOWN = 3;

/** The most lines of groups on the face; an open request, which stands above them, takes the place of two. */
const MOST_LINES = 9;

/** @param open how many open requests the card shows */
export function isFolded({ groups: all }: StatusData, open: number): boolean {
  const rows = Math.min((all ?? []).length, MOST_GROUPS);
  const unknown = (all ?? []).filter(({ form }) => form !== undefined).length;
  return unknown > MOST_UNKNOWN || rows + 2 * open > MOST_LINES;
}

export function howToSee({ groupHint }: StatusData): readonly Sentence[] {
  return groupHint === undefined ? [] : [{ text: sanitise(groupHint) }];
}

/** The groups on the face of the card, or behind a button. @param open how many open requests it shows */
export function groupLines(data: StatusData, open: number): GroupLines {
  const rows = groups(data);
  if (!isFolded(data, open)) return { groups: rows, folds: [] };
  const count = Math.max(1, Math.ceil(rows.length / ON_A_PAGE));
  const pages = Array.from({ length: count }, (_, at) => pageAt(rows, at));
  const turns: GroupFold['turns'] = count > 1 ? [{ tabs: pages.map((page, at) => tabOf(page, at, pages)) }] : [];
  return { groups: [], folds: [{ title: t`Show ${rows.length} groups`, pages, turns, hints: howToSee(data) }] };
}

function pageAt(rows: readonly GroupRow[], at: number): GroupPage {
  const from = at * ON_A_PAGE;
  return { id: `groups-${at + 1}`, isOpen: at === 0, groups: rows.slice(from, from + ON_A_PAGE) };
}

/** Shows its page, and none of the others. */
function tabOf({ id, groups: { length } }: GroupPage, at: number, pages: readonly GroupPage[]): Tab {
  const first = at * ON_A_PAGE + 1;
  const others = pages.filter((page) => page.id !== id).map((page) => ({ elementId: page.id, isVisible: false }));
  return {
    title: t`${first} to ${first + length - 1}`,
    targets: [{ elementId: id, isVisible: true }, ...others],
  };
}

function groups(data: StatusData): readonly GroupRow[] {
  return (data.groups ?? []).slice(0, MOST_GROUPS).map(({ rank, name, level, source, form, ...rest }) => ({
    ranks: hasRanks(data) ? [{ rank: sanitise(rank || '…', 8) }] : [],
    name: sanitise(name, LENGTHS.label),
    levels: level && form === undefined ? [levelModel(level, rest)] : [],
    below: level && form !== undefined ? [levelModel(level, rest)] : [],
    knowns: knownModel(source, data.readAt),
    forms: formButtons(form),
  }));
}

/** Colour and sign where nothing is automated. */
function levelModel(
  level: string,
  { devices, exposure, isUnprotected }: Omit<GroupLine, 'rank' | 'name' | 'level'>,
): LevelLine {
  const count = devices === undefined ? '' : ` · ${countDevices(devices)}`;
  const text = `${isUnprotected ? '✕ ' : ''}${say(level)}${count}${exposed(exposure)}`;
  return { text: sanitise(text, 80), color: isUnprotected ? 'attention' : 'default' };
}

type GroupLine = NonNullable<StatusData['groups']>[number];

function exposed(score?: number): string {
  return score === undefined ? '' : ` · ${t`exposure ${Math.round(score)}/100`}`;
}
