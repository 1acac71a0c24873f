import assert from 'node:assert/strict';
import { Company, type CompanyOptions, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const ENABLE = 'enable automatically resolve alerts';

/** What somebody is who otherwise has every right. */
type Kind = 'young account' | 'young role' | 'not known' | 'same person' | 'guest' | 'disabled';

/** `counts`: it is done; else what they are told. */
type Expected = 'counts' | RegExp;

const NONE = /may not look at that/;
const LOOKS = { guest: NONE, disabled: NONE } as const;
const YOUNG = /only since 20/;
const NO_ID = /it is not known whether/;

interface Act {
  readonly options?: CompanyOptions;
  /** Who acts; whoever they may turn out to be acted before. */
  readonly who: Name;
  readonly other: Name;
  /** @param before the card of the act before, where there was one */
  readonly ask: (company: Company, before: TeamsMessage | null) => Promise<TeamsMessage>;
  /** What is pressed on the card, or else typed. */
  readonly verb?: string;
  readonly typed?: string;
  /** The entry that tells that it was done. */
  readonly event: string;
  readonly expected: Readonly<Record<Kind, Expected>>;
}

const COUNTS = { 'not known': 'counts', 'same person': 'counts' } as const;
const GUIDED = { connector: 'guided' } as const;

async function approved(company: Company, before: TeamsMessage | null = null): Promise<TeamsMessage> {
  const card = before ?? (await company.pending(ENABLE));
  await company.approve('bob', card);
  await company.settle();
  return card;
}

async function scanned(company: Company): Promise<TeamsMessage> {
  await company.say('alice', 'scan LAP-HR-0001');
  const card = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
  const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail();
  await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'Alert' } });
  await company.settle();
  return card;
}

/** Every act that rests on a role, or on two people being two. */
const ACTS: Readonly<Record<string, Act>> = {
  approve: {
    ...{ who: 'grace', other: 'alice', ask: (company) => company.pending(ENABLE), verb: 'approve' },
    event: 'request.approve',
    expected: {
      ...{ 'young account': YOUNG, 'young role': YOUNG, ...LOOKS },
      ...{ 'not known': NO_ID, 'same person': /belong to one person/ },
    },
  },
  'I have applied it': {
    ...{
      options: GUIDED,
      who: 'omar',
      other: 'bob',
      ask: (company) => approved(company),
      verb: 'attest',
      event: 'request.attest',
    },
    expected: {
      ...{ 'young account': YOUNG, 'young role': YOUNG, ...LOOKS },
      ...{ 'not known': NO_ID, 'same person': /Another account of yours approved this/ },
    },
  },
  'I see it': {
    ...{ options: GUIDED, who: 'omar', other: 'bob', typed: 'automatically resolve alerts is on' },
    ...{ ask: async (company, before) => before ?? company.pending(ENABLE), event: 'tenant.attested' },
    expected: { 'young account': YOUNG, 'young role': YOUNG, ...COUNTS, ...LOOKS },
  },
  'cancel scans': {
    ...{ who: 'omar', other: 'alice', ask: scanned, verb: 'cancel-scan', event: 'request.cancel' },
    expected: { 'young account': YOUNG, 'young role': YOUNG, ...COUNTS, ...LOOKS },
  },
  // To stop is a brake: whoever holds the role now may (docs/architecture.md#stop-until-the-write-begins).
  reject: {
    ...{ who: 'grace', other: 'alice', ask: (company) => company.pending(ENABLE), verb: 'reject' },
    event: 'request.reject',
    expected: { 'young account': 'counts', 'young role': 'counts', ...COUNTS, ...LOOKS },
  },
  stop: {
    ...{
      options: GUIDED,
      who: 'grace',
      other: 'alice',
      ask: (company) => approved(company),
      verb: 'reject',
      event: 'request.reject',
    },
    expected: { 'young account': 'counts', 'young role': 'counts', ...COUNTS, ...LOOKS },
  },
  'take back': {
    ...{ options: GUIDED, who: 'bob', other: 'alice', ask: approved, verb: 'take-back', event: 'request.take-back' },
    expected: { 'young account': 'counts', 'young role': 'counts', ...COUNTS, guest: 'counts', disabled: 'counts' },
  },
};

describe('whose act counts', () => {
  let company: Company;
  afterEach(() => company.close());

  const now = () => new Date(company.clock.now()).toISOString();

  function becomes(kind: Kind, other: Name): Attributes {
    switch (kind) {
      case 'young account':
        return { createdDateTime: now() };
      case 'young role':
        return { assignedAt: now() };
      case 'not known':
        return { employeeId: null, onPremisesImmutableId: null };
      case 'same person':
        return { employeeId: company.person(other).employeeId };
      case 'guest':
        return { userType: 'Guest' };
      case 'disabled':
        return { accountEnabled: false };
    }
  }

  const count = async (event: string) =>
    (await company.services.store.audit(0, 10_000)).filter((entry) => entry.event === event).length;

  /** @returns what they are told */
  async function act({ who, verb, typed }: Act, card: TeamsMessage, offered: ReturnType<typeof actionOf>) {
    if (verb === undefined || !offered) {
      await company.say(who, typed ?? assert.fail(`offers ${verb}`));
      return cardText(company.teams.messages.at(-1)?.card);
    }
    const { value } = await company.invoke(who, card, { ...offered, data: { ...offered.data, reason: 'FIN-7' } });
    await company.settle();
    return cardText({ value });
  }

  for (const [name, one] of Object.entries(ACTS))
    it(`to ${name}`, async () => {
      const { options, who, other, ask, verb, event, expected } = one;
      company = await Company.open(options);
      // Else a third account would carry her number, once somebody is to be the same person as she.
      await alterPerson(company, 'alice2', { employeeId: '4100' });
      await knowSinceLong(company);
      const { employeeId, onPremisesImmutableId, createdDateTime, userType } = company.person(who);
      const was = { employeeId, onPremisesImmutableId, createdDateTime, userType, accountEnabled: true };
      let [card, done] = [await ask(company, null), 0];
      for (const [kind, says] of Object.entries(expected) as [Kind, Expected][]) {
        const offered = verb === undefined ? null : await offer(who, card, verb);
        await alterPerson(company, who, becomes(kind, other));
        company.clock.pass(1_000);
        const told = await act(one, card, offered);
        if (says === 'counts') done += 1;
        else assert.match(told, says, kind);
        assert.equal(await count(event), done, `${kind}: ${told}`);
        await alterPerson(company, who, { ...was, assignedAt: '2025-11-03T09:12:00Z' });
        await knowSinceLong(company);
        if (says === 'counts') card = await ask(company, card);
      }
      company.clock.pass(1_000);
      await act(one, card, verb === undefined ? null : await offer(who, card, verb));
      assert.equal(await count(event), done + 1, 'counts once they are themselves again');
      await company.assertAuditHolds();
    });

  async function offer(who: Name, card: TeamsMessage, verb: string) {
    return actionOf({ ...card.card }, verb) ?? actionOf({ ...(await company.view(who, card)) }, verb);
  }
});

describe('whose role is activated for some hours', () => {
  const ROLE = 'Security Administrator';
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    await alterPerson(company, 'ed', { roles: [], eligible: [ROLE], assignedAt: { [ROLE]: '2025-11-03T09:12:00Z' } });
    await knowSinceLong(company, 'ed');
    card = await company.pending(ENABLE);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const approvals = async () =>
    (await company.services.store.requestByNumber(company.services.tenantId, 1))?.approvals.map(({ by }) => by.name);
  const activate = (attributes: Attributes = {}) =>
    alterPerson(company, 'ed', { roles: [ROLE], eligible: [ROLE], ...attributes });
  const daysAgo = (days: number) => new Date(company.clock.now() - days * 86_400_000).toISOString();

  it('counts a moment later where they could have activated it since long', async () => {
    await activate();
    await company.approve('ed', card);
    assert.deepEqual(await approvals(), [company.person('ed').name]);
  });

  it('does not count where they could have activated it since a moment ago, and does a day later', async () => {
    await activate({ assignedAt: { [ROLE]: daysAgo(0) } });
    const { value } = await company.approve('ed', card);
    assert.match(cardText({ value }), YOUNG);
    assert.deepEqual(await approvals(), []);
    await activate({ assignedAt: { [ROLE]: daysAgo(1) } });
    await company.approve('ed', card);
    assert.deepEqual(await approvals(), [company.person('ed').name]);
  });

  it('does not count as that of a moment ago where it was given for good then', async () => {
    await alterPerson(company, 'ed', { roles: [ROLE], eligible: [], assignedAt: { [ROLE]: daysAgo(0) } });
    const { value } = await company.approve('ed', card);
    assert.match(cardText({ value }), YOUNG);
    assert.deepEqual(await approvals(), []);
  });

  it('and ran out does not count', async () => {
    await activate();
    await alterPerson(company, 'ed', { roles: [], eligible: [ROLE] });
    await company.approve('ed', card);
    assert.deepEqual(await approvals(), []);
  });
});
