import assert from 'node:assert/strict';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { BOTH, SeveralRoom, THREE } from './several-room.ts';

describe('how several changes are asked for', () => {
  let room: SeveralRoom;
  beforeEach(async () => {
    room = await SeveralRoom.open();
  });
  afterEach(() => room.close());

  const ask = (text: string) => room.company.say('alice', text);

  it('two wishes in one sentence are offered as one request, and nothing is asked before a button is pressed', async () => {
    await ask('enable automated investigation and turn on automatically resolve alerts');
    assert.match(room.last, /Ask for them as one request, or for each on its own/);
    assert.match(room.last, /Both as one request/);
    assert.equal(await room.request(), null);
    await ask('set device groups Lab and Servers to no automated response');
    assert.doesNotMatch(room.last, /#1/);
  });

  it('with why, which stands on the draft', async () => {
    await ask(`${BOTH} because the pilot is over`);
    assert.match(room.last, /the pilot is over|All as one request|Turn on Automated investigation, and/);
    assert.equal((await room.request())?.reason, 'the pilot is over');
  });

  it('a pasted list of commands is compared with the tenant: what is so already and what cannot be is told', async () => {
    const lines = ['enable automated investigation', 'edit device group Lab level none', 'delete device group Nowhere'];
    await ask(['import changes', ...lines, 'rename device group Servers to "Server rooms"'].join('<br>'));
    assert.match(room.said, /2 of 4 changes are in the draft: row 1, row 4\./);
    assert.match(room.said, /Row 2: Device group Lab is already as requested/);
    assert.match(room.said, /Row 3: .*Nowhere/);
    assert.match(room.said, /Turn on Automated investigation, and change device group Servers/);
  });

  for (const [what, lines] of Object.entries({
    CSV: ['switch,to,group,level', 'automated investigation,on,,', ',,Lab,full'],
    JSON: ['[{"switch": "automated investigation", "to": "on"},', ' {"group": "Lab", "level": "full"}]'],
  }))
    it(`a pasted list as ${what}`, async () => {
      await room.company.pending(['import changes', ...lines].join('\n'));
      assert.match(room.said, /1\. Automated investigation[\s\S]*2\. Lab: Remediation level/);
    });

  it('a row of a table creates, changes, renames or deletes a group, and the tenant is compared with all of them', async () => {
    const rows = [
      'group,create,level,tag,rule,access,description,before,name,delete',
      'HR laptops,yes,full,hr,,,"For HR, and nobody else",Servers,,',
      '',
      'Lab,,none,,,,,,,',
      'Kiosks,yes,semi-all-folders,,name starts with KIO and os is Windows 11,everybody,,,,',
      'Executives,,,,,,,,Board,',
      'Servers,yes,full,x,,,,,,',
    ];
    const card = await room.applied(['import changes', ...rows].join('\n'));
    assert.match(
      room.said,
      /3 of 5 changes are in the draft: row 2, row 5, row 6\. Row 4: Device group Lab is already/,
    );
    assert.match(room.said, /Row 7: .*Servers/);
    await room.pass(60, 2);
    assert.match(cardText(card.card), /1\. HR laptops[\s\S]*3\. Executives: Name/);
    assert.equal((await room.api.group('HR laptops'))?.Description, 'For HR, and nobody else');
    assert.equal((await room.api.group('Kiosks'))?.AutoRemediationLevel, 1);
    assert(await room.api.group('Board'));
  });

  it('a list in JSON says by its number what is wrong with each row, and begins nothing', async () => {
    const list = [
      { group: 'HR laptops', create: true, level: 'full', tag: 'hr' },
      { group: 'Kiosks', create: 'yes', level: 'full' },
      { group: 'Lab', level: null, name: null },
      { group: 'Lab', rule: 'tag equals x level full' },
      { group: 'Lab', colour: 'red' },
      { group: 'Lab', create: 'perhaps', level: 'full' },
      { group: 'Lab', delete: true, level: 'full' },
      'status',
    ];
    await ask(`import changes\n${JSON.stringify(list)}`);
    assert.match(room.last, /Row 2: to create a group it needs a level, and a tag or a rule/);
    assert.match(room.last, /Row 3: it says neither[^.]*\. Row 4: "tag equals x level full" is no rule/);
    assert.match(room.last, /Row 5: it takes these keys[\s\S]*Row 6: "create" and "delete" take yes or no/);
    assert.match(room.last, /Row 7: it says two things[\s\S]*Row 8, "status": this is no change/);
    assert.equal(await room.request(), null);
  });

  it('a table whose cells do not fit its heading is told row by row', async () => {
    const rows = ['group;level', 'HR, old;full', 'Lab;full;x', '"Lab;full', 'Lab"s;full'];
    await ask(['import changes', ...rows].join('\n'));
    assert.doesNotMatch(room.last, /Row 2/);
    assert.match(room.last, /Row 3: it has more cells[\s\S]*Row 4: a quotation mark[\s\S]*Row 5: a quotation mark/);
    await ask('import changes\ngroup,levle\nLab,full\nServers,full');
    assert.match(room.last, /column "levle"; it takes switch, to, group/);
  });

  it('where one change is left, it is an ordinary request', async () => {
    await ask('as one request: enable automated investigation; edit device group Lab level none');
    assert.equal((await room.request())?.change.kind, 'advanced-feature');
  });

  for (const [text, why] of [
    ['as one request: enable automated investigation', /That is one change/],
    ['as one request: enable automated investigation; status', /2, "status": this is no change/],
    ['as one request: enable automated investigation; scan LAP-HR-0001', /requests of their own/],
    [`as one request: ${Array.from({ length: 21 }, (_, at) => `delete device group G${at}`).join('; ')}`, /up to 20/],
    [
      'as one request\ntag LAP-HR-0001 with Lab\nimport indicators: block\nnot a value\ngood.example',
      /Row 2: 1 of 2 rows of this list cannot be taken/,
    ],
    ['as one request', /with semicolons between them/],
    ['import changes\n[{"switch": "automated investigation"', /This is not JSON/],
    [
      'as one request: edit device group Lab level full; rank device group Lab before Servers',
      /are about the same thing/,
    ],
    [
      'as one request: create device group "New ones" level full tag equals new; rank device group Servers before "New ones"',
      /an earlier change of the list creates|no number yet/,
    ],
  ] as const)
    it(`is refused in a sentence: ${text.slice(0, 70)}`, async () => {
      await ask(text);
      assert.match(room.said, why);
      assert.equal((await room.request())?.change.kind === 'several', false);
    });
});

describe('several changes that a person applies by hand', () => {
  let room: SeveralRoom;
  beforeEach(async () => {
    room = await SeveralRoom.open({ connector: 'guided' });
  });
  afterEach(() => room.close());

  const LIST =
    'as one request: enable automated investigation; rename device group Lab to Laboratory; edit device group Servers level full';

  it('are one list of steps, one "I have applied it", and read back each on its own; a revert undoes what is known', async () => {
    const card = await room.applied(LIST);
    assert.match(
      cardText(card.card),
      /Open Settings > Endpoints > Advanced features[\s\S]*Device group name[\s\S]*Servers/,
    );
    await room.follows('omar', 1);
    assert.equal(room.company.features().AutomatedIrEnabled, true);
    assert.equal((await room.api.group('Laboratory'))?.AutoRemediationLevel, 0);
    assert.equal((await room.api.group('Servers'))?.AutoRemediationLevel, 3);
    const attest = actionOf(await room.company.view('omar', card), 'attest');
    assert(attest);
    await room.company.invoke('omar', card, attest);
    await room.company.settle();
    await room.pass(60, 3);
    const request = await room.request();
    assert.equal(request?.state, 'applied');
    assert.match(request?.outcome?.note ?? '', /1 of 3 read back, 2 by Omar Okafor's word/);
    await room.company.say('alice', 'is automated investigation on?');
    assert.match(room.last, /Automated investigation: On[\s\S]*by Omar Okafor's word/i);
    for (let look = 0; look < 4; look += 1) await room.company.watch();
    assert.doesNotMatch(room.said, /outside Airlock/);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /Nothing was filed|Turn off/);
  });

  it('stand as not applied where nothing of it was done', async () => {
    const card = await room.applied(THREE);
    await room.pass(5 * 3_600);
    assert.equal((await room.request())?.state, 'expired');
    assert.match(cardText(card.card), /[Ee]xpired/);
  });
});
