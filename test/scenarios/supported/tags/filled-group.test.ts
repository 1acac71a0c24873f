import assert from 'node:assert/strict';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('the preview of a group that a tag of the same request fills', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(() => room.company.close());

  const GROUP = 'create device group "HR pilot" level full tag equals pilot';
  const EMPTY = /conditions asked for match 0 of/;

  async function drafted(text: string): Promise<string> {
    await room.company.say('alice', text);
    return room.last;
  }

  it('tells where the tag leads, and nothing of the moment before it is set', async () => {
    const text = await drafted(`${GROUP} and tag these devices LAP-HR-0001`);
    assert.match(text, /1 of 1 device would move to HR pilot/);
    assert.doesNotMatch(text, EMPTY);
    assert.doesNotMatch(text, /Which devices would move is not known/);
  });

  it('is drafted alone where the devices have the tag already, which is said with how many and which', async () => {
    const { company } = room;
    await company.say('alice', `${GROUP.replaceAll('pilot', 'hr')} and tag these devices LAP-HR-0001, LAP-HR-0002`);
    const said = company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(said, /2 devices have the tag hr already, so nothing is tagged: LAP-HR-0001, LAP-HR-0002\. The draft/);
    assert.match(said, /Create.* device group "?HR hr/);
    assert.doesNotMatch(said, /This cannot be asked for as it stands|^tagged$/m);
  });

  it('names the field of the devices where one is not listed', async () => {
    assert.match(
      await drafted(`${GROUP} and tag these devices LAP-NO-0001`),
      /Devices to tag\s+Defender's list has no/,
    );
  });

  it('tells that no device fits where another tag is set, or none', async () => {
    assert.match(await drafted(GROUP), EMPTY);
    const other = await drafted(`as one request: ${GROUP.replaceAll('pilot', 'trial')}; tag LAP-HR-0001 with Lab`);
    assert.match(other, EMPTY);
  });
});
