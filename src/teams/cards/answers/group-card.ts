import { sourceParts } from '../../../changes/knowledge/source-words.ts';
import type { GroupData } from '../../../requests/messages/answers.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import {
  type CardTone,
  LENGTHS,
  moment,
  type Section,
  type ShownText,
  sanitise,
  type Toned,
} from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';
import { type LineModel, lineModel } from './requests-card.ts';

/** One part of a group, and how it is known. */
interface RowModel {
  readonly label: ShownText;
  readonly text: ShownText;
  readonly source: ShownText;
  /** Empty where it was read with the rest. */
  readonly whens: readonly string[];
}

interface OutsideModel {
  readonly what: ShownText;
  readonly who: ShownText;
  readonly when: string;
}

/** What cards/group.json binds. */
export interface GroupModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly rows: readonly RowModel[];
  readonly when: string;
  readonly lines: readonly LineModel[];
  readonly outsides: Section<{ readonly items: readonly OutsideModel[] }>;
  readonly text: ShownText;
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly buttons: readonly WordButton[];
}

/** A device group: each part with how it is known, and who changed it last. Colour is never the only sign. */
export function groupModel(data: GroupData, answers: readonly Toned[] = []): GroupModel {
  const { name, level, isUnprotected, readAt, applied, outside } = data;
  return {
    fallback: t`A device group in Defender.`,
    tone: isUnprotected ? 'attention' : 'emphasis',
    headline: sanitise(`${isUnprotected ? '✕' : '●'} ${name}: ${say(level)}`, LENGTHS.title),
    asides: [],
    rows: data.rows.map((row) => rowModel(row, readAt)),
    when: t`Read ${moment(readAt)}`,
    lines: applied.map(lineModel),
    outsides: outside.length === 0 ? [] : [{ items: outside.map(outsideModel) }],
    text: sanitise(lastWords(data)),
    answers,
    buttons: wordButtons(data.suggestions),
  };
}

function rowModel({ label, text, source }: GroupData['rows'][number], readAt: number): RowModel {
  const { words, at } = sourceParts(source);
  const isReadNow = source.kind === 'read' && source.at === readAt;
  return {
    label: sanitise(say(label), LENGTHS.label),
    text: sanitise(text, LENGTHS.reason),
    source: sanitise(words, LENGTHS.title),
    whens: at === null || isReadNow ? [] : [moment(at)],
  };
}

function outsideModel({ what, who, at, source, readAt }: GroupData['outside'][number]): OutsideModel {
  const by = source === 'reading' ? t`read in Defender` : t`Microsoft's audit log`;
  return {
    what: sanitise(what, LENGTHS.message),
    who: sanitise(`${who ?? t`Who is not known`} · ${by}`, LENGTHS.title),
    when: at === null ? t`Found ${moment(readAt)}` : moment(at),
  };
}

/** Never that nothing was changed: nobody may have told. */
function lastWords({ applied, outside, hereOnly }: GroupData): string {
  if (applied.length > 0) return t`These requests were applied, the latest first.`;
  if (outside.length > 0) return hereOnly ? say(NONE_HERE_CHANGED_IT) : say(NONE_CHANGED_IT);
  return hereOnly ? say(NONE_HERE_AT_ALL) : say(NONE_AT_ALL);
}

const NONE_CHANGED_IT = msg`No request that changed it was applied.`;
const NONE_HERE_CHANGED_IT = msg`No request that is shown here that changed it was applied.`;
const NONE_AT_ALL = msg`No request was applied to it, and Airlock knows of no change outside. That is not "nothing was changed".`;
const NONE_HERE_AT_ALL = msg`No request that is shown here was applied to it, and Airlock knows of no change outside. That is not "nothing was changed".`;
