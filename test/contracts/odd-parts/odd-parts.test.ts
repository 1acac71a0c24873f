import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { isAirlockError } from '../../../src/shared/errors.ts';
import { type Claim, type OddPlace, type OddSurface, oddPlace, SURFACES } from './surfaces.ts';

/** Each test begins after the limits of calls for a minute. */
const MINUTE = 60_000;

/** More calls than any reading makes. */
const MOST = 1_000;

type Strike = Omit<Fault, 'surface'>;

const list = (odd: NonNullable<Fault['list']>): Strike => ({ kind: 'odd-list', list: odd });

/** Strikes the page behind the link alone. */
const GONE: Strike = { kind: 'status', status: 404, path: 'again=', says: { code: 'ResourceNotFound', message: 'Z' } };

const TWICE = 'two records of one id';
const LEADS = 'an empty page that leads on';

/** Every way in which a part of an answer is odd, or the answer is none. */
const ODD: Readonly<Record<string, (surface: OddSurface) => Strike & { readonly behind?: Strike }>> = {
  'a text that is null': ({ text }) => list({ set: { [text]: null }, records: 1 }),
  'a text that is missing': ({ text }) => list({ without: [text], records: 1 }),
  'an object in place of a text': ({ text }) => list({ set: { [text]: { value: 'x' } }, records: 1 }),
  'a number in place of a text': ({ text }) => list({ set: { [text]: 7 }, records: 1 }),
  'an empty text': ({ text }) => list({ set: { [text]: '' }, records: 1 }),
  'a list in place of a text': ({ text }) => list({ set: { [text]: ['x', null] }, records: 1 }),
  'an id that is null': ({ id }) => list({ set: { [id]: null }, records: 1 }),
  'an id that is missing': ({ id }) => list({ without: [id], records: 1 }),
  'an id that is an object': ({ id }) => list({ set: { [id]: {} }, records: 1 }),
  [TWICE]: ({ text }) => list({ copy: { [text]: 'another' } }),
  'null in place of the list': () => list({ instead: null }),
  'an object in place of the list': () => list({ instead: {} }),
  'an unknown entry more': () => list({ more: [{ unheard: 'of' }] }),
  'null as an entry': () => list({ more: [null] }),
  'text as an entry': () => list({ more: ['text'] }),
  'an empty link': () => list({ link: 'nowhere' }),
  'a link to itself': () => list({ link: 'itself' }),
  'links without an end': () => list({ link: 'new' }),
  [LEADS]: () => list({ hides: '*', link: 'new' }),
  'the 404 page of a gateway': () => ({ kind: 'status', status: 404, page: true }),
  'a second page that is not found': () => ({ ...list({ link: 'new', most: 1 }), behind: GONE }),
  'a second page that a gateway does not know': () => ({
    ...list({ link: 'new', most: 1 }),
    behind: { ...GONE, page: true },
  }),
  'too many calls': () => ({ kind: 'status', status: 429, retryAfter: 90 }),
  'a refusal with a reason': () => ({ kind: 'status', status: 403, says: { code: 'X', message: 'Because of Y' } }),
};

const NONE: readonly string[] = ['a text that is null', 'a text that is missing'];
/** Which of them may befall a surface. */
function befalls({ isOptional, isPart, hasNoId }: OddSurface, odd: string): boolean {
  if (isOptional && NONE.includes(odd)) return false;
  return !(isPart && odd === LEADS) && !(hasNoId && odd === TWICE);
}

/** A refusal of the reader's own, in words, counts as said. */
async function claimed(surface: OddSurface, connector: string, place: OddPlace): Promise<Claim> {
  try {
    return await surface.claim(place.clients(connector), place);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { claims: [], lacks: [error.message] };
  }
}

const isUnknown = (claim: string): boolean => /unknown|could not be read/.test(claim);

/** Two switches turned, so that both logs have records. */
async function turned({ sandbox, clock }: OddPlace): Promise<void> {
  for (const features of [{ AutoResolveInvestigatedAlerts: true }, { EnableWdavAntiTampering: false }]) {
    const answer = await fetch(`${sandbox.url}/sandbox/edit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ features, as: 'omar@harbourline.example' }),
    });
    assert.equal(answer.status, 200, await answer.text());
  }
  clock.pass(6 * MINUTE);
}

describe('what is claimed of an answer with an odd part', () => {
  let place: OddPlace;
  before(async () => {
    place = await oddPlace();
    await place.clients('guided').tenantAudit(0);
    await turned(place);
  });
  after(() => place.sandbox.close());
  afterEach(() => {
    place.clock.pass(MINUTE);
    place.sandbox.world.faults.splice(0);
  });

  for (const [name, surface] of Object.entries(SURFACES))
    for (const connector of surface.connectors)
      for (const [odd, strikeOf] of Object.entries(ODD).filter(([odd]) => befalls(surface, odd)))
        it(`${name}, ${connector}, ${odd}: what is so, or that it is not known`, async () => {
          if (name === 'records in the activity feed')
            place.sandbox.world.faults.push({ kind: 'status', status: 403, surface: 'graph', path: 'runHuntingQuery' });
          const whole = await claimed(surface, connector, place);
          assert.ok(whole.claims.length > 0, 'there is something to claim');
          const { behind, ...strike } = strikeOf(surface);
          const fault: Fault = { ...strike, ...surface.at, times: MOST };
          if (behind) place.sandbox.world.faults.push({ ...surface.at, ...behind });
          place.sandbox.world.faults.push(fault);
          const { claims, lacks } = await claimed(surface, connector, place);
          assert.ok(Number(fault.times) < MOST, 'the fault was met');
          const invented = claims.filter((one) => !whole.claims.includes(one) && !isUnknown(one));
          assert.deepEqual(invented, [], 'claims nothing that is not so');
          const isShort = whole.claims.some((one) => !claims.includes(one));
          const isSaid = lacks.length > 0 || claims.some((one) => isUnknown(one));
          assert.ok(!isShort || isSaid, `${claims.length} of ${whole.claims.length}, and nothing said of the rest`);
        });
});
