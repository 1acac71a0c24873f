import assert from 'node:assert/strict';
import { appendFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../../../../src/service/http-server.ts';
import { notesIn } from '../../../../../src/store/record/checkpoint.ts';
import { Company, type CompanyOptions, type Name } from '../../../../support/company/company.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';
import { AnyOwner, text } from '../../../../support/databases/any-owner.ts';
import { quickFolder } from '../../../../support/databases/quick-folder.ts';
import { logTo } from '../../../../support/runtime/log-to.ts';
import { TagRoom } from '../../../supported/tag-room.ts';

/** Who brakes what was approved, and by which words. */
const BRAKES: Readonly<Record<string, readonly [who: Name, words: string]>> = {
  withdraws: ['alice', 'withdraw 1'],
  'stops it': ['bob', 'reject 1 not tonight'],
  'takes the approval back': ['bob', 'take back 1'],
};

describe('a brake at another instance that somebody cuts off the record', () => {
  let company: Company;
  let logged: string[];
  let file: string;
  afterEach(() => company.close());

  /** One instance where Bob approves, and another one, with one file of checkpoints. */
  async function open(options: CompanyOptions = {}): Promise<App> {
    logged = [];
    file = join(await quickFolder('airlock-witness-'), 'checkpoints');
    company = await Company.open({ ...options, witnessFile: file, log: logTo(({ message }) => logged.push(message)) });
    return company.another();
  }

  function sayAt(app: App, who: Name, words: string) {
    return company.post({ ...company.envelope(who, `a:${who}`), type: 'message', text: words }, app);
  }

  /** Puts everything back to before what somebody does at an instance. */
  async function cutOff(act: () => Promise<unknown>): Promise<void> {
    const owner = new AnyOwner(company.place);
    const [{ last } = {}] = await owner.rows('select max(seq) as last from audit');
    const [row] = await owner.rows('select * from requests where number = 1');
    const [note] = await owner.rows("select body from settings where name = 'record-head'");
    await act();
    assert((await owner.entries()).length > Number(last), 'the record goes on');
    const { body, state, rev, deadline } = row ?? assert.fail();
    await owner.run(`delete from audit where seq > ${last};
      update settings set body = ${text(note?.body)} where name = 'record-head';
      update requests set body = ${text(body)}, state = ${text(state)}, rev = ${rev}, open = 1,
        deadline = ${deadline} where number = 1;
      update posts set due = 0, wanted_rev = shown_rev;
      update tasks set completed = 0, lease = null, lease_until = 0 where kind = 'apply'`);
    const counts = notesIn(await readFile(file, 'utf8')).map((one) => Number(one.split('\n')[1]));
    assert(Math.max(...counts) > Number(last), String(counts));
  }

  for (const [what, [who, words]] of Object.entries(BRAKES)) {
    it(`is known to the first where somebody ${what}: nothing is written`, async () => {
      const other = await open();
      await company.approve('bob', await company.pending());
      await cutOff(() => sayAt(other, who, words));
      await company.settle();
      assert.equal(company.writes.length, 0);
      assert(logged.includes('record broken'), logged.join('; '));
    });

    it(`is known to the first where somebody ${what}: nobody is shown steps to follow`, async () => {
      const other = await open({ connector: 'guided' });
      await company.approve('bob', await company.pending());
      await company.settle();
      await cutOff(() => sayAt(other, who, words));
      const before = company.teams.messages.length;
      await sayAt(company.app, 'omar', 'show 1');
      await company.settle();
      const shown = company.teams.messages.slice(before).map(({ card }) => cardText(card));
      assert(shown.length > 0);
      assert.doesNotMatch(shown.join('; '), /Follow these steps|I have applied it/i);
      assert(logged.includes('record broken'), logged.join('; '));
    });
  }

  it('lets nothing be written while the file that tells of it is gone, and everything once it is back', async () => {
    await open();
    const card = await company.pending();
    await appendFile(file, '');
    await company.approve('bob', card);
    await rename(file, `${file}.away`);
    await company.settle();
    assert.equal(company.writes.length, 0);
    assert.equal(logged.filter((message) => message.startsWith('witness file cannot be looked at')).length, 1);
    assert.match(cardText(card.card), /waiting to be applied[\s\S]*The file of checkpoints cannot be looked at now/);
    await rename(`${file}.away`, file);
    company.clock.pass(120_000);
    await company.settle();
    assert.equal(company.writes.length, 1);
    assert.doesNotMatch(cardText(card.card), /file of checkpoints/);
  });

  for (const [what, [who, words]] of Object.entries(BRAKES))
    it(`lets a brake through while that file is gone, and shows no steps: somebody ${what}`, async () => {
      await open({ connector: 'guided' });
      const card = await company.pending();
      await appendFile(file, '');
      await company.approve('bob', card);
      await company.settle();
      await rename(file, `${file}.away`);
      const before = company.teams.messages.length;
      await sayAt(company.app, 'omar', 'show 1');
      await company.settle();
      const shown = company.teams.messages
        .slice(before)
        .map(({ card }) => cardText(card))
        .join('; ');
      assert.match(shown, /The file of checkpoints cannot be looked at now/);
      assert.doesNotMatch(shown, /Follow these steps|I have applied it/i);
      await sayAt(company.app, who, words);
      const { store, tenantId } = company.services;
      assert.notEqual((await store.requestByNumber(tenantId, 1))?.state, 'approved');
    });

  it('sends no further item of a write that has begun while that file is gone, and the rest once it is back', async () => {
    file = join(await quickFolder('airlock-witness-'), 'checkpoints');
    const room = await TagRoom.open({ witnessFile: file });
    company = room.company;
    const { supported } = company.services;
    const { writeItems } = supported;
    const sent: number[] = [];
    supported.writeItems = async (...asked) => {
      const came = await writeItems(...asked);
      sent.push(asked[1].length);
      if (sent.length === 1) await rename(file, `${file}.away`);
      return came;
    };
    await room.approved('isolate LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    await room.pass(30, 4);
    assert.deepEqual([sent, (await room.request())?.state], [[1], 'applying']);
    const shown = () => cardText(company.message('LAP-HR-0001').card);
    assert.match(shown(), /The file of checkpoints cannot be looked at now/);
    await rename(`${file}.away`, file);
    await room.pass(60, 4);
    assert.deepEqual(sent, [1, 1, 1]);
    assert.doesNotMatch(shown(), /file of checkpoints/);
  });
});
