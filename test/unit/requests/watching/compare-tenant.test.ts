import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { differences } from '../../../../src/requests/watching/compare-tenant.ts';
import { asWritten, isExplained } from '../../../../src/requests/watching/explain-difference.ts';
import { ownChanges } from '../../../../src/requests/watching/explained/own-changes.ts';
import { itemOfDifference } from '../../../../src/requests/watching/outside-items.ts';
import type { WatchedGroup, WatchedTenant } from '../../../../src/requests/watching/watched.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';

const HOUR = 3_600_000;
const RULE = [{ property: 'tag', operator: 'equals', value: 'lab' }] as const;
const SETTINGS = { description: '', level: 'full', conditions: RULE, opaque: false, access: [] } as const;
const LAB: WatchedGroup = { id: 4, name: 'Lab', ungrouped: false, settings: SETTINGS };
const HR: WatchedGroup = { id: 7, name: 'HR', ungrouped: false, settings: SETTINGS };
const REST: WatchedGroup = { id: 1, name: 'Ungrouped', ungrouped: true, settings: { ...SETTINGS, conditions: [] } };
const named = ({ settings: _, ...group }: WatchedGroup): WatchedGroup => group;

function seen(groups: readonly WatchedGroup[], more: Partial<WatchedTenant> = {}): WatchedTenant {
  return { readAt: BUILT_AT, features: {}, groups, members: null, ...more };
}

const counted = (at: number, counts: Record<string, number>) => ({ members: { at, counts } });

interface Case {
  readonly before: WatchedTenant;
  readonly now: WatchedTenant;
  readonly says: readonly RegExp[];
  /** The kind of the opposite change; null where there is none. */
  readonly revert?: string | null;
}

const before = seen([LAB, HR, REST]);

const CASES: Readonly<Record<string, Case>> = {
  nothing: { before, now: before, says: [] },
  'a switch': {
    before: seen([], { features: { 'auto-resolve-alerts': 'on' } }),
    now: seen([], { features: { 'auto-resolve-alerts': 'off' } }),
    says: [/^Automatically resolve alerts was set to Off$/],
    revert: 'advanced-feature',
  },
  'a switch that could not be read before': {
    before,
    now: seen(before.groups, { features: { 'auto-resolve-alerts': 'off' } }),
    says: [],
  },
  'a new group': {
    before: seen([HR, REST], { looks: 3 }),
    now: before,
    says: [/^Device group "Lab" appeared$/],
    revert: 'device-group.delete',
  },
  'a group that few lists before did not show': {
    before: seen([HR, REST], { looks: 2 }),
    now: before,
    says: [/^Device group "Lab" appeared$/],
    revert: null,
  },
  'a group that was listed before, and is back': { before: seen([HR, REST], { known: [4, 7] }), now: before, says: [] },
  'a group that was not listed once, and is back as another': {
    before: seen([HR, REST], { known: [4, 7], gone: [{ group: LAB, next: 7 }] }),
    now: seen([{ ...LAB, name: 'Rigs', settings: { ...SETTINGS, level: 'none' } }, HR, REST]),
    says: [/^Device group "Lab" is now called "Rigs"$/, /its remediation level went from/],
  },
  'a group that was not listed once, and is back as it was': {
    before: seen([HR, REST], { known: [4, 7], gone: [{ group: LAB, next: 7 }] }),
    now: before,
    says: [],
  },
  'a group that was not listed once, and is back at another rank': {
    before: seen([HR, REST], { known: [4, 7], gone: [{ group: LAB, next: 7 }] }),
    now: seen([HR, LAB, REST]),
    says: [/another order: HR, Lab; before: Lab, HR$/],
    revert: null,
  },
  'groups that only devices named': {
    before: seen([{ ...named(LAB), reported: true }, named(HR)]),
    now: seen([named(HR), { id: 9, name: 'Rigs', ungrouped: false, reported: true }]),
    says: [],
  },
  'a list that is empty but for the ungrouped devices': {
    before: seen([LAB, HR, REST].map(named)),
    now: seen([named(REST)]),
    says: [],
  },
  'a description that a list alone shows': {
    before: seen([{ ...named(LAB), description: 'Rigs' }]),
    now: seen([{ ...named(LAB), description: 'Tills' }]),
    says: [/^Device group "Lab" has another description$/],
    revert: 'device-group.update',
  },
  'a description that a list does not show': {
    before: seen([{ ...named(LAB), description: 'Rigs' }]),
    now: seen([named(LAB)]),
    says: [],
  },
  'a group that is gone': {
    before,
    now: seen([HR, REST]),
    says: [/^Device group "Lab" is no longer listed$/],
    revert: 'device-group.create',
  },
  'a group that is gone, whose rule nobody knows': {
    before: seen([LAB, HR].map(named)),
    now: seen([HR].map(named)),
    says: [/no longer listed/],
    revert: null,
  },
  'another name': {
    before,
    now: seen([{ ...LAB, name: 'Rigs' }, HR, REST]),
    says: [/^Device group "Lab" is now called "Rigs"$/],
    revert: 'device-group.update',
  },
  'another level': {
    before,
    now: seen([{ ...LAB, settings: { ...SETTINGS, level: 'none' } }, HR, REST]),
    says: [/^Device group "Lab": its remediation level went from Full remediation to No automated response$/],
    revert: 'device-group.update',
  },
  'another rule': {
    before,
    now: seen([{ ...LAB, settings: { ...SETTINGS, conditions: [{ ...RULE[0], value: 'rig' }] } }, HR, REST]),
    says: [/its rule went from .*lab.* to .*rig/],
    revert: 'device-group.update',
  },
  'another level of the ungrouped devices': {
    before,
    now: seen([LAB, HR, { ...REST, settings: { ...SETTINGS, level: 'none', conditions: [] } }]),
    says: [/^Ungrouped devices \(default\): its remediation level/],
    revert: 'ungrouped-devices',
  },
  'another order': {
    before,
    now: seen([HR, LAB, REST]),
    says: [/another order: HR, Lab; before: Lab, HR$/],
    revert: null,
  },
  'another order where ranks cannot be read': {
    before: seen([LAB, HR].map(named)),
    now: seen([HR, LAB].map(named)),
    says: [],
  },
  'a list that is empty now': { before, now: seen([]), says: [] },
  'many devices that left': {
    before: seen(before.groups, counted(1, { 4: 40, 7: 9 })),
    now: seen(before.groups, counted(2, { 4: 28, 7: 9 })),
    says: [/^12 devices left Device group "Lab": it had 40 and has 28$/],
    revert: null,
  },
  'few devices that came': {
    before: seen(before.groups, counted(1, { 4: 40 })),
    now: seen(before.groups, counted(2, { 4: 43 })),
    says: [],
  },
  'the same count as before': {
    before: seen(before.groups, counted(1, { 4: 40 })),
    now: seen(before.groups, counted(1, { 4: 40 })),
    says: [],
  },
};

describe('what differs between two readings of a tenant', () => {
  for (const [title, { before: was, now, says, revert }] of Object.entries(CASES)) {
    it(title, () => {
      const found = differences(was, now).map((one) => itemOfDifference(one, { readAt: 2, before: 1 }));
      assert.equal(found.length, says.length, found.map(({ what }) => what).join('; '));
      for (const [index, pattern] of says.entries()) assert.match(found[index]?.what ?? '', pattern);
      if (revert !== undefined) assert.equal(found[0]?.revert?.kind ?? null, revert);
      assert.ok(
        found.every(({ by, at }) => by === null && at === null),
        'nobody is named',
      );
    });
  }

  it('is explained by an own request of exactly that, and by no other', () => {
    const group = { id: 4, name: 'Lab' };
    const [renamed] = differences(before, seen([{ ...LAB, name: 'Rigs' }, HR, REST]));
    assert.ok(renamed);
    const own = (name: string) => ownSet({ name });
    const ownSet = (set: object) => [
      { change: { kind: 'device-group.update', group, set }, until: 1, moves: null } as const,
    ];
    assert.equal(isExplained(renamed, [], 2), false);
    assert.equal(isExplained(renamed, own('Rigs'), 2), true);
    assert.equal(isExplained(renamed, own('Rig'), 2), false);
    const described = { kind: 'field', field: 'description', was: named(LAB) } as const;
    for (const [shown, expected] of [
      ['Rigs & tills', true],
      ['Rigs &amp; tills', true],
      ['Rigs', false],
    ] as const) {
      const difference = { ...described, group: { ...named(LAB), description: shown } };
      assert.equal(isExplained(difference, ownSet({ description: 'Rigs & tills' }), 2), expected, shown);
    }
  });

  it('is another order by an own request only where it is the one that was asked for', () => {
    const group = { id: 4, name: 'Lab' };
    const IT: WatchedGroup = { ...LAB, id: 9, name: 'IT' };
    const last = [{ change: { kind: 'device-group.rank', group, before: null }, until: 1, moves: null } as const];
    const explained = (...after: WatchedGroup[]) => {
      const [order] = differences(seen([LAB, HR, IT, REST]), seen([...after, REST]));
      return order && isExplained(order, last, 2);
    };
    assert.equal(explained(HR, IT, LAB), true);
    assert.equal(explained(IT, HR, LAB), false, 'somebody moved others, too');
    assert.equal(explained(HR, LAB, IT), false, 'somebody put it elsewhere');
  });

  it('is a shift of devices by an own request only where that moves devices, and there', () => {
    const shift = (group: WatchedGroup) => ({ kind: 'members', group, from: 40, to: 10 }) as const;
    const group = { id: 4, name: 'Lab' };
    const moves = (count: number) => ({ to: new Map([['Lab', count]]), from: new Map([['HR', count]]), others: 0 });
    const own = (set: object, count: number | null = null) => [
      {
        change: { kind: 'device-group.update', group, set },
        until: 1,
        moves: count === null ? null : moves(count),
      } as const,
    ];
    const came = { ...shift(HR), from: 10, to: 40 };
    assert.equal(isExplained(shift(LAB), own({ description: 'x' }), 2), false);
    assert.equal(isExplained(shift(LAB), own({ conditions: RULE }), 2), true);
    assert.equal(isExplained(shift(HR), own({ conditions: RULE }, 30), 2), true, 'the devices come from there');
    assert.equal(isExplained(shift(HR), own({ conditions: RULE }, 27), 2), true, 'but for a few');
    assert.equal(isExplained(shift(HR), own({ conditions: RULE }, 25), 2), false, 'more left than it moves');
    assert.equal(isExplained(came, own({ conditions: RULE }, 30), 2), false, 'it brings none there');
    assert.equal(isExplained(shift(HR), own({ conditions: RULE }), 2), false, 'nobody reckoned what it moves');
    assert.equal(isExplained(shift(HR), own({ conditions: RULE }, 30), 30 * HOUR), false);
    assert.equal(isExplained(shift(LAB), own({ conditions: RULE }), 30 * HOUR), false, 'a day is enough to move');
    const shows = own({ conditions: RULE }).map((one) => ({ ...one, until: 7 * 24 * HOUR, applied: 1 }));
    assert.equal(isExplained(shift(LAB), shows, 2), true);
    assert.equal(isExplained(shift(LAB), shows, 30 * HOUR), false, 'it is looked for longer than devices move');
  });

  it('is what somebody undid before the next look, beside what an own request wrote', () => {
    const now = seen(before.groups, { readAt: BUILT_AT + HOUR, features: { 'auto-resolve-alerts': 'off' } });
    const was = seen(before.groups, { readAt: BUILT_AT - HOUR, features: { 'auto-resolve-alerts': 'off' } });
    const wrote = (change: Request['change']) => [
      { ...buildRequest({ state: 'applied', outcome: { at: BUILT_AT, code: 'written', note: '' } }), change },
    ];
    const undone = (change: Request['change'], seenNow = now) =>
      differences(asWritten(was, seenNow, wrote(change)), seenNow).map(({ kind }) => kind);
    const group = { id: 4, name: 'Lab' };
    const on = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
    assert.deepEqual(undone(on), ['feature']);
    assert.deepEqual(undone(on, { ...now, features: { 'auto-resolve-alerts': 'on' } }), ['feature'], 'its own');
    assert.deepEqual(undone({ kind: 'device-group.update', group, set: { level: 'none' } }), ['field']);
    assert.deepEqual(undone({ kind: 'device-group.rank', group, before: null }), ['order']);
    assert.deepEqual(undone(on, { ...now, readAt: BUILT_AT - 1 }), [], 'read before it was written');
    const definition = { name: 'Rigs', description: '', level: 'full' as const, conditions: [...RULE], access: [] };
    const made = { kind: 'device-group.create' as const, definition, before: null };
    const rigs: WatchedGroup = { ...LAB, id: 11, name: 'Rigs' };
    assert.deepEqual(undone(made), ['vanished'], 'somebody deleted what was made');
    assert.deepEqual(undone(made, { ...now, groups: [rigs, ...now.groups] }), ['appeared'], 'its own');
    assert.deepEqual(undone({ kind: 'device-group.update', group, set: { name: 'Rigs' } }), ['renamed']);
    assert.deepEqual(undone({ kind: 'device-group.delete', group }), ['appeared'], 'it is listed again');
    const gone = { ...now, groups: now.groups.filter(({ id }) => id !== 4) };
    assert.deepEqual(undone({ kind: 'device-group.delete', group }, gone), []);
  });

  it('is not explained by a request that had ended before, or was never approved', () => {
    const since = (request: Request) => ownChanges([request], BUILT_AT - HOUR).length;
    const long = { outcome: { at: BUILT_AT - 2 * HOUR, code: 'written', note: '' } } as const;
    assert.equal(since(buildRequest({ state: 'applied' })), 1);
    assert.equal(since(buildRequest({ state: 'applied', ...long })), 0);
    assert.equal(since(buildRequest({ state: 'applying' })), 1);
    assert.equal(since(buildRequest({ state: 'pending' })), 0);
  });

  it('would make a group that is gone again at its place: before the next one that is left', () => {
    const DB: WatchedGroup = { id: 8, name: 'DB', ungrouped: false, settings: SETTINGS };
    const placeOf = (was: readonly WatchedGroup[], left: readonly WatchedGroup[]) => {
      const gone = differences(seen(was), seen(left)).find(({ kind }) => kind === 'vanished') ?? assert.fail();
      const { revert } = itemOfDifference(gone, { readAt: BUILT_AT, before: BUILT_AT });
      return revert && 'before' in revert ? revert.before : assert.fail('no revert');
    };
    assert.deepEqual(placeOf([LAB, HR, DB, REST], [HR, DB, REST]), { id: 7, name: 'HR' });
    assert.deepEqual(placeOf([LAB, HR, DB, REST], [DB, REST]), { id: 8, name: 'DB' });
    assert.equal(placeOf([HR, LAB, REST], [HR, REST]), null);
  });

  it('says of what lowers protection that it does', () => {
    const withLevel = (level: 'full' | 'none') => seen([{ ...LAB, settings: { ...SETTINGS, level } }, REST]);
    const noteOf = (was: WatchedTenant, is: WatchedTenant) =>
      differences(was, is).map((one) => itemOfDifference(one, { readAt: BUILT_AT, before: BUILT_AT }).note);
    const air = (state: 'on' | 'off') => seen([], { features: { 'automated-investigation': state } });
    assert.match(noteOf(withLevel('full'), withLevel('none')).join(), /^This lowered protection: less is remediated/);
    assert.doesNotMatch(noteOf(withLevel('none'), withLevel('full')).join(), /lowered/);
    assert.match(noteOf(air('on'), air('off')).join(), /^This lowered protection: with the switch off, threats/);
    assert.doesNotMatch(noteOf(air('off'), air('on')).join(), /lowered/);
  });
});
