import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { AuditPlace, OMAR, told } from './audit-place.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AUTO = 'AutoResolveInvestigatedAlerts';

const HUNTING = /ThreatHunting\.Read\.All|Microsoft Graph/;
const FEED = /ActivityFeed\.Read|Management Activity API/;

describe("Microsoft's audit log", () => {
  let place: AuditPlace;
  beforeEach(async () => {
    place = await AuditPlace.open();
  });
  afterEach(() => place.close());

  /** Each source alone, as tenants have it. */
  const alone = {
    hunting: () => place.permissions.activity.clear(),
    'activity-feed': () => place.permissions.graph.delete('ThreatHunting.Read.All'),
  } as const;

  for (const [source, only] of Object.entries(alone)) {
    describe(`by ${source}`, () => {
      beforeEach(() => void only());

      it('tells who turned a switch, some minutes later', async () => {
        const read = place.reader();
        const since = place.clock.now();
        await told(read(since));
        await place.turn(AUTO, true);
        const early = await told(read(since));
        assert.deepEqual(early, { changes: [], source, until: place.clock.now() });
        place.clock.pass(6 * MINUTE);
        const [change, ...more] = (await told(read(since))).changes;
        assert.deepEqual(more, []);
        assert.match(change?.id ?? '', /^[0-9a-f-]{36}$/);
        assert.deepEqual(change, {
          id: change?.id,
          at: since,
          operation: 'SetAdvancedFeatures',
          feature: 'auto-resolve-alerts',
          setting: 'Automatically resolve alerts',
          value: 'on',
          by: OMAR,
          oid: '03a60000-0000-4000-8000-000000000010',
          ip: '203.0.113.24',
        });
      });

      it('tells of records in every shape', async () => {
        const read = place.reader();
        const since = place.clock.now();
        await told(read(since));
        for (const shape of ['usual', 'text', 'properties', 'other-words']) {
          await place.control('audit-log', { shape });
          await place.turn(AUTO, shape !== 'text' && shape !== 'other-words', 'grace@harbourline.example');
          place.clock.pass(6 * MINUTE);
          const { changes } = await told(read(place.clock.now() - 7 * MINUTE));
          const [feature, setting] =
            shape === 'other-words'
              ? [null, `Preview: ${AUTO}`]
              : ['auto-resolve-alerts', 'Automatically resolve alerts'];
          const value = shape === 'text' || shape === 'other-words' ? 'off' : 'on';
          assert.deepEqual(
            changes.slice(-1).map((one) => [one.feature, one.setting, one.value, one.by]),
            [[feature, setting, value, 'grace@harbourline.example']],
            shape,
          );
        }
      });

      it('tells of all of many changes, and none from before', async () => {
        const read = place.reader();
        await told(read(place.clock.now()));
        await place.turn('EnableWdavAntiTampering', false);
        place.clock.pass(10 * MINUTE);
        const since = place.clock.now();
        for (let each = 0; each < 11; each += 1) {
          await place.turn(AUTO, each % 2 === 0);
          place.clock.pass(each % 3 === 0 ? 6 * MINUTE : 0);
        }
        place.clock.pass(3 * DAY);
        const { changes } = await told(read(since));
        assert.deepEqual(
          changes.map(({ value }) => value),
          Array.from({ length: 11 }, (_, each) => (each % 2 === 0 ? 'on' : 'off')),
        );
        assert.deepEqual(await told(read(since)), { changes, source, until: place.clock.now() }, 'again the same');
      });

      it('is read up to this very second', async () => {
        await place.control('audit-log', { delayMs: 0 });
        const read = place.reader();
        place.clock.pass(400);
        await told(read(place.clock.now()));
        await place.turn(AUTO, true);
        place.clock.pass(300);
        assert.equal((await told(read(place.clock.now() - 200))).changes.length, 1);
      });

      it('is empty without auditing, which proves nothing', async () => {
        await place.control('audit-log', { isOn: false });
        const read = place.reader();
        await told(read(0));
        await place.turn(AUTO, true);
        place.clock.pass(DAY);
        assert.deepEqual((await told(read(0))).changes, []);
      });
    });
  }

  it('has the same records under the same ids in both places', async () => {
    const read = place.reader();
    const since = place.clock.now();
    await told(read(since));
    await place.turn(AUTO, true);
    await place.turn('EnableWdavAntiTampering', false);
    place.clock.pass(6 * MINUTE);
    const hunted = await told(read(since));
    assert.equal(hunted.source, 'hunting');
    alone['activity-feed']();
    const followed = await told(place.reader()(since));
    assert.deepEqual([followed.source, followed.changes], ['activity-feed', hunted.changes]);
    assert.equal(followed.changes.length, 2);
  });

  it('is followed by the activity feed where no record gets into CloudAppEvents', async () => {
    await place.control('audit-log', { isHunted: false });
    const read = place.reader();
    await told(read(0));
    await place.turn(AUTO, true);
    place.clock.pass(6 * MINUTE);
    const { source, changes } = await told(read(0));
    assert.deepEqual([source, changes.length], ['activity-feed', 1]);
  });

  it('is asked for in the other place whenever hunting shows nothing new', async () => {
    const read = place.reader();
    await told(read(place.clock.now()));
    await place.turn(AUTO, true);
    place.clock.pass(6 * MINUTE);
    assert.equal((await told(read(0))).source, 'hunting');
    await place.control('audit-log', { isHunted: false });
    await place.turn(AUTO, false);
    place.clock.pass(6 * MINUTE);
    const { source, changes } = await told(read(0));
    assert.deepEqual([source, changes.map(({ value }) => value)], ['activity-feed', ['on', 'off']]);
  });

  it('tells of a record that comes a day late', async () => {
    await place.control('audit-log', { delayMs: DAY });
    alone['activity-feed']();
    const read = place.reader();
    await told(read(place.clock.now()));
    await place.turn(AUTO, true);
    place.clock.pass(DAY + 6 * MINUTE);
    assert.equal((await told(read(place.clock.now() - DAY / 2))).changes.length, 1);
  });

  it('says both reasons where neither may be read', async () => {
    alone.hunting();
    alone['activity-feed']();
    const seen = await place.reader()(0);
    assert('why' in seen);
    assert.match(seen.why, /ThreatHunting\.Read\.All/);
    assert.match(seen.why, /ActivityFeed\.Read/);
  });

  it('goes on after a subscription that somebody ended', async () => {
    alone['activity-feed']();
    const read = place.reader();
    await told(read(0));
    await place.control('audit-log', { unsubscribe: true });
    await told(read(0));
    await place.turn(AUTO, true);
    place.clock.pass(6 * MINUTE);
    assert.equal((await told(read(0))).changes.length, 1);
  });

  it('loses no record to a part of the log that could not be read at first, and reads no further than it', async () => {
    alone['activity-feed']();
    const read = place.reader(500);
    await told(read(0));
    await place.turn(AUTO, true);
    place.clock.pass(6 * MINUTE);
    const { faults } = place.sandbox.world;
    for (const kind of ['truncated-json', 'wrong-content-type', 'cut', 'hang'] as const) {
      faults.push({ surface: 'activity', kind, path: '/audit/' });
      const seen = await told(read(0));
      faults.pop();
      assert.deepEqual([seen.changes, seen.until < place.clock.now()], [[], true], kind);
    }
    assert.equal((await told(read(0))).changes.length, 1);
  });

  const faults: readonly Omit<Fault, 'surface'>[] = [
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 429, retryAfter: 30 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'hang' },
    { kind: 'cut' },
    { kind: 'cut-after' },
    { kind: 'truncated-json' },
    { kind: 'wrong-content-type' },
  ];
  for (const fault of faults) {
    it(`says why it was not read: ${fault.kind} ${fault.status ?? ''}`, async () => {
      await told(place.reader()(0));
      await place.turn(AUTO, true);
      place.clock.pass(6 * MINUTE);
      const { faults: active } = place.sandbox.world;
      active.push({ ...fault, surface: 'graph', path: 'runHuntingQuery' });
      const instead = await told(place.reader(500)(0));
      assert.deepEqual([instead.source, instead.changes.length], ['activity-feed', 1], 'the other place');
      active.push({ ...fault, surface: 'activity' });
      const seen = await place.reader(500)(0);
      assert('why' in seen, 'neither place');
      assert.match(seen.why, HUNTING);
      assert.match(seen.why, FEED);
    });
  }
});
