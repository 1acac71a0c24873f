import assert from 'node:assert/strict';
import { FILE_MAX, fileFetcher } from '../../../../src/teams/bot/attached-file.ts';
import { answers, type Behaviour, ServiceOnLoopback } from '../../shared/service-on-loopback.ts';

describe('a file that somebody attached', () => {
  let drive: ServiceOnLoopback;
  beforeEach(async () => {
    drive = await ServiceOnLoopback.open();
  });
  afterEach(() => drive.close());

  const fetched = (behaves: Behaviour) => {
    drive.behaves = behaves;
    return fileFetcher(true)({ name: 'list.csv', address: `${drive.url}/download.aspx?tempauth=secret` });
  };

  const text = (bytes: string | Uint8Array, type = 'text/csv') => answers(200, bytes, { 'content-type': type });

  for (const [what, bytes] of Object.entries({
    'UTF-8': Buffer.from('größe,an'),
    'UTF-8 with a mark': Buffer.from('\uFEFFgröße,an'),
    'UTF-16': Buffer.from('\uFEFFgröße,an', 'utf16le'),
  }))
    it(`is read as ${what}`, async () => {
      assert.equal(await fetched(text(bytes)), 'größe,an');
    });

  it('is asked for with no token, and its address as it came', async () => {
    await fetched(text('a'));
    const [call] = drive.seen;
    assert.equal(call?.path, '/download.aspx?tempauth=secret');
    assert.deepEqual(Object.keys(call?.headers ?? {}).sort(), [
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('is not read where its address leads on to another, which nobody calls', async () => {
    const other = await ServiceOnLoopback.open();
    await assert.rejects(fetched(answers(302, '', { location: other.url })), { code: 'input-invalid' });
    assert.deepEqual(other.seen, []);
    await other.close();
  });

  for (const [what, behaves, code] of [
    ['a page', text('<html>', 'text/html; charset=utf-8'), 'input-invalid'],
    ['too large', text('a'.repeat(FILE_MAX + 1)), 'input-invalid'],
    ['no text', text(Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff])), 'input-invalid'],
    ['refused', answers(403, ''), 'file-unavailable'],
    ['cut', (response) => void response.writeHead(200).write('a', () => response.destroy()), 'file-unavailable'],
  ] as const satisfies readonly (readonly [string, Behaviour, string])[])
    it(`is not read where it is ${what}, and no error tells its address`, async () => {
      await assert.rejects(fetched(behaves), (error: Error & { code: string }) => {
        assert.equal(error.code, code);
        assert.doesNotMatch(`${error.message} ${String(error.cause)} ${error.stack}`, /secret|127\.0\.0\.1/);
        return true;
      });
    });

  for (const address of [
    'http://contoso-my.sharepoint.com/x',
    'https://contoso-my.sharepoint.com:8443/x',
    'https://user@contoso-my.sharepoint.com/x',
    'https://contoso.sharepoint.com.example/x',
    'https://contoso.example/.sharepoint.com',
    'https://sharepoint.com/x',
    'https://a.b.sharepoint.com/x',
    'https://127.0.0.1/x',
    'https://169.254.169.254/metadata',
    'file:///etc/passwd',
    'no address',
  ])
    it(`is not fetched from ${address}`, async () => {
      await assert.rejects(fileFetcher(false)({ name: 'list.csv', address }), { code: 'input-invalid' });
    });

  it('is not fetched from this machine, but in the demo', async () => {
    await assert.rejects(fileFetcher(false)({ name: 'list.csv', address: drive.url }), { code: 'input-invalid' });
    await assert.rejects(fileFetcher(true)({ name: 'list.csv', address: 'https://contoso.sharepoint.com/' }), {
      code: 'input-invalid',
    });
    assert.deepEqual(drive.seen, []);
  });
});
