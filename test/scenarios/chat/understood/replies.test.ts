import assert from 'node:assert/strict';
import { shortDigest } from '../../../../src/requests/record/digest.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

/** Ways in which clients tell which message is replied to. */
const WAYS: Readonly<Record<string, (id: string, text: string) => object>> = {
  'a quote of today': (messageId, text) => ({
    text: `<quoted messageId="${messageId}"/> ${text}`,
    entities: [{ type: 'quotedReply', quotedReply: { messageId, senderId: '28:airlock', preview: 'Waiting' } }],
  }),
  'the mark of a quote alone': (messageId, text) => ({ text: `<quoted messageId="${messageId}"/>\n${text}` }),
  'a reference': (messageId, text) => ({
    text: `<attachment id="${messageId}"></attachment> ${text}`,
    attachments: [{ contentType: 'messageReference', id: messageId, content: JSON.stringify({ messageId }) }],
  }),
  'a quote in HTML': (messageId, text) => ({
    text,
    attachments: [
      {
        contentType: 'text/html',
        content: `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="${messageId}">x</blockquote>${text}`,
      },
    ],
  }),
};

describe('a reply to a card', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    card = await company.pending('enable automatically resolve alerts');
    await company.pending('enable automated investigation');
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function reply(who: Name, body: object, conversation = SOC): Promise<string> {
    const before = company.teams.messages.length;
    assert.equal(
      (await company.post({ ...company.envelope(who, conversation), type: 'message', ...body })).status,
      200,
    );
    await company.settle();
    return company.teams.messages
      .slice(before)
      .map(({ card }) => cardText(card))
      .join('\n');
  }

  const stateOf = async (number: number) =>
    (await company.services.store.requestByNumber(company.services.tenantId, number))?.state;

  for (const [name, body] of Object.entries(WAYS)) {
    it(`by ${name} gives the number: "approve" shows that card, and decides nothing`, async () => {
      assert.match(await reply('bob', body(card.id, 'approve')), /#1\b.*Automatically resolve alerts/s);
      assert.match(await reply('bob', body(card.id, 'reject this')), /#1\b/);
      assert.equal(await stateOf(1), 'pending');
    });

    it(`by ${name} leaves a command what it is`, async () => {
      assert.match(await reply('bob', body(card.id, 'status')), /Defender now/);
      assert.match(await reply('bob', body(card.id, 'reject 2 not in the change window')), /You rejected #2/);
      assert.equal(await stateOf(2), 'rejected');
    });
  }

  it('in the thread of a card gives its number', async () => {
    const thread = `${SOC.split(';')[0]};messageid=${card.id}`;
    Object.assign(card, { conversation: thread.split(';')[0] });
    const { store, tenantId } = company.services;
    const [copy] = await store.copies(tenantId, (await store.requestByNumber(tenantId, 1))?.id ?? assert.fail());
    assert(copy);
    assert.match(await reply('bob', { text: 'who can approve this?' }, SOC), /can approve changes/);
    assert.match(await reply('bob', { text: 'I approve' }, thread), /#1\b.*Automatically resolve alerts/s);
    assert.equal(await stateOf(1), 'pending');
  });

  it('decides by no words but the exact ones, and each answer says that nothing was decided', async () => {
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const digits = shortDigest(request?.digest ?? '');
    const said = ['I approve request 1', 'lgtm #1', "don't approve 1", 'withdraw 1 not wanted', 'stop 1 please'];
    for (const text of [...said, `please approve 1 ${digits}`, `approve 1 ${digits} please`, 'ok go ahead with 1']) {
      assert.match(await reply('bob', { text }), /Nothing was decided.*#1\b.*Automatically resolve alerts/s, text);
      assert.equal(await stateOf(1), 'pending', text);
    }
    assert.match(await reply('alice', { text: 'cancel my request 1' }), /Nothing was decided/);
    assert.match(
      await reply('bob', WAYS['a quote of today']?.(card.id, 'looks good to me') ?? {}),
      /Nothing was decided/,
    );
    assert.doesNotMatch(await reply('bob', { text: 'who approved 1?' }), /Nothing was decided/);
    assert.equal(await stateOf(1), 'pending');
  });

  it('in a thread that holds one card is about that, however many are open elsewhere', async () => {
    const thread = '19:soc@thread.tacv2;messageid=77';
    await company.say('alice', 'edit device group Lab level full', thread);
    const third = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(third);
    const submit = actionOf(await company.view('alice', third), 'submit');
    assert(submit);
    await company.invoke('alice', third, { ...submit, data: { ...submit.data, reason: 'See CHG-3' } });
    await company.settle();
    for (const text of ['approve', 'reject this', 'I approve', 'lgtm'])
      assert.match(await reply('bob', { text }, thread), /Nothing was decided[\s\S]*#3\b[\s\S]*Lab/, text);
    assert.match(await reply('bob', { text: 'who can approve this?' }, thread), /approve #3/);
    assert.match(await reply('bob', { text: 'who can approve this?' }, SOC), /can approve changes/);
    assert.match(await reply('bob', WAYS['a quote of today']?.(card.id, 'who can approve this?') ?? {}), /approve #1/);
    assert.equal(await stateOf(3), 'pending');
    await company.decide('bob', 'approve', 3);
    assert.match(await reply('alice', { text: 'undo this' }, thread), /Lab/);
    assert.doesNotMatch(await reply('alice', { text: 'undo this' }, thread), /Say which request/);
  });

  it('is no way to see what is not shown there', async () => {
    await company.say('grace', 'help', 'a:grace');
    const said = await reply('grace', WAYS['a quote of today']?.(card.id, 'approve') ?? {}, '19:other@thread.tacv2');
    assert.doesNotMatch(said, /Automatically resolve alerts/);
  });

  it('says "approve" of the only open request where none is replied to, and lists them where there are more', async () => {
    assert.match(await reply('bob', { text: 'approve' }), /#1.*#2|#2.*#1/s);
    await company.say('alice', 'withdraw 2');
    assert.match(await reply('bob', { text: 'ok, approved' }), /#1\b.*Automatically resolve alerts/s);
    assert.equal(await stateOf(1), 'pending');
  });

  it('undoes by a draft alone what was applied, by its card or as the last change', async () => {
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await stateOf(1), 'applied');
    const writes = company.writes.length;
    assert.match(
      await reply('alice', WAYS['a quote of today']?.(card.id, 'undo this') ?? {}),
      /draft|Reading|Automatically/i,
    );
    assert.match(await reply('alice', { text: 'please undo the last change' }), /Automatically resolve alerts/);
    assert.equal(company.writes.length, writes);
  });

  it('takes nobody’s exact decision for somebody else’s', async () => {
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const digits = shortDigest(request?.digest ?? '');
    const text = `<at>Airlock</at> <at>Grace</at> approve 1 ${digits}`;
    const entities = [
      { type: 'mention', text: '<at>Airlock</at>', mentioned: { id: '28:airlock', name: 'Airlock' } },
      { type: 'mention', text: '<at>Grace</at>', mentioned: { id: '29:grace', name: 'Grace' } },
    ];
    assert.match(await reply('bob', { text, entities }), /#1\b/);
    assert.equal(await stateOf(1), 'pending');
    assert.match(await reply('bob', { text: text.replace(/approve.*/u, 'status'), entities }), /Defender now/);
  });
});
