import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ALICE, TENANT, TeamsRoom } from './teams-room.ts';

const APP_ID = '99999999-9999-4999-8999-999999999999';
const ISSUER = 'https://issuer.example';
const SERVICE = 'https://smba.trafficmanager.net/emea/';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

describe('who calls', () => {
  let keys: Server;
  let room: TeamsRoom;
  let right: Key;
  let wrong: Key;

  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    right = pair.privateKey;
    wrong = (await generateKeyPair('RS256', { extractable: true })).privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', endorsements: ['msteams'] };
    const web = express();
    web.get('/keys', (_req, res) => void res.json({ keys: [jwk] }));
    web.get('/metadata', (req, res) => void res.json({ issuer: ISSUER, jwks_uri: `http://${req.headers.host}/keys` }));
    keys = createServer(web).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    room = await TeamsRoom.open({
      identity: { appId: APP_ID, tenantId: TENANT, appType: 'SingleTenant', secret: 'not-used-here' },
      trust: { issuer: ISSUER, openIdMetadataUrl: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/metadata` },
    });
  });
  after(async () => {
    await room.close();
    keys.close();
    keys.closeAllConnections();
  });

  interface Token {
    key?: Key;
    kid?: string;
    issuer?: string;
    audience?: string;
    serviceurl?: string;
    /** Seconds from now. */
    expires?: number;
  }

  function token({
    key = right,
    kid = 'one',
    issuer = ISSUER,
    audience = APP_ID,
    serviceurl = SERVICE,
    expires = 600,
  }: Token) {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ serviceurl })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now - 3_600)
      .setExpirationTime(now + expires)
      .sign(key);
  }

  const status = (fields: Record<string, unknown> = {}) =>
    room.activity(ALICE, { type: 'message', text: 'status', serviceUrl: SERVICE, ...fields });

  it('is let in with a token of the channel', async () => {
    const { status: code } = await room.post(status(), { authorization: `Bearer ${await token({})}` });
    assert.equal(code, 200);
    assert.equal((await room.task())?.kind, 'status');
  });

  const refused: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['no token', () => ''],
    ['a word', () => 'hello'],
    ['a token that is none', () => 'Bearer x.y.z'],
    ['a token without a signature', async () => `Bearer ${(await token({})).replace(/[^.]*$/, '')}`],
    ['a wrong signature', async () => `Bearer ${await token({ key: wrong })}`],
    ['an unknown key', async () => `Bearer ${await token({ kid: 'two' })}`],
    ['another issuer', async () => `Bearer ${await token({ issuer: 'https://evil.example' })}`],
    ['another audience', async () => `Bearer ${await token({ audience: TENANT })}`],
    ['a token that has expired', async () => `Bearer ${await token({ expires: -600 })}`],
    [
      'a token for another service URL',
      async () => `Bearer ${await token({ serviceurl: 'https://smba.trafficmanager.net/amer/' })}`,
    ],
    ['another scheme', async () => `Basic ${await token({})}`],
  ];
  for (const [name, authorization] of refused) {
    it(`is turned away with 401 for ${name}`, async () => {
      const answer = await room.post(status(), { authorization: await authorization() });
      assert.deepEqual([answer.status, answer.text], [401, '{"error":"The caller is not known."}']);
      assert.equal(await room.task(), null);
    });
  }

  it('is turned away for a channel that the key does not vouch for', async () => {
    const authorization = `Bearer ${await token({})}`;
    assert.equal((await room.post(status({ channelId: 'directline' }), { authorization })).status, 401);
  });

  it('is not taken at their word where the service URL is left out, though the SDK lets that pass', async () => {
    const authorization = `Bearer ${await token({})}`;
    assert.equal((await room.post(status({ serviceUrl: undefined }), { authorization })).status, 200);
    assert.equal(await room.task(), null);
  });

  it('is not taken at their word for this machine', async () => {
    const authorization = `Bearer ${await token({ serviceurl: room.connector.url })}`;
    assert.equal((await room.post(status({ serviceUrl: room.connector.url }), { authorization })).status, 200);
    assert.equal(await room.task(), null);
  });
});

describe('who calls, while the keys cannot be had', () => {
  it('is told to come back', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const room = await TeamsRoom.open({
      identity: { appId: APP_ID, tenantId: TENANT, appType: 'SingleTenant', secret: 'not-used-here' },
      trust: { issuer: ISSUER, openIdMetadataUrl: 'http://127.0.0.1:1/metadata' },
    });
    const jwt = await new SignJWT({ serviceurl: SERVICE })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(ISSUER)
      .setAudience(APP_ID)
      .setExpirationTime('10m')
      .sign(privateKey);
    const answer = await room.post(room.activity(ALICE, { type: 'message', text: 'status', serviceUrl: SERVICE }), {
      authorization: `Bearer ${jwt}`,
    });
    assert.deepEqual([answer.status, answer.text], [503, '{"error":"The caller cannot be checked now."}']);
    assert.equal(await room.task(), null);
    await room.close();
  });
});
