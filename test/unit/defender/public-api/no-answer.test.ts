import assert from 'node:assert/strict';
import type { AdvancedFeatureChange } from '../../../../src/changes/advanced-features/advanced-feature-change.ts';
import { createPortalTenant, memorySession } from '../../../../src/defender/portal/create-portal-tenant.ts';
import { noAnswer } from '../../../../src/defender/public-api/bearer-call.ts';
import { createFleetReader } from '../../../../src/defender/public-api/fleet.ts';
import { TransportError } from '../../../../src/shared/http/transport-error.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { answers, type Behaviour, ServiceOnLoopback } from '../../shared/service-on-loopback.ts';

const CHANGE: AdvancedFeatureChange = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' };
const BASE = { objects: { feature: 'auto-resolve-alerts', state: 'off' }, preview: null, shown: null };
const SETTINGS = '/settings/GetAdvancedFeaturesSetting';
const SAVE = '/settings/SaveAdvancedFeaturesSetting';
const clock = new ManualClock();
const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

describe('Defender without a clear answer', () => {
  let service: ServiceOnLoopback;
  let isOn: boolean;
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
    isOn = false;
  });
  afterEach(() => service.close());

  const common = () => ({ baseUrl: service.url, clock, timeoutMs: 60_000 });
  const fleet = () => createFleetReader({ ...common(), getToken: async () => 'token', log: quiet });
  const portal = (xsrf = 'x') =>
    createPortalTenant({
      ...common(),
      fleet: fleet(),
      tenantId: 't',
      session: memorySession({ sccauth: 's', xsrf, owner: 'o' }),
    });

  /** A tenant that can be read, but does this with one path. */
  function but(path: string, does: Behaviour): void {
    service.behaves = (response, call) => {
      if (call.path === path) return does(response, call);
      answers(200, JSON.stringify({ AutoResolveInvestigatedAlerts: isOn }), { connection: 'close' })(response, call);
    };
  }

  const saves = () => service.seen.filter(({ path }) => path === SAVE).length;

  it('a write whose connection broke is unknown, and sent once', async () => {
    but(SAVE, (response) => void response.destroy());
    assert.deepEqual(await portal().write(CHANGE, BASE), {
      kind: 'unknown',
      why: 'Defender gave no clear answer to the write. The connection to Defender broke.',
    });
    assert.equal(saves(), 1);
  });

  it('a write over a kept connection that broke is unknown, and sent once', async () => {
    service.behaves = (response, call) => {
      if (call.path === SAVE) return void response.destroy();
      answers(200, JSON.stringify({ AutoResolveInvestigatedAlerts: isOn }))(response, call);
    };
    const { kind } = await portal().write(CHANGE, BASE);
    const { port } = service.seen.find(({ path }) => path === SAVE) ?? {};
    assert(service.seen.some((call) => call.path !== SAVE && call.port === port));
    assert.deepEqual([kind, saves()], ['unknown', 1]);
  });

  it('a write that reached nobody was not written, and may be tried again', async () => {
    but(SETTINGS, (response) => {
      const body = JSON.stringify({ AutoResolveInvestigatedAlerts: false });
      service.stopListening();
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(body);
    });
    assert.deepEqual(await portal().write(CHANGE, BASE), {
      kind: 'refused',
      code: 'tenant-unavailable',
      why: 'Defender could not be reached.',
      retryAt: clock.now() + 30_000,
    });
    assert.equal(saves(), 0);
  });

  for (const [what, body, type] of [
    ['in HTML', '<p>Saved</p>', 'text/html'],
    ['cut short', '{"ok":', 'application/json'],
    ['with nothing', '', 'application/json'],
  ] as const)
    it(`a write that was accepted ${what} is read back`, async () => {
      but(SAVE, (response, call) => {
        isOn = true;
        answers(200, body, { 'content-type': type })(response, call);
      });
      assert.deepEqual(await portal().write(CHANGE, BASE), { kind: 'written' });
    });

  it('a reading that cannot be read is of an unknown form', async () => {
    but(SETTINGS, answers(200, '<p>Sign in</p>', { 'content-type': 'text/html' }));
    await assert.rejects(portal().read(['features']), {
      code: 'tenant-schema',
      details: { before: true, status: 200 },
    });
  });

  it('a session whose cookie is broken has ended, and is not sent', async () => {
    await assert.rejects(portal('%zz').read(['features']), { code: 'tenant-signed-out' });
    assert.deepEqual(service.seen, []);
  });

  it('no answer with devices is an error, not an empty list', async () => {
    service.behaves = (response) => void response.destroy();
    const details = { arrived: true, reason: 'cut' };
    await assert.rejects(fleet()(), { code: 'tenant-unavailable', details });
    service.behaves = answers(200, '{"value":[', {});
    await assert.rejects(fleet()(), { code: 'tenant-schema' });
  });

  const arrived = { invalid: false, unreachable: false, 'timed-out': true, cut: true } as const;
  for (const reason of ['invalid', 'unreachable', 'timed-out', 'cut'] as const)
    it(`${reason}: the write ${arrived[reason] ? 'may have' : 'has not'} arrived`, () =>
      assert.throws(() => noAnswer(new TransportError(reason)), {
        code: 'tenant-unavailable',
        details: { arrived: arrived[reason], reason },
      }));

  it('an error that is not a failed exchange is passed on unchanged', () => {
    const bug = new RangeError('x');
    assert.throws(() => noAnswer(bug), bug);
  });
});
