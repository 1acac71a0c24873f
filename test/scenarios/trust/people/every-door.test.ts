import assert from 'node:assert/strict';
import { Company, type CompanyOptions, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const ENVIRONMENT = { EMERGENCY_ACTIONS: 'isolate,release', SCAN_APPROVAL: '3', APPROVER_MIN_AGE: '0h' };

/** What becomes of somebody between the card that they see and their press. */
const LOST: Readonly<Record<string, Attributes>> = {
  'without their role': { roles: [], eligible: [], groupRoles: [] },
  disabled: { accountEnabled: false },
  'a guest': { userType: 'Guest' },
  'an external member': {
    userPrincipalName: 'x_partner.example#EXT#@harbourline.example',
    externalUserState: 'Accepted',
  },
  gone: { status: 404 },
};

/** Who presses or types what, and how a request comes to offer it. */
interface Door {
  readonly who: Name;
  readonly options?: CompanyOptions;
  readonly ask: (company: Company) => Promise<TeamsMessage>;
  readonly verb: string;
  readonly typed?: string;
}

const ENABLE = 'enable automated investigation';

async function draft(company: Company, text: string): Promise<TeamsMessage> {
  await company.say('alice', text);
  return company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
}

async function handedOver(company: Company): Promise<TeamsMessage> {
  const card = await company.pending('enable automatically resolve alerts');
  await company.approve('bob', card);
  await company.settle();
  return card;
}

const DOORS: Readonly<Record<string, Door>> = {
  approve: { who: 'bob', ask: (company) => company.pending(ENABLE), verb: 'approve', typed: 'approve 1 DIGEST' },
  reject: { who: 'bob', ask: (company) => company.pending(ENABLE), verb: 'reject', typed: 'reject 1 too early' },
  submit: { who: 'alice', ask: (company) => draft(company, ENABLE), verb: 'submit' },
  'do it now': { who: 'alice', ask: (company) => draft(company, 'isolate LAP-HR-0001'), verb: 'act-now' },
  'scan alone': { who: 'alice', ask: (company) => draft(company, 'scan LAP-HR-0001'), verb: 'submit' },
  remind: { who: 'alice', ask: (company) => company.pending(ENABLE), verb: 'remind' },
  'stop what waits': {
    who: 'grace',
    options: { connector: 'guided' },
    ask: handedOver,
    verb: 'reject',
    typed: 'stop 1',
  },
  'report as applied': {
    who: 'grace',
    options: { connector: 'guided' },
    ask: handedOver,
    verb: 'attest',
    typed: 'applied 1 DIGEST',
  },
  'cancel scans': {
    who: 'alice',
    ask: async (company) => {
      const card = await draft(company, 'scan LAP-HR-0001');
      const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail();
      await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'Alert' } });
      await company.settle();
      return card;
    },
    verb: 'cancel-scan',
    typed: 'cancel scans 1',
  },
  revert: {
    who: 'alice',
    ask: async (company) => {
      const card = await company.pending(ENABLE);
      await company.approve('bob', card);
      await company.settle();
      return card;
    },
    verb: 'revert',
    typed: 'revert 1',
  },
};

describe('somebody who presses or types once they are', () => {
  let company: Company;
  afterEach(() => company.close());

  async function kept(): Promise<unknown> {
    const { store, tenantId } = company.services;
    const requests = await Promise.all([1, 2].map((number) => store.requestByNumber(tenantId, number)));
    const entries = (await store.audit(0, 1_000)).filter(({ event }) => event.startsWith('request.'));
    return { rows: requests.map((one) => one && [one.state, one.rev]), entries: entries.length };
  }

  for (const [name, { who, options, ask, verb, typed }] of Object.entries(DOORS))
    it(`without their role, disabled, a guest, an outsider or gone changes nothing: ${name}`, async () => {
      company = await Company.open({ environment: ENVIRONMENT, ...options });
      await knowSinceLong(company);
      for (const one of ['bob', 'grace', 'alice'] as const) await company.say(one, 'help', `a:${one}`);
      const card = await ask(company);
      const own = await company.view(who, card).catch(() => card.card);
      const offered = actionOf({ ...own }, verb) ?? actionOf({ ...card.card }, verb);
      assert(offered, `offers ${verb}: ${cardText(own)}`);
      const before = await kept();
      const person = company.person(who);
      const was: Attributes = structuredClone({
        roles: [...person.roles],
        accountEnabled: true,
        userType: person.userType,
        userPrincipalName: person.userPrincipalName,
        externalUserState: null,
        status: 200,
      } as never);
      for (const [how, attributes] of Object.entries(LOST)) {
        await alterPerson(company, who, attributes);
        const sent = company.teams.messages.length;
        await company.invoke(who, card, { ...offered, data: { ...offered.data, reason: 'Because of FIN-7' } });
        await company.settle();
        assert.deepEqual(await kept(), before, `${how}, pressed`);
        if (typed) {
          const { store, tenantId } = company.services;
          const { digest } = (await store.requestByNumber(tenantId, 1)) ?? assert.fail();
          await company.say(who, typed.replace('DIGEST', String(digest)), `a:${who}`);
          assert.deepEqual(await kept(), before, `${how}, typed`);
        }
        const others = company.teams.messages.slice(sent).filter(({ conversation }) => conversation !== `a:${who}`);
        assert.deepEqual(
          others.map(({ card: one }) => cardText(one)),
          [],
          how,
        );
        await alterPerson(company, who, was);
      }
      const sent = company.teams.messages.length;
      await company.invoke(who, card, { ...offered, data: { ...offered.data, reason: 'Because of FIN-7' } });
      await company.settle();
      const isDone = company.teams.messages.length > sent || JSON.stringify(await kept()) !== JSON.stringify(before);
      assert(isDone, 'the same press counts once they are themselves again');
    });
});
