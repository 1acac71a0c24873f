import assert from 'node:assert/strict';
import type { Sort } from '../../../../src/changes/supported/indicators/indicator-types.ts';
import { normaliseValue, shownValue } from '../../../../src/changes/supported/indicators/normalise-value.ts';

const SHA1 = 'ab'.repeat(20);

describe('changes/supported/indicators: one form for each value', () => {
  it('reads what reports write, and writes it in one form', () => {
    const read: readonly (readonly [string, Sort | undefined, string, string])[] = [
      ['AB'.repeat(32), undefined, 'FileSha256', 'ab'.repeat(32)],
      [`SHA1: ${SHA1}`, undefined, 'FileSha1', SHA1],
      [SHA1.toUpperCase(), undefined, 'FileSha1', SHA1],
      [SHA1, 'certificate', 'CertificateThumbprint', SHA1],
      ['AB:'.repeat(19).concat('ab'), 'certificate', 'CertificateThumbprint', SHA1],
      ['d41d8cd98f00b204e9800998ecf8427e', undefined, 'FileMd5', 'd41d8cd98f00b204e9800998ecf8427e'],
      ['8.8.8[.]8', undefined, 'IpAddress', '8.8.8.8'],
      ['2001:0DB8::0001', undefined, 'IpAddress', '2001:db8::1'],
      ['Evil[.]Example.', undefined, 'DomainName', 'evil.example'],
      ['evil(dot)example', 'domain', 'DomainName', 'evil.example'],
      ['bücher.example', undefined, 'DomainName', 'xn--bcher-kva.example'],
      ['hxxps://Evil[.]example/Path?q=A#top', undefined, 'Url', 'https://evil.example/Path?q=A'],
      ['hxxp[://]evil.example./a', undefined, 'Url', 'http://evil.example/a'],
      ['http://8.8.8.8:8080/x', 'url', 'Url', 'http://8.8.8.8:8080/x'],
    ];
    for (const [text, sort, type, value] of read) assert.deepEqual(normaliseValue(text, sort), { type, value }, text);
    assert.equal(shownValue('DomainName', 'xn--bcher-kva.example'), 'xn--bcher-kva.example (reads bücher.example)');
  });

  it('says of anything else what is wrong with it', () => {
    const wrong: readonly (readonly [string, Sort | undefined, RegExp])[] = [
      ['ab'.repeat(31), 'file', /no hash of a file/],
      ['gg'.repeat(32), 'file', /no hash of a file/],
      [SHA1.slice(1), 'certificate', /no thumbprint/],
      ['8.8.8.0/24', undefined, /a range/],
      ['10.1.2.3', undefined, /internal/],
      ['fd00::1', 'ip', /internal/],
      ['8.8.8', 'ip', /no IP address/],
      ['localhost', 'domain', /no domain/],
      ['*.example.com', 'domain', /leave out the star/],
      ['example.com/path', 'domain', /With a path it is a URL/],
      ['8.8.8.8', 'domain', /no domain/],
      ['ftp://example.com/', 'url', /begins with http/],
      ['https://me:secret@example.com/', 'url', /a name or a password/],
      ['nonsense', undefined, /no hash, IP address, domain or URL/],
      ['exa\u200bmple.com', 'domain', /\u2423/],
    ];
    for (const [text, sort, fault] of wrong) {
      const read = normaliseValue(text, sort);
      assert('fault' in read, text);
      assert.match(read.fault, fault);
    }
  });
});
