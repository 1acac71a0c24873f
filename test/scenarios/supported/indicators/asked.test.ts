import assert from 'node:assert/strict';
import { submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;
const SHA = 'a1b2'.repeat(16);
const FORTY = 'c'.repeat(40);

describe('a question about an indicator, by the front door', () => {
  let company: Company;
  before(async () => {
    company = await Company.open({});
    const there = [
      ['FileSha256', SHA, 'Allowed'],
      ['FileMd5', 'd'.repeat(32), 'Block'],
      ['CertificateThumbprint', FORTY, 'BlockAndRemediate'],
      ['FileSha1', 'e'.repeat(40), 'Audit'],
      ['IpAddress', '8.8.8.8', 'Audit'],
      ['DomainName', 'evil.example', 'Block'],
      ['Url', 'https://bad.example/x?a=1', 'Warn'],
    ] as const;
    for (const [indicatorType, indicatorValue, action] of there)
      submitIndicator(
        company.sandbox.world,
        { indicatorType, indicatorValue, action, title: 'By hand', description: 'Feed 7' },
        SAM,
      );
  });
  after(() => company.close());

  async function answer(text: string): Promise<string> {
    await company.say('alice', text);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  it('is answered from the list for each type', async () => {
    assert.match(await answer(`is ${SHA} allowed?`), RegExp(`${SHA}: Allow on all devices without an end`));
    assert.match(await answer(`is file ${SHA} blocked on Finance?`), RegExp(`${SHA}: Allow on all devices`));
    assert.match(await answer(`is md5 ${'d'.repeat(32)} blocked?`), /: Block on all devices/);
    assert.match(await answer(`is sha1 ${'e'.repeat(40)} allowed?`), /: Audit on all devices/);
    assert.match(await answer(`is certificate ${FORTY} allowed?`), /: Block and remediate on all devices/);
    assert.match(await answer('is 8.8.8.8 allowed?'), /8\.8\.8\.8: Audit on all devices/);
    assert.match(await answer('is sub.evil.example allowed?'), /above it: evil\.example: Block on all devices/);
    assert.match(await answer('is https://bad.example/x?a=1 blocked?'), /: Warn of on all devices/);
    assert.match(await answer('is https://ok.example/ allowed?'), /No indicator of https:\/\/ok\.example\//);
  });

  it('looks for forty digits as a file and as a certificate, unless it says which', async () => {
    const both = await answer(`is ${FORTY} allowed?`);
    assert.match(both, /certificate c{40}: Block and remediate[\s\S]*as file \(SHA-1\) and as certificate/);
    assert.match(await answer(`is file ${FORTY} allowed?`), /No indicator of c{40}/);
    assert.match(await answer(`is certificate ${SHA} allowed?`), /is no thumbprint of a certificate/);
  });

  it('is understood in German, and writes nothing', async () => {
    assert.match(await answer(`ist die Datei ${SHA} auf Finance erlaubt?`), /: Allow on all devices/);
    assert.match(await answer(`ist das Zertifikat ${FORTY} gesperrt?`), /: Block and remediate/);
    assert.match(await answer('wird vor https://bad.example/x?a=1 gewarnt?'), /: Warn of on all devices/);
    assert.equal(company.writes.filter(({ by }) => by.startsWith('Airlock')).length, 0);
  });
});
