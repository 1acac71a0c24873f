import type { Fault } from '../../changes/change-kind.ts';
import type { TwinGroups } from '../../changes/device-group.ts';
import type { Source } from '../../changes/knowledge/knowledge.ts';
import type { SightData } from '../../changes/knowledge/sight.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { SupportedKindName } from '../../changes/supported/supported-kinds.ts';
import type { Product } from '../../changes/tenant-snapshot.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { t } from '../../shared/language/worded.ts';
import type { Activity, CenterData } from '../ports/defender-activity.ts';
import type { Mention } from '../ports/outbox.ts';
import { aloneLine, endedLine, endsAt, type Listed, listedName, undoneLine } from '../record/actor-names.ts';
import { givenOf } from '../record/request.ts';
import { lastAt } from '../record/search-terms.ts';
import { proofOf, type ShortProof } from '../record/told-by-request.ts';
import type { DevicesData } from './devices-data.ts';

/** `good` and `attention` are drawn green and red; colour is never the only sign. */
export type Tone = 'info' | 'good' | 'warning' | 'attention';

/** A few sentences in answer to somebody; `faults` where something typed or filled in was wrong. */
export interface NoticeData {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly faults?: readonly Fault[];
  /** What is told of something, each under its label. */
  readonly details?: readonly { readonly label: string; readonly text: string }[];
  readonly buttons?: readonly { readonly title: string; readonly say: string }[];
  /** Commands offered as a next step, as buttons; never run automatically. */
  readonly suggestions?: readonly string[];
  readonly mentions?: readonly Mention[];
  /** How a command could be written, with made-up names and numbers: shown, and never a button. */
  readonly examples?: readonly string[];
  /** What somebody asked for and did not get: a button asks for it once more, and this message becomes the answer. */
  readonly wish?: Wish;
  /** Present where asking for the same once more cannot end otherwise. */
  readonly final?: true;
  /** Present while the tenant is read for the wish. */
  readonly reading?: true;
}

/** What somebody typed, or what a button would have been typed as. */
export interface Wish {
  readonly say: string;
  /** How often it was tried, so that one press counts once. */
  readonly tried: number;
}

export interface RequestLine {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  /** Present where the state says too little: how far what was applied was read. */
  readonly proof?: ShortProof;
  readonly requester: string;
  /** Who decided it, in words; absent where nobody did. */
  readonly decided?: string;
  /** Milliseconds since 1970 of the last thing that happened. */
  readonly at: number;
  /** When it ends if nobody acts, or an approval is due; absent for neither, and in what earlier versions wrote. */
  readonly until?: number;
  /** Present where that approval was due before the list was made. */
  readonly isOverdue?: true;
}

export interface RequestsData {
  readonly lines: readonly RequestLine[];
  /** True when there are more than are shown. */
  readonly more: boolean;
  /** Present where more than a list was asked for: what was looked for, in words. */
  readonly soughtFor?: string;
  /** Where it stands among others; absent where all is on one page. */
  readonly page?: string;
  /** What to write for other pages. */
  readonly turns?: readonly string[];
  /** Present in a channel or group chat, where only what was asked or announced there is shown. */
  readonly hereOnly?: true;
  /** Numbers of requests whose stored form cannot be read; absent for none. */
  readonly unreadable?: readonly number[];
}

export interface StatusData {
  /** What matters most, the worst first; absent for nothing. `say`: what shows more of it. */
  readonly first?: readonly { readonly tone: Tone; readonly text: string; readonly say?: string }[];
  readonly readAt: number;
  readonly product: Product;
  /** In words. Answers that an earlier version wrote hold `portal` or `guided`. */
  readonly connector: string;
  /** Where requests are posted for approval: a channel's name, its id where it has none; null where there is none. */
  readonly approvals: string | null;
  /** Messages that Teams does not take; absent where there are none. `since`: ms since 1970; `why` in words. */
  readonly undelivered?: { readonly count: number; readonly since: number; readonly why: string };
  readonly features: readonly {
    readonly title: string;
    readonly state: string;
    /** Absent where it was read, and in an answer that an earlier version wrote. */
    readonly source?: Source;
    /** How to make it known. */
    readonly hint?: string;
    /** What opens a form for it. */
    readonly form?: string;
  }[];
  /** In rank order, the ungrouped devices last; absent when the product has no device groups. */
  readonly groups:
    | readonly {
        readonly rank: string;
        readonly name: string;
        readonly level: string;
        /** How the level is known; absent as of a feature. */
        readonly source?: Source;
        readonly exposure?: number;
        /** How many devices Defender reports in it; absent where not all were read. */
        readonly devices?: number;
        /** Present where no response is automated. */
        readonly isUnprotected?: true;
        /** What opens a form to make its level known; absent where it is. */
        readonly form?: string;
      }[]
    | null;
  /** How the ranks are known; absent where they were read, where there are none, and as of a feature. */
  readonly rankSource?: Source;
  /** Why switches or groups are not shown; absent where both were read. */
  readonly unreadHalf?: { readonly half: 'features' | 'groups'; readonly why: string };
  /** Present where the list of groups is known to lack some. */
  readonly groupsShort?: true;
  /** Present where the list lacks the ungrouped devices, which every tenant has. */
  readonly ungroupedMissing?: true;
  /** How many entries of that list could not be used; absent for none. */
  readonly groupsLeftOut?: number;
  readonly groupTwins?: readonly TwinGroups[];
  /** Why the list of groups could not be read, where those are shown that devices name. */
  readonly groupsUnread?: string;
  /** How to make levels known; absent where all are. */
  readonly groupHint?: string;
  /** Absent in an answer that an earlier version wrote, which did not read it. */
  readonly activity?: Activity;
  readonly open: readonly RequestLine[];
  /** The request that was applied last; absent for none. */
  readonly last?: RequestLine;
  /** Its number in place of the line, where somebody changed it in the database. */
  readonly lastSwapped?: number;
  /** How many changes outside Airlock are open; absent where that could not be read, and in an older answer. */
  readonly outside?: number;
  /** Present as in a list of requests. */
  readonly hereOnly?: true;
  /** The numbers of requests that could not be read and are left out. */
  readonly unreadable?: readonly number[];
}

/** One change that no request explains. */
export interface OutsideLine {
  /** In a sentence without its full stop. */
  readonly what: string;
  /** Who changed it, for people; null where that is not known. */
  readonly who: string | null;
  /** The same person as the log names them; null where there is no record. */
  readonly principalName: string | null;
  /** The Entra object id of the same account; absent where the record has none. */
  readonly oid?: string;
  /** Milliseconds since 1970, by the log; null where that is not known. */
  readonly at: number | null;
  /** How it was found. */
  readonly source: 'hunting' | 'activity-feed' | 'reading';
  readonly readAt: number;
  /** Empty where nothing else is to be said. */
  readonly note: string;
  /** Who asked to revert it, and what became of that; empty where nobody did. */
  readonly asked: string;
  readonly mayRevert: boolean;
  /** A request that reverts it was applied. */
  readonly isReverted?: true;
}

/** What was changed in the tenant outside Airlock, as one look found it. */
export interface OutsideData {
  readonly id: string;
  readonly number: number;
  readonly digest?: string;
  readonly lines: readonly OutsideLine[];
  /** How many more were found at the same time. */
  readonly more: number;
  readonly adopted: { readonly by: string; readonly at: number } | null;
}

/** A change outside Airlock in one row of a list. */
export interface OutsideEntry {
  readonly id: string;
  readonly number: number;
  /** The first of what is open. */
  readonly line: Pick<OutsideLine, 'what' | 'who' | 'at' | 'source' | 'readAt'>;
  /** How many more were found at the same time. */
  readonly others: number;
}

/** How far Airlock has looked for what is changed outside it. Times are in ms since 1970, null where there is none. */
export interface WatchState {
  /** When it looked for the first time. */
  readonly began: number | null;
  /** Until when Microsoft's audit log was read. */
  readonly logRead: number | null;
  /** Why it was not at the last look; null where it was. */
  readonly logWhy: string | null;
  /** How many of its records could not be read. */
  readonly logLeftOut: number;
  readonly tenantRead: number | null;
  /** Whether the tenant is read as a whole, with switches and all of each group. */
  readonly isWhole: boolean;
}

/** A page of the changes outside Airlock that are open; pages count from 1. */
export interface OutsideListData {
  readonly lines: readonly OutsideEntry[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly watch: WatchState;
}

/** What a device group is, and who changed it last. */
export interface GroupData {
  readonly name: string;
  readonly level: string;
  /** Present where no response is automated. */
  readonly isUnprotected?: true;
  readonly readAt: number;
  readonly rows: readonly { readonly label: string; readonly text: string; readonly source: Source }[];
  /** The latest first. */
  readonly applied: readonly RequestLine[];
  readonly outside: readonly Pick<OutsideLine, 'what' | 'who' | 'at' | 'source' | 'readAt'>[];
  /** Present as in a list of requests. */
  readonly hereOnly?: true;
  readonly suggestions: readonly string[];
}

/** One person's own page, in their own chat. */
export interface HomeData {
  /** What their approval would count for, those that end first on top. */
  readonly waiting: readonly RequestLine[];
  /** The directory's own reason, a sentence, where it could not be asked what waits for them. */
  readonly unasked?: string;
  readonly mine: readonly RequestLine[];
  /** What ended of what they asked for or decided, the latest first. */
  readonly decided: readonly RequestLine[];
  readonly more: boolean;
}

/** What of the help depends on where it is shown, and on what is switched on. */
export interface HelpData {
  /** In a channel or group chat the bot receives only messages that mention it. */
  readonly mention: boolean;
  /** Kinds of change by supported APIs; absent where none is switched on. */
  readonly kinds?: readonly SupportedKindName[];
  /** Present where nothing that is typed approves or reports anything. */
  readonly cardsAlone?: true;
  /** Whether a device may be isolated at once on one admin's word. */
  readonly emergency?: true;
}

/** Everything the bot says other than a request's own card. The view model is stored, and rendered on delivery. */
export type Answer =
  | { readonly view: 'notice'; readonly data: NoticeData }
  | { readonly view: 'help'; readonly data: HelpData }
  | { readonly view: 'sight'; readonly data: SightData }
  | { readonly view: 'devices'; readonly data: DevicesData }
  | { readonly view: 'requests'; readonly data: RequestsData }
  | { readonly view: 'group'; readonly data: GroupData }
  | { readonly view: 'home'; readonly data: HomeData }
  | { readonly view: 'center'; readonly data: CenterData }
  | { readonly view: 'outside'; readonly data: OutsideData }
  | { readonly view: 'outside-list'; readonly data: OutsideListData }
  | { readonly view: 'status'; readonly data: StatusData };

/**
 * A request in one line of a list. Where it is not known who else there is (`namesakes`), names stand in full.
 * @param now milliseconds since 1970
 */
export function requestLine(request: Listed, now: number): RequestLine {
  return {
    number: request.number,
    title: kindOf(request.change).title(request.change),
    state: request.state,
    ...proofOf(request),
    requester: listedName(request, request.requester),
    ...decidedBy(request),
    at: lastAt(request),
    ...endsAt(request, now),
  };
}

function decidedBy(request: Listed, { closing } = request): Pick<RequestLine, 'decided'> {
  const approvers = givenOf(request).map(({ by }) => listedName(request, by));
  const parts = [
    ...aloneLine(request),
    ...(approvers.length > 0 ? [t`approved by ${joinedByAnd(approvers)}`] : []),
    ...(closing?.by ? endedLine(closing.code, listedName(request, closing.by)) : []),
    ...undoneLine(request),
  ];
  return parts.length === 0 ? {} : { decided: parts.join(', ') };
}
