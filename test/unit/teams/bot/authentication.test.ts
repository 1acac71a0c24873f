import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { SignJWT, UnsecuredJWT } from 'jose';
import { routeConsole } from '../../../../src/service/process.ts';
import { ALICE, TENANT, TeamsRoom } from '../teams-room.ts';
import { APP_ID, ChannelKeys, ISSUER, SERVICE } from './channel-keys.ts';

const OTHER_APP = '88888888-8888-4888-8888-888888888888';
const IDENTITY = { appId: APP_ID, tenantId: TENANT, appType: 'SingleTenant', secret: 'not-used-here' } as const;
const nothing = (): void => {};
const UNKNOWN = [401, '{"error":"The caller is not known."}'];

describe('who calls', () => {
  let keys: ChannelKeys;
  let room: TeamsRoom;

  before(async () => {
    keys = await ChannelKeys.open();
    room = await TeamsRoom.open({ identity: IDENTITY, trust: keys.trust });
  });
  after(async () => {
    await room.close();
    keys.close();
  });

  const status = (fields: Record<string, unknown> = {}) =>
    room.activity(ALICE, { type: 'message', text: 'status', serviceUrl: SERVICE, ...fields });

  const claimed = () => {
    const exp = Math.floor(Date.now() / 1_000) + 600;
    return { iss: ISSUER, aud: APP_ID, exp, serviceurl: SERVICE };
  };
  const confused = () =>
    new SignJWT(claimed())
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode(keys.publicKey));
  /** As Entra issues them to an app in a tenant of the Bot Framework (the SDK's tokenValidationParameters). */
  const ofAnApp = (ver: string, appid = APP_ID) =>
    keys.bearer({
      issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
      claims: { ver, appid, azp: appid },
    });

  describe('with a token that the SDK refuses', () => {
    const logged: { fields: Record<string, unknown>; message: string }[] = [];
    const line = (fields: object, message: string) => void logged.push({ fields: { ...fields }, message });
    let restore: () => void;
    beforeEach(() => {
      logged.splice(0);
      restore = routeConsole({ debug: line, info: nothing, warn: nothing, error: nothing });
    });
    afterEach(() => restore());

    const tokens: Record<string, () => Promise<string>> = {
      'a wrong signature': () => keys.bearer({ key: keys.wrong }),
      'a token that has expired': () => keys.bearer({ expires: -600 }),
    };
    for (const [name, token] of Object.entries(tokens)) {
      it(`prints nothing for the operator, and keeps token and key out of the log: ${name}`, async () => {
        const print = process.stderr.write;
        const printed: string[] = [];
        process.stderr.write = (chunk: string | Uint8Array) => printed.push(String(chunk)) > 0;
        const authorization = await token();
        const answer = await room.post(status(), { authorization }).finally(() => {
          process.stderr.write = print;
        });
        assert.deepEqual([answer.status, printed], [401, []]);
        const said = JSON.stringify(logged);
        assert.match(said, /printed by a library/);
        const body = keys.publicKey.split('\n')[1] ?? assert.fail('the key has no second line');
        for (const secret of [...authorization.replace('Bearer ', '').split('.'), body])
          assert(!said.includes(secret), said);
      });
    }
  });

  for (const [title, bearer] of [
    ['no token', async () => 'Bearer x'],
    ['the token of an app', () => ofAnApp('2.0')],
  ] as const)
    it(`is told so before the body has come, with ${title}`, async () => {
      const { hostname, port } = new URL(room.url);
      const socket = connect(Number(port), hostname);
      const answer = once(socket, 'data');
      const head = `host: x\r\nauthorization: ${await bearer()}\r\ncontent-type: application/json\r\ncontent-length: 100`;
      socket.write(`POST /api/messages HTTP/1.1\r\n${head}\r\n\r\n{`);
      assert.match(String(await answer), /^HTTP\/1\.1 401 /);
      socket.destroy();
    });

  it('is let in with a token of the channel', async () => {
    const { status: code } = await room.post(status(), { authorization: await keys.bearer() });
    assert.equal(code, 200);
    assert.equal((await room.task())?.kind, 'status');
  });

  const refused: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['no token', () => ''],
    ['a word', () => 'hello'],
    ['a token that is none', () => 'Bearer x.y.z'],
    ['a token without a signature', async () => (await keys.bearer()).replace(/[^.]*$/, '')],
    ['a token that says nobody signed it', () => `Bearer ${new UnsecuredJWT(claimed()).encode()}x`],
    ['a token signed with the public key as if it were a password', async () => `Bearer ${await confused()}`],
    ['a wrong signature', () => keys.bearer({ key: keys.wrong })],
    ['an unknown key', () => keys.bearer({ kid: 'two' })],
    ['a key that vouches for another channel', () => keys.bearer({ kid: 'web' })],
    ['another issuer', () => keys.bearer({ issuer: 'https://evil.example' })],
    ['another audience', () => keys.bearer({ audience: TENANT })],
    ['a token that has expired', () => keys.bearer({ expires: -600 })],
    ['a token that does not count yet', () => keys.bearer({ begins: 3_600 })],
    ['a token for another service URL', () => keys.bearer({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
    ['a token of the bot’s own app, as an emulator has one', () => ofAnApp('1.0')],
    ['such a token in its second version', () => ofAnApp('2.0')],
    ['a token of another bot, as a skill has one', () => ofAnApp('1.0', OTHER_APP)],
    ['another scheme', async () => (await keys.bearer()).replace('Bearer', 'Basic')],
    ['two tokens', async () => `${await keys.bearer()}, ${await keys.bearer()}`],
  ];
  for (const [name, authorization] of refused) {
    it(`is turned away with 401 and nothing else for ${name}`, async () => {
      const answer = await room.post(status(), { authorization: await authorization() });
      assert.deepEqual([answer.status, answer.text], UNKNOWN);
      assert.equal(await room.task(), null);
    });
  }

  for (const channelId of ['directline', 'webchat', 'emulator', 'AseChannel', 'msteams ', undefined]) {
    it(`is turned away on the channel ${channelId}, whatever the token`, async () => {
      for (const authorization of ['', await keys.bearer(), await keys.bearer({ kid: 'none' })]) {
        const answer = await room.post(status({ channelId }), { authorization });
        assert.deepEqual([answer.status, answer.text], UNKNOWN);
      }
      assert.equal(await room.task(), null);
    });
  }

  it('is not taken at their word where the service URL is left out, though the SDK lets that pass', async () => {
    const authorization = await keys.bearer();
    assert.equal((await room.post(status({ serviceUrl: undefined }), { authorization })).status, 200);
    assert.equal(await room.task(), null);
  });

  it('is not taken at their word for this machine', async () => {
    const authorization = await keys.bearer({ serviceurl: room.connector.url });
    assert.equal((await room.post(status({ serviceUrl: room.connector.url }), { authorization })).status, 200);
    assert.equal(await room.task(), null);
  });
});

describe('who calls, while the keys cannot be had', () => {
  it('is asked to try again later', async () => {
    const keys = await ChannelKeys.open();
    const trust = { ...keys.trust, openIdMetadataUrl: 'http://127.0.0.1:1/metadata' };
    const room = await TeamsRoom.open({ identity: IDENTITY, trust });
    const activity = room.activity(ALICE, { type: 'message', text: 'status', serviceUrl: SERVICE });
    const answer = await room.post(activity, { authorization: await keys.bearer() });
    assert.deepEqual([answer.status, answer.text], [503, '{"error":"The caller cannot be checked now."}']);
    assert.equal(await room.task(), null);
    await room.close();
    keys.close();
  });
});
