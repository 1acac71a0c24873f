import type { FormRequest, GroupInput } from '../../changes/device-group/input/group-input.ts';
import type { FeatureName } from '../../changes/features.ts';
import type { Sight, SightSubject } from '../../changes/knowledge/sight.ts';
import type { OwnChange, TenantChange } from '../../changes/registry/change.ts';
import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import type { IndicatorsChange } from '../../changes/supported/indicators/indicator-entry.ts';
import type { Sort } from '../../changes/supported/indicators/indicator-types.ts';
import type { UnreadRow } from '../../changes/supported/indicators/row-faults.ts';
import type { PastFilter } from './past/past-filter.ts';

/**
 * What a question is about: a switch, a device group by its name (null for the ungrouped devices), a device; a page of
 * what waits in Defender or of what was done on devices, on one of them; whether a device
 * is isolated and the like; an indicator, or those that end soon; a digest at once; a verdict that is wrong; or what a
 * change would do, with the command that asks for it.
 */
type Asked =
  | { readonly feature: FeatureName }
  | { readonly group: string | null }
  | { readonly device: string }
  | { readonly waiting: number }
  | { readonly acts: number; readonly on: string | null }
  | { readonly alerts: number; readonly on: string | null }
  | { readonly tags: string }
  | { readonly tagged: string }
  | { readonly standing: 'isolated' | 'restricted' | 'scanned'; readonly on: string | null }
  | { readonly indicator: string; readonly sort?: Sort }
  | { readonly ending: 'indicators' }
  | { readonly digest: 'now' }
  | { readonly verdict: 'false-positive' | 'false-negative'; readonly of: string; readonly sort?: Sort }
  | { readonly whatIf: string; readonly wish: { readonly input: GroupInput } | { readonly change: OneChange } };

type OneChange = TenantChange | ApiChange | Extract<OwnChange, { readonly kind: 'settled-emergency' }>;

/** The rows that can be read, and those that cannot. */
interface FaultyList {
  readonly change: IndicatorsChange;
  readonly unread: readonly UnreadRow[];
}

/** Why somebody asks for it, in their words, to be kept or changed on the draft; absent where they did not say. */
interface Why {
  readonly reason?: string;
}

/**
 * What somebody asked for in words. Only `change`, `input`, `several`, `form`, `revert`, `revert-last`, `again`, `this`
 * and `approval-channel` can lead to a change, and only after an approval.
 */
export type Command =
  /** A change that is complete as written; it can be made without reading the tenant. */
  | ({ readonly kind: 'change'; readonly change: OneChange } & Why)
  | ({ readonly kind: 'input'; readonly input: GroupInput } & Why)
  /** A list of which some rows cannot be read: nothing is asked for, and all that is wrong with it is told. */
  | { readonly kind: 'faulty-list'; readonly list: FaultyList }
  /** Several changes as one request, in this order. `rows`: where in a list each stood, counted from 1. */
  | ({
      readonly kind: 'several';
      readonly rows?: readonly number[];
      readonly wishes: readonly ({ readonly input: GroupInput } | { readonly change: TenantChange })[];
    } & Why)
  | ({ readonly kind: 'form'; readonly opens: FormRequest } & Why)
  | { readonly kind: 'revert'; readonly number: number }
  /** The same as a request that ended without being applied. */
  | { readonly kind: 'again'; readonly number: number }
  /** What somebody sees in the portal; it changes nothing there. */
  | { readonly kind: 'sight'; readonly sight: Sight }
  /** Opens a form to say what somebody sees of it. */
  | { readonly kind: 'sight-form'; readonly of: SightSubject }
  /** About the channel or group chat in which it is written. */
  | { readonly kind: 'approval-channel'; readonly to: 'on' | 'off' }
  | { readonly kind: 'status' }
  | { readonly kind: 'help' }
  /** One person's own page. */
  | { readonly kind: 'home' }
  /** Whether whoever writes it wants to be told of requests. */
  | { readonly kind: 'mute'; readonly to: 'on' | 'off' }
  /** About the channel or group chat in which it is written; null to say what it gets. */
  | { readonly kind: 'digest'; readonly every: 'daily' | 'weekly' | 'off' | null }
  /** Pages count from 1; absent for the first one. */
  | { readonly kind: 'requests'; readonly open: boolean; readonly page?: number }
  /** Requests by what they are found by, ended ones too. */
  | { readonly kind: 'history'; readonly filter: PastFilter; readonly page: number }
  /** `undecided`: in place of a decision that was not exact, so nothing was decided. */
  | { readonly kind: 'show'; readonly number: number; readonly undecided?: true }
  /** Pages count from 1. */
  | { readonly kind: 'devices'; readonly number: number; readonly page: number }
  | { readonly kind: 'withdraw'; readonly number: number }
  /** Of whoever drafted it. */
  | { readonly kind: 'discard'; readonly number: number }
  /** All drafts of whoever writes it: shown, or discarded. */
  | { readonly kind: 'drafts'; readonly discards: boolean }
  /** Ends the scans of a request that have not ended. */
  | { readonly kind: 'cancel-scan'; readonly number: number }
  /** `digest`: the first digits of it, or all; null without one. */
  | { readonly kind: 'attest'; readonly number: number; readonly digest: string | null }
  /** `reason` is empty without one. */
  | { readonly kind: 'approve'; readonly number: number; readonly digest: string | null; readonly reason: string }
  | { readonly kind: 'take-back'; readonly number: number }
  /** Also stops what is approved already; only then may `reason` be empty. */
  | { readonly kind: 'reject'; readonly number: number; readonly reason: string }
  /** What was changed outside Airlock, as far as nobody adopted it. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'adopt'; readonly change: number }
  /** `item`: its place on the card, from 1; null where it is the only one. */
  | { readonly kind: 'revert-outside'; readonly change: number; readonly item: number | null }
  /** A command without a part that it needs. `number`: the request that it is about; absent without one. */
  | { readonly kind: 'incomplete'; readonly why: string; readonly example: string; readonly number?: number }
  /** A command that makes no sense as a whole; `examples` are correct ones. */
  | { readonly kind: 'malformed'; readonly why: string; readonly examples: readonly string[] }
  /** A question about the tenant; it changes nothing. */
  | { readonly kind: 'ask'; readonly about: Asked }
  /** Who can approve: a request by its number, or in general. */
  | { readonly kind: 'approvers'; readonly number: number | null }
  /** What was changed last, and by whom: in general, or of one switch. */
  | { readonly kind: 'last-change'; readonly feature: FeatureName | null }
  /** Asks to undo the change that was applied last. */
  | { readonly kind: 'revert-last' }
  /** About a request without its number: the one whose card was replied to, or the only open one. */
  | { readonly kind: 'this'; readonly want: ThisWant }
  /**
   * No command, but something like one: `close` to one by its words, or `several` at once. What is offered is never
   * run, and never wider than what was asked.
   */
  | { readonly kind: 'offer'; readonly why: 'close' | 'several'; readonly commands: readonly string[] }
  /** Asks for nothing: "thanks", "ok". */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'unknown' };

/** `decide`: a decision that was not exact, so its card is shown and nothing is decided. */
type ThisWant = 'look' | 'decide' | 'devices' | 'approvers' | 'revert';

export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

/** About a change that was made outside Airlock. */
export type OutsideCommand = CommandOf<'outside' | 'adopt' | 'revert-outside'>;

/** Kinds that decide on a request, or that say something by somebody's word: only as an exact command. */
export const DECIDES: ReadonlySet<Command['kind']> = new Set([
  ...(['approve', 'reject', 'withdraw', 'take-back', 'attest', 'adopt', 'sight', 'cancel-scan'] as const),
]);

/** Kinds that only read. */
export const READS: ReadonlySet<Command['kind']> = new Set([
  ...([
    'status',
    'help',
    'home',
    'requests',
    'history',
    'show',
    'devices',
    'outside',
    'ask',
    'approvers',
    'last-change',
    'sight-form',
    'thanks',
    'offer',
  ] as const),
]);
