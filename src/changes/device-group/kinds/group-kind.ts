import type { z } from 'zod';
import { AirlockError } from '../../../errors.ts';
import type { Base } from '../../base.ts';
import type { Assessment, ChangeKind, DiffRow, Fault, Inverse } from '../../change-kind.ts';
import { asJson } from '../../json.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { groupBase } from '../base/group-base.ts';
import { previewOf } from '../base/preview-of.ts';
import { readShown, type ShownBase } from '../base/shown-base.ts';
import type { DeviceGroup } from '../device-group.ts';
import { effectsOf } from '../effects-of.ts';
import type { GroupChange } from '../group-change.ts';
import { groupsIn } from '../groups-in.ts';
import { protectionBanner, type TouchedLevel } from '../risk/protection-banner.ts';
import { sideEffects } from '../risk/side-effects.ts';
import { unreadBanner } from '../risk/unread-banner.ts';
import { levelFaults } from '../tenant-faults.ts';
import { areUnread } from '../unread.ts';

/** What is particular to one kind of change of device groups; `O` are the touched objects as an approval is bound to them. */
export interface GroupRules<C extends GroupChange, O> {
  readonly schema: z.ZodType<C>;
  readonly objectsSchema: z.ZodType<O>;
  title(change: C): string;
  holds(change: C): readonly string[];
  /** Every fault that a tenant shows; none where the change can be asked for. */
  faults(change: C, groups: readonly DeviceGroup[]): readonly Fault[];
  reached(change: C, groups: readonly DeviceGroup[]): boolean;
  /** A sentence for somebody who asks for what is so already. */
  already(change: C): string;
  objects(change: C, groups: readonly DeviceGroup[]): O;
  diff(change: C, before: O, shown: ShownBase): readonly DiffRow[];
  /** The group whose own protection is at stake, whoever is in it; null where moving devices tell all. */
  touched(change: C, before: O): TouchedLevel | null;
  inverse(change: C, before: O, groups: readonly DeviceGroup[]): Inverse;
  /** What could be written to undo it where rules, levels and ranks cannot be read; null where nobody can tell. */
  instead?(change: C, before: O): string | null;
}

/** The rules of one kind of change, made whole with what all of them share. */
export function groupKind<C extends GroupChange, O>(rules: GroupRules<C, O>): ChangeKind<C> {
  return {
    scopes: ['groups'],
    previewScopes: ['devices'],
    parse: (input) => parsed(rules.schema, input),
    title: (change) => rules.title(change),
    objects: (change) => rules.holds(change),
    assess: (change, now) => assessed(rules, change, now),
    base: (change, now) => groupBase(change, now, asJson(rules.objects(change, now.groups ?? []))),
    reached(change, now) {
      const read = groupsIn(now);
      return 'groups' in read && rules.reached(change, read.groups);
    },
    diff: (change, base) => rules.diff(change, objectsOf(rules.objectsSchema, base), readShown(base)),
    risk(change, base) {
      const shown = readShown(base);
      const touched = rules.touched(change, objectsOf(rules.objectsSchema, base));
      const banner = shown.unread === undefined ? protectionBanner(shown.effects, touched) : unreadBanner(change);
      return { lowersProtection: banner !== null, banner, notes: sideEffects(change, shown, touched) };
    },
    effects: (_change, base) => effectsOf(readShown(base)),
    inverse(change, base, now) {
      const read = groupsIn(now);
      if ('why' in read) return read;
      if (areUnread(read.groups) || readShown(base).unread !== undefined) return unreadInverse(rules, change, base);
      if (!rules.reached(change, read.groups)) return { why: MOVED_ON };
      return rules.inverse(change, objectsOf(rules.objectsSchema, base), read.groups);
    },
    affected: (change, now) => previewOf(change, now)?.moves.affected ?? [],
  };
}

function unreadInverse<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, base: Base): Inverse {
  const instead = rules.instead?.(change, objectsOf(rules.objectsSchema, base)) ?? null;
  return { why: UNREAD, ...(instead !== null && { instead }) };
}

const UNREAD =
  'Device groups cannot be read with this connector, so what was before cannot be restored from here. Ask for it as a change of its own.';

const MOVED_ON = 'Defender is no longer as this request left it: somebody changed it after this request was applied.';

function assessed<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, now: TenantSnapshot): Assessment {
  const read = groupsIn(now);
  if ('why' in read) return { verdict: 'unsupported', why: read.why };
  if (rules.reached(change, read.groups)) {
    return { verdict: 'already', why: `${rules.already(change)} There is nothing to approve.` };
  }
  const faults = [...rules.faults(change, read.groups), ...levelFaults(change, now)];
  return faults.length > 0 ? { verdict: 'invalid', faults } : { verdict: 'open' };
}

function parsed<C>(schema: z.ZodType<C>, input: unknown): C {
  const result = schema.safeParse(input);
  if (!result.success) throw new AirlockError('input-invalid', 'This is not a change of device groups.');
  return result.data;
}

function objectsOf<O>(schema: z.ZodType<O>, base: Base): O {
  const result = schema.safeParse(base.objects);
  if (!result.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return result.data;
}
