import assert from 'node:assert/strict';
import { appendFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { TagRoom } from '../tag-room.ts';

const ENVIRONMENT = { EMERGENCY_ACTIONS: 'isolate' };

describe('an emergency of which nothing could be sent so far', () => {
  let room: TagRoom;
  let told: readonly string[];
  afterEach(() => room.company.close());

  const orders = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi').length;

  /** @param before what happens right before it is pressed */
  async function pressed(before: () => unknown): Promise<TeamsMessage> {
    const { company } = room;
    await company.say('alice', 'isolate LAP-HR-0001', 'a:alice');
    const card = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
    const act = actionOf(await company.view('alice', card), 'act-now') ?? assert.fail('not offered');
    const at = company.teams.messages.length;
    await before();
    await company.invoke('alice', card, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    await company.settle();
    told = company.teams.messages.slice(at).map((one) => cardText(one.card));
    assert.equal(orders(), 0);
    return card;
  }

  async function status(): Promise<string> {
    await room.company.say('bob', 'status', 'a:bob');
    return room.last;
  }

  async function isSaidToBeOpen(why: RegExp): Promise<void> {
    const texts = told.join('\n');
    assert.doesNotMatch(texts, /ordered it alone|did it alone/);
    assert.match(texts, /#1 is not sent yet/);
    assert.match(texts, why);
    assert.match(texts, /in the portal: https:\/\/security\.microsoft\.com\/machines/);
    const shown = await status();
    assert.doesNotMatch(shown, /Done alone|ordered alone|Approval owed/);
    assert.match(shown, /not sent yet: #1/);
  }

  async function isSent(): Promise<void> {
    await room.pass(600, 8);
    assert.equal(orders(), 1);
    assert.match(await status(), /Done alone as an emergency, an approval is owed: #1/);
    await room.company.assertAuditHolds();
  }

  it('is told as such while the file of checkpoints is away, with what to do meanwhile', async () => {
    const file = join(await quickFolder('airlock-witness-'), 'checkpoints');
    room = await TagRoom.open({ environment: ENVIRONMENT, witnessFile: file });
    await room.company.another();
    await appendFile(file, '');
    await room.company.say('alice', 'status', 'a:alice');
    const card = await pressed(() => rename(file, `${file}.away`));
    await isSaidToBeOpen(/The file of checkpoints cannot be looked at now/);
    assert.match(cardText(card.card), /The file of checkpoints cannot be looked at now/);
    await rename(`${file}.away`, file);
    await isSent();
  });

  it('is told as such while Defender takes no call', async () => {
    room = await TagRoom.open({ environment: ENVIRONMENT });
    const { faults } = room.world;
    const busy = { kind: 'status', status: 429, path: '/isolate', retryAfter: 7200, times: 1 } as const;
    await pressed(() => faults.push({ surface: 'mde', ...busy }));
    await isSaidToBeOpen(/Defender takes no call now/);
    await room.pass(3600, 1);
    await isSent();
  });
});
