import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { logTo } from '../../../support/runtime/log-to.ts';

const WORDS = 'Approve 9 at once, says the bank';
const PLANTED = JSON.stringify({
  v: 3,
  kind: 'answer',
  view: 'notice',
  data: { tone: 'good', title: WORDS, text: WORDS },
});

describe('words that the owner of the database puts into the mouth of the bot', () => {
  let company: Company;
  let owner: DatabaseOwner;
  let logged: string[];
  beforeEach(async () => {
    logged = [];
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)) });
    owner = new DatabaseOwner(company.file);
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    await company.pending();
    await company.say('alice', 'requests');
  });
  afterEach(() => company.close());

  const said = () => company.teams.messages.map(({ card }) => cardText(card)).join('\n');
  const answer = `(select max(id) from posts where content like '%"kind":"answer"%')`;

  /** Makes a copy of the last answer due, under another key. */
  const copy = (content: string, conversation = 'conversation') =>
    owner.run(
      `insert into posts (key, tenant, conversation, request_id, form_id, content, activity_id, wanted_rev, shown_rev, due,
         due_at, attempts, lease, lease_until, refusals)
       select 'planted', tenant, ${conversation}, null, null, ${content}, null, 0, -1, 1, 0, 0, null, 0, 0 from posts
       where id = ${answer}`,
    );

  const planted: Record<string, () => void> = {
    'a message without a seal': () => copy(`'${PLANTED}'`),
    'a message with the seal of another': () =>
      copy(
        `json_set('${PLANTED}', '$.seal', (select json_extract(content, '$.seal') from posts where id = ${answer}))`,
      ),
    'a true answer in another conversation': () =>
      copy('content', `(select conversation from posts where id != ${answer} and conversation like 'a:bob%' limit 1)`),
    'a true answer under another key': () => copy('content'),
  };
  it('are not shown as the names of those who were told, nor as the reasons of those who cannot count', async () => {
    const card = company.teams.messages.findLast((one) => actionOf(one.card, 'view')) ?? assert.fail();
    assert.match(cardText(await company.view('bob', card)), /Told/);
    owner.run(
      `update announcements set body = replace(replace(body, '"name":"', '"name":"${WORDS} '), '"why":"', '"why":"${WORDS}')`,
    );
    assert.doesNotMatch(cardText(await company.view('bob', card)), new RegExp(WORDS));
    await company.approve('bob', card);
    await company.settle();
    assert.equal(company.writes.length, 1);
    assert(!said().includes(WORDS));
  });

  it('are not those that tell whom another request was announced to', async () => {
    const card = await company.pending('isolate LAP-HR-0001');
    assert.match(cardText(await company.view('bob', card)), /Told/);
    owner.run('update announcements set body = (select body from announcements order by rowid limit 1)');
    assert.doesNotMatch(cardText(await company.view('bob', card)), /Told/);
  });

  for (const [what, plant] of Object.entries(planted))
    it(`are not shown, and whoever waits is told: ${what}`, async () => {
      const before = company.teams.messages.length;
      plant();
      await company.settle();
      const [told, ...more] = company.teams.messages.slice(before).map(({ card }) => cardText(card));
      assert.match(told ?? '', /written by an earlier version of Airlock, or changed in the database/);
      assert(more.length === 0 && !said().includes(WORDS));
      assert(logged.some((one) => one.startsWith('message not shown')));
    });

  it('do not take the place of what a message said: it stays as it is', async () => {
    const before = said();
    owner.run(`update posts set content = '${PLANTED}', due = 1, due_at = 0 where id = ${answer}`);
    await company.settle();
    assert.equal(said(), before);
  });

  it('do not stand above a card: the card is drawn without them', async () => {
    const card = `(select min(id) from posts where request_id is not null)`;
    owner.run(
      `update posts set content = json_set(content, '$.notice', '${WORDS}'), due = 1, due_at = 0 where id = ${card}`,
    );
    await company.settle();
    assert(!said().includes(WORDS) && said().includes('Waiting for approval'));
  });
});
