import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionsIn, cardText } from '../../../support/company/fake-teams.ts';

interface Body {
  readonly composeExtension?: {
    readonly type: string;
    readonly text?: string;
    readonly attachments?: readonly { readonly content: object; readonly preview: { readonly content: object } }[];
  };
  readonly task?: {
    readonly type: string;
    readonly value: string | { readonly title: string; readonly card: { readonly content: object } };
  };
}

/** A chat of two people; Airlock is no member, and Teams calls it personal. */
const ELSEWHERE = '19:one_two@unq.gbl.spaces';

describe('from the compose box, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function invoke(who: Name, name: string, value: unknown, conversation = ELSEWHERE): Promise<Body> {
    const envelope = company.envelope(who, conversation);
    const chat = { ...(envelope.conversation as object), conversationType: 'personal', isGroup: false };
    const body = { ...envelope, conversation: chat, type: 'invoke', name: `composeExtension/${name}`, value };
    const answer = await company.post(body);
    assert.equal(answer.status, 200);
    await company.settle();
    return answer.body as Body;
  }

  const search = (who: Name, text: string, queryOptions = { skip: 0, count: 25 }) =>
    invoke(who, 'query', { commandId: 'requests', parameters: [{ name: 'text', value: text }], queryOptions });
  const titles = ({ composeExtension }: Body) =>
    (composeExtension?.attachments ?? []).map(({ preview }) => /^Request (\d+)/.exec(cardText(preview.content))?.[1]);
  const wish = (who: Name, text: unknown) => invoke(who, 'submitAction', { commandId: 'ask', data: { wish: text } });
  const dialog = ({ task }: Body) => {
    assert(task?.type === 'continue' && typeof task.value === 'object', JSON.stringify(task));
    return cardText(task.value.card.content);
  };

  it('finds open requests at first, and others by number, words and sentences; what is inserted has no button', async () => {
    await company.pending();
    await company.say('bob', 'reject 1 not before Friday');
    await company.pending('enable automatically resolve alerts');
    await company.say('alice', 'create device group "Kiosks" level full tag equals kiosk last');
    const first = await invoke('rita', 'query', { parameters: [{ name: 'initialRun', value: 'true' }] });
    assert.deepEqual(titles(first), ['2'], 'no draft');
    assert.deepEqual(titles(await search('rita', '#1')), ['1']);
    assert.deepEqual(titles(await search('rita', 'rejected by bob')), ['1']);
    assert.deepEqual(titles(await search('rita', 'resolve')), ['2']);
    assert.deepEqual(titles(await search('alice', '3')), [], 'nobody’s draft is put into a message');
    assert.equal((await search('rita', 'nothing like it')).composeExtension?.text, 'No request fits.');
    const [found] = first.composeExtension?.attachments ?? [];
    assert.match(
      cardText(found?.content),
      /#2 Turn on Automatically resolve alerts[\s\S]*Waiting for approval\. Alice/,
    );
    assert.match(cardText(found?.content), /So it was on 20\d\d-/);
    assert.deepEqual(actionsIn(found?.content), []);
  });

  it('pages through what it finds', async () => {
    for (let count = 0; count < 5; count += 1) {
      await company.pending();
      await company.say('alice', `withdraw ${count + 1}`);
    }
    const page = (skip: number) => search('rita', 'history', { skip, count: 2 });
    assert.deepEqual(
      [...titles(await page(0)), ...titles(await page(2)), ...titles(await page(4))],
      [...['5', '4', '3', '2', '1']],
    );
    assert.deepEqual((await page(6)).composeExtension?.attachments, []);
  });

  it('tells strangers nothing, and never takes a directory that is down for a no', async () => {
    await company.pending();
    for (const text of ['', '1']) {
      const { composeExtension } = await search('gus', text);
      assert.equal(composeExtension?.type, 'message');
      assert.doesNotMatch(composeExtension.text ?? '', /#1|Automated/);
    }
    assert.equal((await invoke('gus', 'fetchTask', { commandId: 'ask' })).task?.type, 'message');
    assert.equal((await wish('gus', 'enable automated investigation')).task?.type, 'message');
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    const down = await search('rita', '');
    assert.match(down.composeExtension?.text ?? '', /could not be asked|does not answer|directory/i);
  });

  it('asks for a change in the own chat of whoever typed it, and says nothing where they typed it', async () => {
    await company.say('alice', 'help', 'a:alice');
    assert.match(dialog(await invoke('alice', 'fetchTask', { commandId: 'ask' })), /What do you want\?/);
    const before = company.teams.messages.length;
    const { task } = await wish('alice', 'enable automated investigation because the pilot ended');
    assert.deepEqual([task?.type, /own chat/.test(String(task?.value))], ['message', true]);
    const said = company.teams.messages.slice(before);
    assert.deepEqual([...new Set(said.map(({ conversation }) => conversation))], ['a:alice']);
    assert.match(cardText(said.at(-1)?.card), /Turn on Automated investigation/);
    const [contact] = await company.services.store.contacts(company.services.tenantId, [
      company.person('alice').id as never,
    ]);
    assert.equal(contact?.personal, 'a:alice', 'the chat of the compose box is nobody’s own chat');
    assert.equal(await company.services.store.conversation(ELSEWHERE as never), null);
    await wish('alice', 'enable automated investigation because the pilot ended');
    const drafted = (await company.recorded()).filter(({ event }) => event === 'request.drafted');
    assert.equal(drafted.length, 1, 'the same press counts once');
  });

  it('keeps in the dialog what it cannot take, with why, and decides nothing', async () => {
    await company.pending();
    await company.say('bob', 'help', 'a:bob');
    assert.match(dialog(await wish('bob', 'make me a sandwich')), /does not understand[\s\S]*set Finance to full/);
    assert.match(dialog(await wish('bob', '')), /Say what you want/);
    assert.match(dialog(await wish('bob', { not: 'text' })), /Say what you want/);
    assert.match(dialog(await wish('bob', 'a'.repeat(2_001))), /longer than 2000 characters/);
    await company.decide('bob', 'approve', 9).catch(() => undefined);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const exact = `approve 1 ${request?.digest?.slice(0, 4)} ${request?.digest?.slice(4, 8)}`;
    assert.match(dialog(await wish('bob', exact)), /Nothing was decided/);
    assert.match(dialog(await wish('bob', 'reject 1 too early')), /Nothing was decided/);
    assert.match(dialog(await wish('rita', 'enable automatically resolve alerts')), /do not hold a role/);
    assert.match(dialog(await wish('grace', 'enable automatically resolve alerts')), /does not know your own chat/);
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 1))?.state, 'pending');
    assert.equal((await company.recorded()).filter(({ event }) => event === 'request.drafted').length, 1);
    assert(company.teams.messages.every(({ conversation }) => [SOC, 'a:bob'].includes(conversation)));
  });
});
