import assert from 'node:assert/strict';
import { requestId } from '../../../../src/shared/ids.ts';
import { CheckedAlone } from '../../../../src/store/audit/checks/check-alone.ts';
import type { StepEntry } from '../../../../src/store/audit/read-entry.ts';
import { begin, type Story } from '../../../../src/store/audit/story.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';

const HOUR = 3_600_000;
const { requester, tenantId } = buildRequest();

type Told = Pick<StepEntry, 'event'> & { readonly number: number; readonly at?: number; readonly facts?: object };

/** What of these steps is found, of requests of one person: scans of ten devices where they are no emergencies. */
function found(steps: readonly Told[]): readonly string[] {
  const alone = new CheckedAlone();
  const policies = { quorumOf: () => 1, aloneOf: () => ({ scansAlone: 20, emergency: ['isolate'] }) };
  return steps.flatMap(({ event, number, at = 0, facts = {} }, index) => {
    const id = requestId.parse(`00000000-0000-4000-8000-00000000000${number}`);
    const entry = { seq: index + 1, at, actor: requester.oid, tenantId };
    const drafted = { change: null, base: null, name: requester.name, number };
    const submitted = { reach: { scanned: 10 }, digest: null, policyVersion: '', reason: '', at: 0 };
    // Sound: the check looks at nothing else of entry and facts.
    const story: Story = { ...begin({ id, entry, facts: drafted } as never), submitted };
    const step = {
      kind: 'step',
      entry,
      id,
      event,
      facts: { number, to: 'applying', ...facts },
    } as unknown as StepEntry;
    return alone.tell(story, step, policies).map(({ request, what }) => `${request}: ${what}`);
  });
}

const act = (number: number): Told => ({ event: 'proceed', number, facts: { alone: 'emergency' } });
const scan = (number: number, at: number): Told => ({ event: 'proceed', number, at, facts: { alone: 'few-devices' } });

describe('what one person did on their word alone, over all requests', () => {
  const OWED = ['#2: it went ahead as an emergency while whoever began it owed an approval for #1'];
  const MUCH = [
    '#3: with it scans of 30 devices were ordered on one person’s word within a day; the policy in force allows 20',
  ];
  const free: Told = { event: 'fail', number: 1, facts: { to: 'failed', debt: 'none' } };
  const told: Readonly<Record<string, { readonly steps: readonly Told[]; readonly says: readonly string[] }>> = {
    'a second emergency while the first is owed': { steps: [act(1), act(2)], says: OWED },
    'a second one though the first was written meanwhile': {
      steps: [act(1), { event: 'record-outcome', number: 1, facts: { to: 'applied' } }, act(2)],
      says: OWED,
    },
    'a second one once the first is approved': { steps: [act(1), { event: 'ratify', number: 1 }, act(2)], says: [] },
    'a second one once the first is undone': { steps: [act(1), { event: 'undone', number: 1 }, act(2)], says: [] },
    'a second one while a part of the first is left': {
      steps: [act(1), { event: 'undone-in-part', number: 1 }, act(2)],
      says: OWED,
    },
    'a second one where nothing was done of the first': { steps: [act(1), free, act(2)], says: [] },
    'a second one where the first showed after all': {
      steps: [act(1), free, { event: 'surface', number: 1, facts: { to: 'applied' } }, act(2)],
      says: OWED,
    },
    'a second one where the first was withdrawn': {
      steps: [act(1), { event: 'withdraw', number: 1, facts: { to: 'withdrawn' } }, act(2)],
      says: [],
    },
    'a third scan within a day': { steps: [scan(1, 0), scan(2, HOUR), scan(3, 2 * HOUR)], says: MUCH },
    'a third scan a day later': { steps: [scan(1, 0), scan(2, HOUR), scan(3, 24 * HOUR)], says: [] },
  };
  for (const [title, { steps, says }] of Object.entries(told))
    it(`${says.length > 0 ? 'finds' : 'passes'} ${title}`, () => assert.deepEqual(found(steps), says));

  it('names an entry that calls an emergency settled, where no request was being stored that says so', () => {
    const said = { seq: 9, data: { number: 1, known: [] } };
    // Sound: the check looks at nothing else of the entry.
    const told = new CheckedAlone().settle(said as never);
    assert.match(
      told.map(({ request, what }) => `${request}: ${what}`).join(),
      /#1: it calls an emergency settled, and no/,
    );
  });
});
