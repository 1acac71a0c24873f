import type { SupportedKindName } from '../../../changes/supported/supported-kinds.ts';
import type { HelpData } from '../../../requests/messages/answers.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { FORM_LINES } from '../../language/groups/lines.ts';
import { type CardTone, LENGTHS, type Section, type ShownText, sanitise, type Toned } from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';
import { HELP_GROUPS, type HelpGroup, type HelpLine, SUPPORTED_LINES } from './help-lines.ts';

const RULE = msg`Airlock changes Defender only after a second admin has approved exactly that change.`;

interface LineModel {
  readonly command: ShownText;
  readonly what: ShownText;
}

/** What cards/help.json binds. */
export interface HelpModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly text: ShownText;
  readonly groups: readonly {
    readonly id: string;
    readonly isOpen: boolean;
    readonly heads: Section<{ readonly title: string }>;
    readonly unfolds: Section<{ readonly id: string; readonly title: string }>;
    readonly lines: readonly LineModel[];
    readonly buttons: readonly WordButton[];
    readonly folds: Section<{ readonly id: string; readonly title: string; readonly lines: readonly LineModel[] }>;
  }[];
  /** What the viewer's press did, or why not. */
  readonly answers: readonly Toned[];
}

/**
 * The chief commands of each group, and the others folded; what supported APIs write only where its kind is switched
 * on.
 */
export function helpModel(data: HelpData, answers: readonly Toned[] = []): HelpModel {
  return {
    fallback: t`What you can write to Airlock.`,
    tone: 'accent',
    headline: sanitise(`● ${t`What you can write`}`),
    asides: [],
    text: sanitise(data.mention ? t`${say(RULE)} Here, begin with @Airlock.` : say(RULE)),
    groups: groupsOf(data).map(groupModel),
    answers,
  };
}

/** How many groups show at once: a phone has room for them, and for the buttons that unfold the others. */
const OPEN_GROUPS = 2;

const FORM_NAMES: ReadonlyMap<string, string> = new Map([
  [FORM_LINES.create, msg`New device group`],
  [FORM_LINES.ungrouped, msg`Ungrouped devices`],
]);

function named(button: WordButton): WordButton {
  const line = 'say' in button.data ? String(button.data.say) : '';
  const name = FORM_NAMES.get(line) ?? (say(line) === line ? undefined : line);
  return name === undefined ? button : { ...button, title: sanitise(say(name), LENGTHS.label) };
}

function groupModel({ title, more, lines }: HelpGroup, place: number): HelpModel['groups'][number] {
  const folded = lines.filter(({ isChief }) => !isChief);
  const id = `group-${place}`;
  const isOpen = place < OPEN_GROUPS;
  return {
    ...{ id, isOpen },
    heads: isOpen ? [{ title: say(title) }] : [],
    unfolds: isOpen ? [] : [{ id, title: say(title) }],
    lines: lines.filter(({ isChief }) => isChief).map(lineModel),
    buttons: wordButtons(lines.filter(({ isButton }) => isButton).map(({ command }) => command)).map(named),
    folds: folded.length === 0 ? [] : [{ id: `more-${place}`, title: say(more), lines: folded.map(lineModel) }],
  };
}

function lineModel({ command, what }: HelpLine): LineModel {
  return { command: sanitise(say(command)), what: sanitise(say(what)) };
}

/** The groups of commands, with those of the kinds that are switched on behind those of device groups. */
function groupsOf({ kinds = [], cardsAlone, emergency }: HelpData): readonly HelpGroup[] {
  const typed = (group: HelpGroup) => ({ ...group, lines: group.lines.filter(({ needsTyping }) => !needsTyping) });
  const groups = withKinds(kinds, emergency === true);
  return cardsAlone ? groups.map(typed) : groups;
}

function withKinds(kinds: readonly SupportedKindName[], hasEmergency: boolean): readonly HelpGroup[] {
  const some = SUPPORTED_LINES.filter(({ kind, line }) => kinds.includes(kind) && (hasEmergency || !line.isEmergency));
  if (some.length === 0) return HELP_GROUPS;
  const isFirst = (at: number) => some.findIndex(({ kind }) => kind === some[at]?.kind) === at;
  const lines = some.map(
    ({ line }, at): HelpLine => ({ ...line, ...((isFirst(at) || line.isEmergency) && { isChief: true }) }),
  );
  const [first, second, ...others] = HELP_GROUPS;
  const own = { title: msg`By Microsoft's supported API`, more: msg`More of these`, lines };
  return [first, second, own, ...others].filter((group) => group !== undefined);
}

/** One line of the menu that Teams offers beside the message box: the title is what it types for the person. */
export interface MenuCommand {
  readonly title: string;
  readonly description: string;
}

/**
 * The menu that appPackage/manifest.json must contain: at most twelve commands (docs/facts/teams.md#commands). What the
 * card of a request has a button for is not among them.
 */
export const COMMAND_MENU: readonly MenuCommand[] = [
  ...HELP_GROUPS.flatMap(({ lines }) => lines).flatMap(({ command, what, menu = command }) =>
    menu === null ? [] : [{ title: menu, description: menu === command ? what : `${command}: ${what}` }],
  ),
  { title: 'help', description: 'what you can write' },
];
