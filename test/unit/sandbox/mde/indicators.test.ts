import assert from 'node:assert/strict';
import { CLOUD_APPS, MOST_ACTIVE, submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { type Json, MDE_SCOPE, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

const SHA = 'a'.repeat(64);
const block = { indicatorValue: SHA, indicatorType: 'FileSha256', action: 'Block', title: 't', description: 'd' };
const domain = (name: string) => ({ ...block, indicatorType: 'DomainName', indicatorValue: name });

describe('sandbox/mde: indicators', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const post = (path: string, body: unknown) => sandbox.call(`/api/${path}`, { method: 'POST', token, body });
  const list = async (filter = '') =>
    (await sandbox.call(`/api/indicators${filter && `?$filter=${encodeURIComponent(filter)}`}`, { token })).body
      .value as Json[];
  const asApp = async (...permissions: string[]) => {
    const { mde } = demoApp(sandbox.world).permissions;
    for (const one of ['Ti.ReadWrite', 'Ti.ReadWrite.All']) mde.delete(one);
    for (const one of permissions) mde.add(one);
    token = await sandbox.token(MDE_SCOPE);
  };

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    await asApp('Ti.ReadWrite.All');
  });
  afterEach(() => sandbox.close());

  it('takes one, and the next of the same value and type in its place, whatever its case', async () => {
    const first = await post('indicators', { ...block, application: 'first', severity: 'High' });
    assert.equal(first.status, 200);
    assert.deepEqual([first.body.id, first.body.expirationTime, first.body.rbacGroupNames], ['995', null, []]);
    const second = await post('indicators', {
      ...block,
      indicatorValue: SHA.toUpperCase(),
      action: 'Allowed',
      application: 'second',
      rbacGroupNames: ['Executives'],
    });
    assert.deepEqual(
      [second.body.id, second.body.action, second.body.application, second.body.severity],
      ['995', 'Allowed', 'first', 'Informational'],
    );
    assert.equal((await list()).length, 1);
    assert.equal((await list(`indicatorValue eq '${SHA}'`)).length, 1);
    assert.equal((await list("rbacGroupNames/any(x:x eq 'Executives')")).length, 1);
  });

  it('refuses what does not fit its type, its action or this tenant, and names the fault', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...block, indicatorValue: 'a'.repeat(63) }, 'InvalidHashValue'],
      [{ ...block, indicatorType: 'IpAddress', indicatorValue: '10.0.0.0/8' }, 'InvalidIpAddress'],
      [domain('no-dot'), 'InvalidDomainName'],
      [{ ...block, indicatorType: 'Url', indicatorValue: 'hxxp://x y' }, 'InvalidUrl'],
      [{ ...domain('a.example'), action: 'BlockAndRemediate' }, 'InvalidInput'],
      [{ ...block, indicatorType: 'CertificateThumbprint', indicatorValue: 'b'.repeat(40) }, 'InvalidInput'],
      [{ ...block, action: 'AlertAndBlock' }, 'InvalidInput'],
      [{ ...block, action: 'Audit' }, 'InvalidInput'],
      [{ ...block, title: undefined }, 'InvalidInput'],
      [{ ...block, expirationTime: '2001-01-01T00:00:00Z' }, 'InvalidInput'],
      [{ ...block, rbacGroupNames: ['Nobody has it'] }, 'InvalidInput'],
    ];
    for (const [body, code] of wrong) {
      const answer = await post('indicators', body);
      assert.deepEqual([answer.status, answer.body.error.code], [400, code]);
    }
    assert.deepEqual(sandbox.world.tenant.writes, []);
  });

  it('imports up to 500 with a result for each, and takes the good ones beside the bad', async () => {
    const rows = [domain('one.example'), domain('bad'), domain('two.example')];
    const answer = await post('indicators/import', { Indicators: rows });
    assert.deepEqual(
      answer.body.value.map((row: Json) => [row.indicator, row.isFailed, row.failureReason !== null]),
      [
        ['one.example', false, false],
        ['bad', true, true],
        ['two.example', false, false],
      ],
    );
    const many = await post('indicators/import', {
      Indicators: Array.from({ length: 501 }, () => domain('a.example')),
    });
    assert.deepEqual([many.status, many.body.error.code], [400, 'MaximumBatchSizeExceeded']);
  });

  it('takes 30 imports a minute', async () => {
    for (let call = 0; call < 30; call += 1)
      assert.equal((await post('indicators/import', { Indicators: [] })).status, 200);
    const refused = await post('indicators/import', { Indicators: [] });
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '60']);
    sandbox.advance(60_000);
    assert.equal((await post('indicators/import', { Indicators: [] })).status, 200);
  });

  it('deletes one, or all of a batch, or none where one is unknown', async () => {
    await post('indicators/import', { Indicators: ['a.example', 'b.example', 'c.example'].map(domain) });
    const remove = (id: string) => sandbox.call(`/api/indicators/${id}`, { method: 'DELETE', token });
    assert.equal((await remove('995')).status, 204);
    assert.equal((await remove('995')).status, 404);
    assert.equal((await post('indicators/BatchDelete', { IndicatorIds: ['996', '995'] })).status, 404);
    assert.equal((await list()).length, 2);
    assert.equal((await post('indicators/BatchDelete', { IndicatorIds: ['996', '997'] })).status, 204);
    assert.deepEqual(await list(), []);
  });

  it('forgets what expired', async () => {
    const expirationTime = new Date(sandbox.world.now() + 60_000).toISOString();
    await post('indicators', { ...block, expirationTime });
    sandbox.advance(59_999);
    assert.equal((await list()).length, 1);
    sandbox.advance(1);
    assert.deepEqual(await list(), []);
  });

  it('takes no more than 15,000, but replaces what is there', async () => {
    for (let index = 0; index < MOST_ACTIVE; index += 1)
      submitIndicator(
        sandbox.world,
        { ...domain(`d${index}.example`), indicatorType: 'DomainName', action: 'Block' },
        CLOUD_APPS,
      );
    assert.equal((await post('indicators', domain('one-more.example'))).status, 400);
    assert.equal((await post('indicators', domain('d7.example'))).status, 200);
    const imported = await post('indicators/import', {
      Indicators: [domain('one-more.example'), domain('d8.example')],
    });
    assert.deepEqual(
      imported.body.value.map((row: Json) => row.isFailed),
      [true, false],
    );
  });

  it('gives alerts back to what Defender for Cloud Apps submitted', async () => {
    submitIndicator(
      sandbox.world,
      { ...domain('saas.example'), indicatorType: 'DomainName', action: 'Warn' },
      CLOUD_APPS,
    );
    await post('indicators', { ...domain('saas.example'), action: 'Warn', generateAlert: false });
    assert.equal((await list())[0]?.generateAlert, false);
    sandbox.advance(15 * 60_000);
    assert.equal((await list())[0]?.generateAlert, true);
  });

  it('shows an app with the smaller permission what it submitted, and lets it neither import nor delete', async () => {
    submitIndicator(
      sandbox.world,
      { ...domain('saas.example'), indicatorType: 'DomainName', action: 'Warn' },
      CLOUD_APPS,
    );
    await post('indicators', block);
    await asApp('Ti.ReadWrite');
    assert.deepEqual(
      (await list()).map((one) => one.indicatorValue),
      [SHA],
    );
    assert.equal((await post('indicators/import', { Indicators: [] })).status, 403);
    assert.equal((await sandbox.call('/api/indicators/996', { method: 'DELETE', token })).status, 403);
    await asApp();
    assert.equal((await sandbox.call('/api/indicators', { token })).status, 403);
  });
});
