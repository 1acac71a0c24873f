import { say, t } from '../../../shared/language/worded.ts';
import type { Orders } from '../../record/told-by-request.ts';
import type { Tone } from '../answers.ts';

/**
 * The facts that the wording of a row may use. Every text is as it was typed or stored; it is made safe where it is
 * shown.
 */
export interface Facts {
  /** Where the setting is kept, as the subject of a sentence. */
  readonly system: string;
  readonly number: number;
  readonly requester: string;
  /** Names, separated by commas; that nobody approved it, where it went ahead on one person's word. */
  readonly approvers: string;
  /** That another admin owes an approval for an emergency, in a sentence; empty where nothing is owed. */
  readonly owed: string;
  /** That no revert can succeed, and the command to suggest instead, if any; null where one may. */
  readonly barred: { readonly instead: string | null; readonly why?: string } | null;
  /** The number of the request that undid all of it; null where none did. */
  readonly undoneBy: number | null;
  /** That a part of it was undone, and what is left, in a sentence; empty where all of it was, or nothing. */
  readonly undoneInPart: string;
  /** Who ended the request; null where no person did. */
  readonly closedBy: string | null;
  /** Who reported the change as applied. */
  readonly attestedBy: string;
  /**
   * The stored note: on its end where the request has ended, otherwise on what it is waiting for. Empty where there is
   * none.
   */
  readonly note: string;
  /** Until when what was sent is looked for; null where something else is waited for. */
  readonly looksUntil: string | null;
  /** When the write began, or when a person last reported the change as applied; empty before. */
  readonly begun: string;
  /** How long Airlock read since then, for instance `6 hours`; empty while that goes on. */
  readonly waited: string;
  /** When applying ended; empty before. */
  readonly shown: string;
  /** Until when Airlock looks whether the tenant shows the change after all; null where it does not look. */
  readonly watchedUntil: string | null;
  /** Whether that time has passed. */
  readonly isWatchOver: boolean;
  /** How it was known that nothing was left to apply, where that was not read; empty where it was. */
  readonly known: string;
  /** That nothing was changed, or that handed-over steps may have been followed. */
  readonly untouched: string;
  readonly wasHandedOver: boolean;
  /** Whether it went ahead on one person's word, which is never said to be approved. */
  readonly isAlone: boolean;
  /** What else somebody changed during the write; empty where nothing is known. */
  readonly warning: string;
  /** Whom Microsoft's audit log names as who applied it; empty where it was not corroborated. */
  readonly namedInLog: string;
  /** How what was applied goes on in the tenant, as last read; empty where that is not followed. */
  readonly followed: string;
  /** Whether a group in the scope of what stands has another name now, or is gone. */
  readonly isOutOfScope: boolean;
  /** How far the orders on devices are; null where there are none. */
  readonly orders: Orders | null;
  /** Of how many items it is certain that they were not written or done; the others may have been. */
  readonly left: number;
  /** What that log says that nobody expected; empty where all is as it was said. */
  readonly findings: string;
  /** Whether that log dates it before the approval, as far as clocks tell. */
  readonly isBefore: boolean;
}

/** Fixed words of `msg`, or words made of the facts in the reader's language. */
export type Text = string | ((facts: Facts) => string);

/** The words themselves, in the reader's language. */
export function textOf(text: Text, facts: Facts): string {
  return typeof text === 'string' ? say(text) : text(facts);
}

/** Words for what was approved, and others for what went ahead on one person's word; both of `msg`. */
export function orAlone(approved: string, alone: string): Text {
  return ({ isAlone }) => say(isAlone ? alone : approved);
}

/** The stored note, where it says more than any fixed words could. */
export const NOTE: Text = ({ note }) => note;

/** By whom it was approved, or that nobody did, in a sentence of its own. */
export const APPROVED_BY: Text = ({ isAlone, approvers }) =>
  isAlone ? t`It went ahead on one person’s word.` : t`Already approved by ${approvers}.`;

/** What a request leaves behind that ends without being applied. */
export const UNTOUCHED: Text = ({ untouched }) => untouched;

/** The same, where somebody else may have changed the tenant meanwhile. */
export function wroteNothing({ wasHandedOver, untouched }: Facts): string {
  return wasHandedOver ? untouched : t`Airlock wrote nothing.`;
}

/** That Airlock goes on looking after the end, where it does, or did. */
export const WATCHED: Text = ({ system, watchedUntil, isWatchOver }) => {
  if (watchedUntil === null) return '';
  if (isWatchOver) return t`Airlock looked again until ${watchedUntil}, and no reading showed it.`;
  return t`Airlock looks again until ${watchedUntil}, and corrects this if ${system} shows it.`;
};

/** `quiet` needs nobody's attention. */
export type StatusTone = Tone | 'quiet';

/**
 * Who looks at the card; `shared` is the copy that everybody in a conversation sees, `endorser` an approver whose
 * approval counts, `rejecter` one whose approval would not count.
 */
export type StatusViewer = 'shared' | 'requester' | 'approver' | 'endorser' | 'rejecter' | 'reader';

/** The same text for everybody, or separate texts for some viewers. */
export type NextStep = Text | (Partial<Record<StatusViewer, Text>> & { readonly others: Text });

/** The notice on a step: its title follows the number of the request, as in "#12 has expired". */
interface News {
  readonly tone: Tone;
  readonly title: Text;
  /** `story`: what happened; `story-and-next`: also what to do now. */
  readonly text: 'story' | 'story-and-next' | readonly Text[];
}

/**
 * All wording for one status of a request. Cards, lists, notices and answers add no wording of their own for it.
 */
export interface StatusRow {
  readonly tone: StatusTone;
  /** Drawn before the heading, since colour is never the only sign. */
  readonly sign: '✎' | '●' | '✓' | '✕' | '?';
  /** The first line of the card, without anybody's name in it. */
  readonly heading: Text;
  /** The same with names; null where there are none to give. */
  readonly named: Text | null;
  /** Two or three words for lists. */
  readonly short: string;
  /** The answer to somebody whose action came too late. */
  readonly sentence: Text;
  /** What happened, a paragraph each; empty ones are left out. */
  readonly story: readonly Text[];
  /** What comes next, or what to do now: the hint on the card. */
  readonly next: NextStep;
  /** Null where nobody is notified. */
  readonly news: News | null;
  /** What happens once somebody has removed the obstacle; null where that cannot happen. */
  readonly onceMended: string | null;
  /** The title of the reminder, after the number of the request; null where nobody is reminded. */
  readonly reminder: string | null;
  /** The label of the deadline; null where there is none. */
  readonly deadline: string | null;
  /** The label of the next attempt, or until when is looked; null where there is none. */
  readonly retry: Text | null;
  /** The label of the moment, and the person, that ended the request; null while it goes on. */
  readonly ended: Text | null;
  /** What is stored as the note when the request reaches this status; null where the story says everything. */
  readonly record: readonly Text[] | null;
}

/** Defaults for what most rows do not have. */
export const NOTHING_MORE = {
  named: null,
  story: [],
  news: null,
  onceMended: null,
  reminder: null,
  deadline: null,
  retry: null,
  ended: null,
  record: null,
} satisfies Partial<StatusRow>;
