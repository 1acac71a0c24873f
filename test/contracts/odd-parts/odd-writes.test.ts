import assert from 'node:assert/strict';
import type { Base } from '../../../src/changes/base.ts';
import type { IndicatorsChange } from '../../../src/changes/supported/indicators/indicator-entry.ts';
import { indicatorsChange } from '../../../src/changes/supported/indicators/indicators-change.ts';
import type { OddList } from '../../../src/sandbox/company/world.ts';
import { activeIndicators } from '../../../src/sandbox/mde/indicators/indicator-list.ts';
import { type OddPlace, oddPlace } from './surfaces.ts';

/** Defender's own rules refuse the second one. */
const VALUES = ['first.bad.example', 'not a domain', 'third.bad.example'];
const REFUSED = /not valid for DomainName/;

/** Each test begins after the limits of calls for a minute. */
const MINUTE = 60_000;

const change: IndicatorsChange = {
  kind: 'indicators',
  entries: VALUES.map((value) => ({
    type: 'DomainName',
    value,
    to: { action: 'Block', groups: [], lasts: null, until: null },
  })),
};

const ITEMS = VALUES.map((label, at) => ({ key: String(at), label }));

/** Every way in which the answer to an import of several indicators is odd. */
const ODD: Readonly<Record<string, OddList>> = {
  'as documented': {},
  'a reason that is null': { set: { failureReason: null } },
  'a reason that is an object': { set: { failureReason: { code: 7 } } },
  'a value that is null': { set: { indicator: null } },
  'an outcome that is null': { set: { isFailed: null } },
  'an outcome that is missing': { without: ['isFailed'], records: 1 },
  'an outcome that is a text': { set: { isFailed: 'false' } },
  'a refusal of what was taken': { set: { isFailed: true }, records: 1 },
  'an entry more': { more: [{ unheard: 'of' }] },
  'null as an entry': { more: [null] },
};

/** The odd answers that do not say any more which one was refused. */
const UNSAID = ['a value that is null', 'an outcome that is null', 'an outcome that is a text'];

describe('what is claimed of a write of which Defender refuses a part', () => {
  let place: OddPlace;
  beforeEach(async () => {
    place = await oddPlace();
    place.clock.pass(MINUTE);
  });
  afterEach(() => place.sandbox.close());

  for (const [odd, list] of Object.entries(ODD))
    it(`answered with ${odd}: done is what the list holds, and refused what it does not`, async () => {
      const { supported } = place.clients('guided');
      const now = await supported.read(['indicators', 'groups'], 'recent', change);
      const base: Base = indicatorsChange.base(change, now);
      place.sandbox.world.faults.push({ kind: 'odd-list', list, surface: 'mde', path: '/indicators/import', times: 1 });
      const writing = { change, base, mark: 'Airlock #1', reason: 'Because' };
      const hold = { isStillMine: async () => true, signal: new AbortController().signal };
      const { outcomes } = await supported.writeItems(writing, ITEMS, hold);
      assert.equal(place.sandbox.world.faults.length, 0, 'the fault was met');
      const holds = new Set(activeIndicators(place.sandbox.world).map(({ indicatorValue }) => indicatorValue));
      const told = Object.fromEntries(outcomes.map(({ key, state }) => [VALUES[Number(key)], state]));
      assert.deepEqual(
        [told['first.bad.example'], told['third.bad.example']],
        ['done', 'done'],
        'what the list shows is done',
      );
      assert.equal(holds.has('not a domain'), false);
      assert.equal(told['not a domain'], UNSAID.includes(odd) ? 'started' : 'refused');
      if (odd === 'as documented') assert.match(JSON.stringify(outcomes), REFUSED);
    });
});
