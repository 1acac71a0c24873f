import assert from 'node:assert/strict';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('who approved the last change, where it was an emergency', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('is told: nobody so far, then whoever approved it afterwards', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company } = room;
    await company.say('alice', 'isolate LAP-HR-0001');
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    await room.pass(60, 3);
    const answer = async () => {
      await company.say('grace', 'who approved the last change?');
      return cardText(company.teams.messages.at(-1)?.card);
    };
    const told = /Alice Ahlgren .*asked for it\. It was done at once as an emergency/;
    assert.match(await answer(), told);
    assert.match(await answer(), /and nobody has approved it so far\./);
    await company.approve('bob', draft);
    await company.settle();
    assert.match(await answer(), told);
    assert.match(await answer(), /as an emergency; Bob Brandt .*approved it afterwards\./);
  });
});
