import assert from 'node:assert/strict';
import { cardText } from '../../support/company/fake-teams.ts';
import { BOTH, SeveralRoom, THREE } from './several-room.ts';

describe('several changes as one request', () => {
  let room: SeveralRoom;
  beforeEach(async () => {
    room = await SeveralRoom.open();
  });
  afterEach(() => room.close());

  it('are applied in order after one approval, and undone in the opposite order by one more', async () => {
    const ranks = await room.api.ranking();
    const card = await room.company.pending(THREE);
    assert.match(cardText(card.card), /3 changes: Turn on Automated investigation, and 2 more/);
    assert.match(cardText(card.card), /1\. Automated investigation\s+Off →\s+On/);
    assert.match(cardText(card.card), /2\. Lab: Remediation level\s+No automated response →\s+Full remediation/);
    assert.match(cardText(card.card), /3\. Executives: Rank/);
    assert.equal(room.company.writes.length, 0);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /All 3 changes are applied/);
    assert.equal(await room.states(), 'done,done,done');
    assert.equal(room.company.features().AutomatedIrEnabled, true);
    assert.equal((await room.api.group('Lab'))?.AutoRemediationLevel, 3);
    assert.equal((await room.api.ranking()).at(-1), 'Executives');
    assert.equal(room.company.writes.length, 3);
    const undo = await room.applied('revert 1');
    assert.match(
      cardText(undo.card),
      /1\. Executives: Rank[\s\S]*2\. Lab: Remediation level[\s\S]*3\. Automated investigation/,
    );
    assert.match(cardText(undo.card), /All 3 changes are applied/);
    assert.equal(room.company.features().AutomatedIrEnabled, false);
    assert.equal((await room.api.group('Lab'))?.AutoRemediationLevel, 0);
    assert.deepEqual(await room.api.ranking(), ranks);
  });

  it('are bound by one digest, which their order changes, too', async () => {
    await room.company.pending(BOTH);
    const first = await room.request();
    await room.company.say('alice', 'withdraw 1');
    await room.company.pending('as one request: enable automatically resolve alerts; enable automated investigation');
    const second = await room.request(2);
    assert(first?.digest && second?.digest);
    assert.notEqual(first.digest, second.digest);
  });

  it('hold every object that one of them is about', async () => {
    await room.company.pending(THREE);
    for (const other of ['enable automated investigation', 'edit device group Lab description x']) {
      await room.company.say('alice', other);
      assert.match(room.said, /#1, asked for by Alice Ahlgren[^#]*is open on the same object/);
    }
  });

  it('stop at the second where somebody changed it meanwhile, write no more, and say so', async () => {
    const card = await room.approved(THREE);
    await room.before(2, () => room.api.edit({ group: 'Lab', set: { AutoRemediationLevel: 2 } }));
    await room.company.settle();
    const text = cardText(card.card);
    assert.match(text, /Applied, but not all of it/);
    assert.match(text, /1 of 3 changes are applied/);
    assert.match(text, /Airlock stopped at 2, Change device group Lab: somebody changed it meanwhile/);
    assert.match(text, /Not written: 3, Rank device group Executives last/);
    assert.equal(await room.states(), 'done,refused,refused');
    assert.equal((await room.api.group('Lab'))?.AutoRemediationLevel, 2);
    assert.notEqual((await room.api.ranking()).at(-1), 'Executives');
    const undo = await room.company.pending('revert 1');
    assert.match(cardText(undo.card), /Turn off Automated investigation/);
    assert.doesNotMatch(cardText(undo.card), /Lab|Executives/);
  });

  it('stop at the second where Defender refuses it', async () => {
    const card = await room.approved(THREE);
    await room.before(2, async () => {
      const says = { code: 'BadRequest', message: 'The group is read-only.' };
      room.company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 400, method: 'PUT', says });
    });
    await room.company.settle();
    assert.match(cardText(card.card), /1 of 3 changes are applied[\s\S]*stopped at 2[\s\S]*Not written: 3/);
    assert.equal(await room.states(), 'done,refused,refused');
  });

  it('end as stale, with nothing written, where the first check finds a change of any of them', async () => {
    const card = await room.approved(THREE);
    await room.api.edit({ group: 'Lab', set: { AutoRemediationLevel: 2 } });
    const writes = room.company.writes.length;
    await room.company.settle();
    assert.equal((await room.request())?.state, 'stale');
    assert.match(cardText(card.card), /2\. .*Remediation level/);
    assert.equal(room.company.writes.length, writes);
  });

  it('wait at the second for a clear answer, read it, and go on', async () => {
    const card = await room.approved(THREE);
    await room.before(2, async () => {
      room.company.sandbox.world.faults.push({ surface: 'portal', kind: 'cut-after', method: 'PUT', times: 1 });
    });
    await room.pass(5, 6);
    assert.match(cardText(card.card), /All 3 changes are applied/);
    assert.equal(room.company.writes.length, 3);
  });

  it('count the one that was lost as not written once it was read for hours, and the rest can be asked for', async () => {
    const card = await room.approved(THREE);
    await room.before(2, async () => {
      room.company.sandbox.world.faults.push({ surface: 'portal', kind: 'cut', method: 'PUT', times: 1 });
    });
    await room.pass(1_800, 18);
    assert.match(cardText(card.card), /1 of 3 changes are applied[\s\S]*counts as not written/);
    const rest = await room.applied('ask again 1');
    assert.match(cardText(rest.card), /All 2 changes are applied/);
    assert.equal((await room.api.group('Lab'))?.AutoRemediationLevel, 3);
    assert.equal(room.company.writes.length, 3);
  });

  it('expire as one where nobody decides, and free every object', async () => {
    const card = await room.company.pending(THREE);
    await room.pass(25 * 3_600);
    assert.equal((await room.request())?.state, 'expired');
    assert.match(cardText(card.card), /[Ee]xpired/);
    await room.company.say('alice', 'edit device group Lab level full');
    assert.match(room.said, /Change device group Lab/);
  });

  it('are written once where two instances work at the same time', async () => {
    const card = await room.approved(THREE);
    const other = await room.company.another();
    await Promise.all([room.company.settle(), room.company.settle(other)]);
    await room.pass(2, 3);
    assert.match(cardText(card.card), /All 3 changes are applied/);
    assert.equal(room.company.writes.length, 3);
  });

  it('are found by each group that they are about', async () => {
    await room.applied(THREE);
    for (const group of ['Lab', 'Executives']) {
      await room.company.say('alice', `show group ${group}`);
      assert.match(room.last, /#1/);
    }
    await room.company.watch();
    assert.doesNotMatch(room.said, /without a request|outside Airlock/);
  });
});

describe('several changes, with the process killed between any two steps', () => {
  for (let step = 3; step <= 10; step += 1)
    it(`at step ${step}: nothing twice, nothing lost, and the card says how far it is`, async () => {
      const room = await SeveralRoom.open();
      const card = await room.approved(BOTH);
      await room.diesAt(step);
      await room.pass(91, 3);
      const writes = room.company.writes.length;
      const states = await room.states();
      if (states === 'done,done') assert.match(cardText(card.card), /All 2 changes are applied/);
      else assert.match(cardText(card.card), /So far: \d of 2 changes applied/);
      await room.pass(3_600, 8);
      assert.equal(room.company.writes.length, writes, 'what was sent, or may have been, is not sent again');
      const request = await room.request();
      const on = ['AutomatedIrEnabled', 'AutoResolveInvestigatedAlerts'].filter((key) => room.company.features()[key]);
      assert.equal(request?.outcome?.items?.done ?? 2, on.length);
      assert(['applied', 'failed'].includes(request?.state ?? ''), request?.state);
      await room.close();
    });
});
