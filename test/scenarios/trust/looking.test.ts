import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { FormDesk } from '../../support/company/form-desk.ts';
import { aConversation, anOid } from '../../support/samples/ids.ts';

const STRANGER = '99999999-9999-4999-8999-999999999999';
const CLOSED =
  /^This account may not look at that, nor decide on it\. Guests and accounts invited from outside cannot/m;
const FAULT = /directory has a fault of its own \(HTTP 500\b.* so nothing was decided/;
const SECRETS = /Board|FIN-7|#1\b|Alice/;
const DECISIONS = ['take back', 'withdraw', 'approve', 'reject', 'stop', 'applied'];
const READS = [
  ...['status', 'requests', 'all requests', 'show 1', 'show 99', 'devices 1', 'help', 'lunch?'],
  ...['enable automated investigation', 'create device group', 'revert 1'],
  ...DECISIONS.flatMap((decision) => [`${decision} 1`, `${decision} 99`]),
];
const VERBS = ['take-back', 'withdraw', 'approve', 'reject', 'attest', 'discard', 'edit', 'submit'];

/** Somebody who writes to the bot and may not look: by name, or by an object id that the directory does not know. */
type Outsider = { readonly who: Name; readonly oid?: string };

const OUTSIDERS: Readonly<Record<string, Outsider>> = {
  'a guest': { who: 'gus' },
  'a disabled account': { who: 'dora' },
  'an account that the directory does not know': { who: 'sam', oid: STRANGER },
  'a member without a role that may read': { who: 'ed' },
};

describe('who may look, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    company.person('ed').eligible.clear();
    await company.say('alice', 'create device group "Board laptops" level full tag equals board rank 1', 'a:alice');
    card = company.teams.messages.at(-1) ?? assert.fail();
    const submit = actionOf(card.card, 'submit') ?? assert.fail();
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'Board meeting, FIN-7' } });
    await company.settle();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  function envelope({ who, oid }: Outsider, conversation = `a:${oid ?? who}`): Record<string, unknown> {
    const usual = company.envelope(who, conversation);
    return oid ? { ...usual, from: { id: `29:${oid}`, name: 'Nobody', aadObjectId: oid } } : usual;
  }

  async function write(outsider: Outsider, text: string, conversation?: string): Promise<string> {
    const before = company.teams.messages.length;
    const answer = await company.post({ ...envelope(outsider, conversation), type: 'message', text });
    assert.equal(answer.status, 200);
    await company.settle();
    const room = conversation ?? `a:${outsider.oid ?? outsider.who}`;
    const said = company.teams.messages.slice(before).filter((message) => message.conversation === room);
    assert.equal(said.length, 1, `${text}: one answer`);
    return cardText(said[0]?.card);
  }

  async function invoke(outsider: Outsider, fields: Record<string, unknown>) {
    const { status, body } = await company.post({ ...envelope(outsider), type: 'invoke', ...fields });
    assert.equal(status, 200);
    return body as { type: string; value: unknown };
  }

  function press(outsider: Outsider, verb: string, data: unknown, trigger = 'manual') {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger };
    return invoke(outsider, { name: 'adaptiveCard/action', replyToId: card.id, value });
  }

  /** Everything that the store keeps of people, places, messages and work. */
  async function rows(): Promise<unknown> {
    const { store, tenantId } = company.services;
    const places = await Promise.all(
      ['a:gus', 'a:dora', 'a:ed', `a:${STRANGER}`].map((key) => store.conversation(aConversation(key))),
    );
    const people = ['gus', 'dora', 'ed'].map((who) => anOid(String(company.person(who as Name).id)));
    return {
      places: places.filter(Boolean),
      people: await store.contacts(tenantId, [...people, anOid(STRANGER)]),
      backlog: await store.backlog(Number.MAX_SAFE_INTEGER),
      audit: (await store.audit(0, 1_000)).length,
    };
  }

  for (const [title, outsider] of Object.entries(OUTSIDERS)) {
    it(`${title} reads nothing by text, hears one sentence for everything, and leaves no row`, async () => {
      const before = await rows();
      for (const text of READS) {
        const said = await write(outsider, text);
        assert.match(said, CLOSED, text);
        assert.doesNotMatch(said, SECRETS, text);
        assert.doesNotMatch(said, /^(?:Help|Show \d+)$/m, `${text}: no button leads to the same refusal`);
      }
      assert.deepEqual(await rows(), before);
    });

    it(`${title} reads nothing by press, refresh, paging or search`, async () => {
      const { requestId, digest } = (actionOf(card.card, 'withdraw') ?? assert.fail()).data;
      const asked: readonly (readonly [string, unknown, string?])[] = [
        ['view', { requestId, rev: 2 }],
        ['view', { requestId, rev: 2 }, 'automatic'],
        ['view', { requestId: randomUUID(), rev: 2 }],
        ['devices', { requestId, rev: 2, page: 1 }],
        ['approve', { requestId, rev: 2 }],
        ['approve', { requestId: randomUUID(), rev: 2 }],
        ...VERBS.flatMap((verb) => [
          [verb, { requestId, rev: 2, digest, reason: 'x' }] as const,
          [verb, { requestId: randomUUID(), rev: 2, digest, reason: 'x' }] as const,
        ]),
        ['form-view', { formId: randomUUID(), rev: 1 }],
      ];
      const answers = [];
      for (const [verb, data, trigger] of asked) answers.push(await press(outsider, verb, data, trigger));
      for (const { type, value } of answers) {
        assert.equal(type, 'application/vnd.microsoft.card.adaptive');
        assert.match(cardText(value), CLOSED);
        assert.deepEqual(value, answers[0]?.value, 'what exists is not told apart from what does not');
      }
      const search = await invoke(outsider, {
        name: 'application/search',
        value: { dataset: 'entra-groups', queryText: 'soc' },
      });
      assert.deepEqual(search.value, { results: [] });
    });

    it(`${title} sees no form of somebody else`, async () => {
      const desk = await FormDesk.open(company);
      const look = actionOf(desk.message.card, 'form-view') ?? assert.fail();
      assert.match(cardText((await press(outsider, 'form-view', look.data, 'automatic')).value), CLOSED);
    });
  }

  it('a reader, an approver and an operator look; a reader’s ids are a setting', async () => {
    for (const who of ['rita', 'bob', 'sam'] as const) {
      assert.match(await write({ who }, 'show 1'), /Board laptops/);
      assert.match(await write({ who }, 'requests'), /Board laptops/);
    }
    Object.assign(company.services, { readers: [] });
    assert.match(await write({ who: 'rita' }, 'show 1'), CLOSED);
    assert.match(await write({ who: 'bob' }, 'show 1'), /Board laptops/, 'approvers may always look');
  });

  it('a directory that cannot be asked is told as that, and nothing is shown', async () => {
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    for (const who of ['rita', 'gus'] as const) assert.match(await write({ who }, 'show 1'), FAULT);
    const { data } = actionOf(card.card, 'withdraw') ?? assert.fail();
    const same = await press({ who: 'bob' }, 'view', data, 'automatic');
    assert.match(cardText(same.value), FAULT);
    assert.equal(actionOf(same.value, 'approve'), null, 'it is the card that stood there, and no more');
    const refreshed = await press({ who: 'bob' }, 'view', { ...data, digest: 'a'.repeat(64) }, 'automatic');
    assert.match(cardText(refreshed.value), FAULT);
    assert.doesNotMatch(cardText(refreshed.value), SECRETS);
  });

  it('somebody who could activate a role is remembered, so that they can be told of requests', async () => {
    company.person('ed').eligible.add('194ae4cb-b126-40b2-bd5b-6091b380977d');
    assert.match(await write({ who: 'ed' }, 'help'), /Activate it in Privileged Identity Management/);
    const { store, tenantId } = company.services;
    const [contact] = await store.contacts(tenantId, [anOid(String(company.person('ed').id))]);
    assert.equal(contact?.personal, 'a:ed');
  });

  it('a requester takes back what is theirs even while the directory is silent, and is told so in a sentence', async () => {
    const { data } = actionOf(card.card, 'withdraw') ?? assert.fail();
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    const answer = await press({ who: 'alice' }, 'withdraw', data);
    assert.equal(answer.type, 'application/vnd.microsoft.activity.message');
    assert.match(String(answer.value), /withdr[ae]w/i);
    const withdrawn = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.deepEqual([withdrawn?.state, withdrawn?.closing?.by?.name], ['withdrawn', 'Alice Ahlgren']);
  });

  const LEFT: Readonly<Record<string, (who: Name) => void>> = {
    'is disabled': (who) => Object.assign(company.person(who), { accountEnabled: false }),
    'is gone': (who) => Object.assign(company.person(who), { gone: true }),
    'is a guest now': (who) => Object.assign(company.person(who), { userType: 'Guest' }),
  };
  for (const [title, leave] of Object.entries(LEFT)) {
    it(`a party to a request whose account ${title} acts on it and is told nothing of it`, async () => {
      const { data } = actionOf(card.card, 'withdraw') ?? assert.fail();
      await press({ who: 'bob' }, 'approve', data);
      for (const who of ['alice', 'bob'] as const) leave(who);
      for (let time = 0; time < 2; time += 1) {
        assert.match(cardText((await press({ who: 'bob' }, 'approve', data)).value), CLOSED, 'a repeated approval');
        assert.match(cardText((await press({ who: 'bob' }, 'take-back', data)).value), CLOSED);
        assert.match(await write({ who: 'bob' }, 'take back 1'), CLOSED);
      }
      assert.match(await write({ who: 'alice' }, 'withdraw 1'), CLOSED);
      assert.match(cardText((await press({ who: 'alice' }, 'withdraw', data)).value), CLOSED, 'a repeated withdrawal');
    });
  }

  it('an approver whose role ended takes back what is theirs, and is told so', async () => {
    const { data } = actionOf(card.card, 'withdraw') ?? assert.fail();
    await press({ who: 'bob' }, 'approve', data);
    company.person('bob').roles.clear();
    assert.match(await write({ who: 'bob' }, 'take back 1'), /You took back your approval of #1/);
    assert.match(await write({ who: 'bob' }, 'show 1'), CLOSED);
  });
});
