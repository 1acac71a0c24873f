import assert from 'node:assert/strict';
import { approvalChannelChange } from '../../../../src/changes/own-settings/approval-channel-change.ts';
import { connectorFor, ownSettings, storedChannel } from '../../../../src/requests/rules/setting-owner.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';

const SOC = { conversation: '19:soc@thread.tacv2', label: 'SOC' };
const IR = { conversation: '19:ir@thread.tacv2', label: 'Incidents' };
const USE = { kind: 'approval-channel', ...SOC, to: 'on' } as const;

describe('settings of Airlock itself', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(() => null);
  });
  afterEach(() => services.store.close());

  async function place() {
    const own = ownSettings(services);
    return { own, base: approvalChannelChange.base(USE, await own.read([])) };
  }

  it('are written where they are as approved, and read back', async () => {
    const { own, base } = await place();
    assert.deepEqual(await own.write(USE, base), { kind: 'written' });
    assert.deepEqual(await storedChannel(services), SOC);
    assert.deepEqual(await own.write(USE, base), { kind: 'in-place' });
  });

  it('are left alone where somebody else changed them', async () => {
    const { own, base } = await place();
    await own.write({ ...USE, ...IR }, base);
    const outcome = await own.write(USE, base);
    assert.equal(outcome.kind, 'drifted');
    assert.deepEqual(await storedChannel(services), IR);
  });

  it('are not written by an instance that lost the lease', async () => {
    const { own, base } = await place();
    const outcome = await own.write(USE, base, { sendBefore: services.clock.now() });
    assert.equal(outcome.kind, 'refused');
    assert.equal(await storedChannel(services), null);
  });

  it('are of unknown outcome when the store gave no answer', async () => {
    const { own, base } = await place();
    services.store.replaceSetting = async () => {
      throw new AirlockError('store-unavailable', 'The store gave no answer.');
    };
    assert.deepEqual(await own.write(USE, base), { kind: 'unknown', why: 'The store gave no answer.' });
  });

  it('are nobody else’s to write, and Defender’s are not theirs', async () => {
    const { own, base } = await place();
    const feature = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' } as const;
    await assert.rejects(own.write(feature, base), { code: 'internal' });
    assert.equal(connectorFor(services, feature), services.tenant);
    assert.equal(connectorFor(services, USE).description, 'Airlock itself');
  });
});
