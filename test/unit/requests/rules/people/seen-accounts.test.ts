import assert from 'node:assert/strict';
import type { DirectoryPerson } from '../../../../../src/requests/ports/directory.ts';
import type { AccountSeen, Memory } from '../../../../../src/requests/record/account-seen.ts';
import { USUAL_PEOPLE } from '../../../../../src/requests/record/people-policy.ts';
import type { Actor } from '../../../../../src/requests/record/request.ts';
import { judgeWrite } from '../../../../../src/requests/rules/people/judging/before-write.ts';
import { judgeApproval } from '../../../../../src/requests/rules/people/judging/judge-approval.ts';
import { left, recall, remember } from '../../../../../src/requests/rules/seen-accounts.ts';
import { aPerson } from '../../../../support/people/a-person.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { ALICE, admin, BOB, DAY, GROUP, HOUR, knowing, ROLE, request, whyNot } from './knowing.ts';

const FIRST = { at: BUILT_AT - 10 * DAY, isFirst: true };
const at = (ago: number) => ({ at: BUILT_AT - ago, isFirst: false });

function look(of: Actor, more: Partial<DirectoryPerson> = {}, isApprover: boolean | null = true) {
  return { person: aPerson(of.oid, more), isApprover };
}

/** Seen at the first census as they are, and again with each of these ids at its time. */
function seen(of: Actor, first: Partial<DirectoryPerson> = {}, ...later: [ago: number, id: string | null][]) {
  let account = remember(undefined, look(of, first), FIRST, USUAL_PEOPLE);
  for (const [ago, employeeId] of later)
    account = remember(account, look(of, { ...first, employeeId }), at(ago), USUAL_PEOPLE);
  return account;
}

/** The requester is remembered since long where nothing else is said of her. */
function remembering(...accounts: AccountSeen[]): Memory {
  const asked = accounts.some(({ oid }) => oid === ALICE.oid) ? [] : [seen(ALICE, { employeeId: '1001' })];
  return {
    censusAt: BUILT_AT - HOUR,
    accounts: [...asked, ...accounts],
    strange: [],
    firstTold: new Map(),
    crowds: [],
  };
}

const NEVER: Memory = { censusAt: null, accounts: [], strange: [], firstTold: new Map(), crowds: null };

const asking = admin(ALICE, { employeeId: '1001' });

describe('what is remembered of an account', () => {
  it('stands since long at the first census, whatever its role', () => {
    const { marksSince, approverSince, isApprover } = seen(BOB);
    assert.deepEqual(
      { marksSince, approverSince, isApprover },
      { marksSince: null, approverSince: null, isApprover: true },
    );
  });

  it('is dated as an approver by a later look, and not by an employee id that was never another', () => {
    const { marksSince, approverSince } = remember(undefined, look(BOB), at(HOUR), USUAL_PEOPLE);
    assert.deepEqual({ marksSince, approverSince }, { marksSince: null, approverSince: BUILT_AT - HOUR });
    assert.equal(remember(undefined, look(BOB, {}, false), at(HOUR), USUAL_PEOPLE).approverSince, null);
  });

  it('is what it is called and how its id is written now, which dates nothing', () => {
    const known = seen(BOB, { employeeId: '1002' });
    const now = { employeeId: ' 001002', name: 'Bob O. Ortiz' };
    const carried = { ...known.carried, ...now };
    assert.deepEqual(remember(known, look(BOB, now), at(0), USUAL_PEOPLE), { ...known, carried });
  });

  it('is the same object where nothing differs', () => {
    const known = seen(BOB, { employeeId: '1002' });
    assert.equal(remember(known, look(BOB, { employeeId: '1002' }, null), at(0), USUAL_PEOPLE), known);
  });

  it('keeps what was carried before, and dates an employee id that it never carried for long', () => {
    const known = seen(BOB, { employeeId: '1002' }, [3 * HOUR, '7452'], [2 * HOUR, '8563']);
    assert.equal(known.marksSince, BUILT_AT - 2 * HOUR);
    assert.deepEqual(
      known.former.map(({ carried }) => carried.employeeId),
      ['1002', '7452'],
    );
    const back = seen(BOB, { employeeId: '1002' }, [3 * HOUR, '7452'], [2 * HOUR, '1002']);
    assert.equal(back.marksSince, null, 'the id that it had all along');
    const again = remember(back, look(BOB, { employeeId: '7452' }), at(HOUR), USUAL_PEOPLE);
    assert.equal(again.marksSince, BUILT_AT - HOUR, 'an id that it never had for long');
    const moved = remember(
      known,
      look(BOB, { employeeId: '8563', addresses: ['b@x.example'] }),
      at(HOUR),
      USUAL_PEOPLE,
    );
    assert.equal(moved.marksSince, known.marksSince);
    assert.equal(moved.former.length, 3);
  });

  it('is an approver since before where the role is back within 30 days, and anew after that', () => {
    const gone = (ago: number) => left(seen(BOB), BUILT_AT - ago);
    assert.equal(remember(gone(29 * DAY), look(BOB), at(0), USUAL_PEOPLE).approverSince, null);
    assert.equal(remember(gone(30 * DAY), look(BOB), at(0), USUAL_PEOPLE).approverSince, BUILT_AT);
    assert.equal(remember(seen(BOB), look(BOB, {}, false), at(0), USUAL_PEOPLE).leftAt, BUILT_AT);
  });

  it('is noted only where it differs, and never before the first census or with APPROVER_MIN_AGE=0', async () => {
    const noted: unknown[] = [];
    const asks = (memory: Memory, minAge = DAY) => {
      const services = knowing([], { memory, people: { minAge } });
      Object.assign(services.store, { noteAccounts: async () => void noted.push(1) });
      return recall(services, [look(BOB, { employeeId: '7452' })]);
    };
    await asks(remembering(seen(BOB, { employeeId: '7452' })));
    await asks(NEVER);
    const off = await asks(remembering(seen(BOB, { employeeId: '1002' })), 0);
    assert.deepEqual([noted.length, off.seen.size], [0, 0]);
    await asks(remembering(seen(BOB, { employeeId: '1002' })));
    assert.equal(noted.length, 1);
  });
});

describe('an account that the directory does not date', () => {
  const undated = admin(BOB, { createdAt: null });
  const dates = { [ROLE]: BUILT_AT - 30 * DAY };
  const told = (ago: number | null): Memory => ({
    ...remembering(seen(BOB)),
    firstTold: new Map(ago === null ? [] : [[BOB.oid, BUILT_AT - ago]]),
  });
  const rows: [string, Memory, number, RegExp][] = [
    ['that nobody noted before', told(null), DAY, /^too-young: The directory does not say since when your account/],
    [
      'that was noted 23 hours ago',
      told(23 * HOUR),
      DAY,
      /first noted it at 20.* UTC, .*It would from 20.*, and this request ends before/,
    ],
    ['that was noted a day ago', told(DAY), DAY, /^counts/],
    ['that was noted a day ago, where a week is asked for', told(DAY), 7 * DAY, /^too-young/],
    ['where nobody ever looked at everybody', NEVER, DAY, /could not look at everybody/],
    ['where no age is asked for', NEVER, 0, /^counts/],
  ];
  it('says that the request ends before the approval would count', async () => {
    const services = knowing([asking, undated], {
      dates,
      memory: told(HOUR),
      people: { minAge: DAY, proof: 'accounts' },
    });
    for (const [deadline, says] of [
      [
        BUILT_AT + 22 * HOUR,
        /It would from 2026-\S+ \S+ UTC, and this request ends before; another admin can decide now\./,
      ],
      [BUILT_AT + 24 * HOUR, /It counts from 2026-\S+ \S+ UTC; another admin can decide now\./],
    ] as const) {
      const judged = await judgeApproval(services, { ...request, deadline }, BOB.oid);
      assert.match('refusal' in judged ? String(judged.refusal.sentence) : 'counts', says);
    }
  });

  for (const [title, memory, minAge, says] of rows)
    it(`${title}: ${says.test('counts') ? 'counts' : 'does not count'}`, async () => {
      const services = knowing([asking, undated], { dates, memory, people: { minAge, proof: 'accounts' } });
      const judged = await judgeApproval(services, request, BOB.oid);
      assert.match('refusal' in judged ? `${judged.refusal.why}: ${judged.refusal.sentence}` : 'counts', says);
    });
});

describe('an approval counts by what is remembered', () => {
  const bob = (employeeId: string | null, holds = [ROLE]) => admin(BOB, { employeeId }, holds);
  const dates = { [ROLE]: BUILT_AT - 30 * DAY };

  const sentence = async (standing: ReturnType<typeof bob>, account: AccountSeen, more = {}) => {
    const judged = await judgeApproval(
      knowing([asking, standing], { dates, memory: remembering(account), ...more }),
      request,
      BOB.oid,
    );
    return 'refusal' in judged ? `${judged.refusal.why}: ${judged.refusal.sentence}` : 'counts';
  };

  const rows: [string, ReturnType<typeof bob>, AccountSeen, RegExp][] = [
    ['an id that was never another', bob('2002'), seen(BOB, { employeeId: '2002' }), /^counts/],
    [
      'an id that is another since this moment',
      bob('7452'),
      seen(BOB, { employeeId: '2002' }),
      /^not-known: .*changed at/,
    ],
    [
      'an id that was changed 23 hours ago',
      bob('7452'),
      seen(BOB, { employeeId: '2002' }, [23 * HOUR, '7452']),
      /^not-known: .*the employee id of this account was changed at 20.* UTC; it counts after 20/,
    ],
    ['an id that was changed a day ago', bob('7452'), seen(BOB, { employeeId: '2002' }, [DAY, '7452']), /^counts/],
    ['an id where none was', bob('7452'), seen(BOB, { employeeId: null }), /^not-known/],
    [
      'the requester’s id a moment ago',
      bob('7452'),
      seen(BOB, { employeeId: '1001' }),
      /^one-person: .*employee id 1001/,
    ],
    [
      'the requester’s id, and two others since',
      bob('2002'),
      seen(BOB, { employeeId: '1001' }, [3 * HOUR, '7452'], [2 * HOUR, '2002']),
      /^one-person/,
    ],
    ['an id back to what it was', bob('2002'), seen(BOB, { employeeId: '2002' }, [HOUR, '7452']), /^counts/],
    ['no id, and the requester’s a moment ago', bob(null), seen(BOB, { employeeId: '1001' }), /^one-person: .*1001/],
    ['no id, and another a moment ago', bob(null), seen(BOB, { employeeId: '2002' }), /^not-known: .*changed at/],
  ];
  it('counts for a former id only who carries that one', async () => {
    const said = await sentence(bob('n/a'), seen(BOB, { employeeId: '1001' }), { carried: { 'n/a': 9 } });
    assert.match(said, /^one-person: .*employee id 1001/);
  });

  for (const [title, standing, account, expected] of rows)
    it(`by ${title}: ${expected.source.slice(1, 11)}`, async () =>
      assert.match(await sentence(standing, account), expected));

  it('by what the requester carried a moment ago', async () => {
    const memory = remembering(seen(ALICE, { employeeId: '2002' }), seen(BOB, { employeeId: '2002' }));
    assert.equal(await whyNot(knowing([asking, bob('2002')], { dates, memory }), BOB), 'one-person');
    const another = remembering(seen(ALICE, { employeeId: '3003' }));
    assert.equal(await whyNot(knowing([asking, bob('2002')], { dates, memory: another }), BOB), 'not-known');
  });

  it('by what the census says of an id that many carry, in whatever spelling, until it says otherwise', async () => {
    const mark = { kind: 'employee-id', value: '002002' } as const;
    const memory = (until: number | null): Memory => ({
      ...remembering(seen(BOB, { employeeId: '2002' })),
      crowds: [{ mark, until, since: null }],
    });
    const judged = async (until: number | null) =>
      whyNot(knowing([asking, bob('2002')], { dates, memory: memory(until) }), BOB);
    assert.equal(await judged(null), 'not-known');
    assert.equal(await judged(BUILT_AT - HOUR), 'not-known');
    assert.equal(await judged(BUILT_AT - 2 * DAY), 'counts');
  });

  it('by accounts where the operator wants no proof, but never against a mark that both carried', async () => {
    const accounts = { people: { proof: 'accounts' } };
    assert.match(await sentence(bob('7452'), seen(BOB, { employeeId: '2002' }), accounts), /^counts/);
    assert.match(await sentence(bob('7452'), seen(BOB, { employeeId: '1001' }), accounts), /^one-person/);
  });

  it('by the operator’s file whatever was changed', async () => {
    const people = { known: [[ALICE.oid], [BOB.oid]] };
    assert.match(await sentence(bob('7452'), seen(BOB, { employeeId: '1001' }), { people }), /^counts/);
  });

  it('by a role through a group only once its holder was seen with it for APPROVER_MIN_AGE', async () => {
    const first = (ago: number) => remember(undefined, look(BOB, { employeeId: '2002' }), at(ago), USUAL_PEOPLE);
    const inGroup = bob('2002', [GROUP]);
    assert.match(await sentence(inGroup, seen(BOB, { employeeId: '2002' })), /^counts/);
    assert.match(await sentence(inGroup, first(HOUR)), /^too-young: .*Airlock first saw you with it at 20/);
    assert.match(await sentence(inGroup, first(DAY)), /^counts/);
    assert.match(await sentence(bob('2002'), first(HOUR)), /^counts/);
    const unseen = { dates, memory: remembering() };
    assert.equal(await whyNot(knowing([asking, inGroup], unseen), BOB), 'too-young');
    const apart = { ...unseen, people: { known: [[ALICE.oid], [BOB.oid]] } };
    assert.equal(await whyNot(knowing([asking, inGroup], apart), BOB), 'too-young');
    assert.equal(await whyNot(knowing([asking, inGroup], { ...apart, memory: NEVER }), BOB), 'too-young');
    assert.equal(await whyNot(knowing([asking, inGroup], { ...unseen, people: { minAge: 0 } }), BOB), 'counts');
    assert.equal(await whyNot(knowing([asking, inGroup], { dates }), BOB), 'counts');
  });

  it('never where nobody looked at everybody yet, unless the operator’s file tells people apart', async () => {
    const never = (people = {}) => whyNot(knowing([asking, bob('2002')], { dates, memory: NEVER, people }), BOB);
    assert.equal(await never(), 'not-known');
    assert.equal(await never({ proof: 'accounts' }), 'not-known');
    assert.equal(await never({ known: [[ALICE.oid], [BOB.oid]] }), 'counts');
    assert.equal(await never({ minAge: 0 }), 'counts');
  });

  it('again before the write', async () => {
    const approvals = [{ by: BOB, at: 1 }];
    const memory = remembering(seen(BOB, { employeeId: '1001' }));
    const judged = await judgeWrite(knowing([asking, bob('7452')], { memory }), { ...request, approvals });
    assert.match('fault' in judged ? judged.fault.why : '', /carried until a short while ago, the same employee id[.]/);
  });
});
