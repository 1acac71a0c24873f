import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { DEMO_APP, demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import {
  askToken,
  GRAPH_SCOPE,
  MDE_SCOPE,
  type SandboxOnLoopback,
  sandboxOnLoopback,
} from '../wire/sandbox-on-loopback.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('sandbox/oauth', () => {
  let sandbox: SandboxOnLoopback;

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
  });
  afterEach(() => sandbox.close());

  it('issues a token that the published key proves, for the service asked for', async () => {
    const { url, world } = sandbox;
    const discovery = await sandbox.call(`/${world.tenantId}/v2.0/.well-known/openid-configuration`);
    const answer = await askToken(url, { scope: MDE_SCOPE });
    assert.equal(answer.body.token_type, 'Bearer');
    assert.equal(answer.body.expires_in, 3599);
    assert.equal(discovery.body.token_endpoint, `${url}/${world.tenantId}/oauth2/v2.0/token`);
    const keys = await sandbox.call(discovery.body.jwks_uri);
    const { payload, protectedHeader } = await jwtVerify(
      answer.body.access_token,
      await importJWK(keys.body.keys[0], 'RS256'),
      {
        issuer: `https://sts.windows.net/${world.tenantId}/`,
        audience: 'https://api.securitycenter.microsoft.com',
        currentDate: new Date(world.now()),
      },
    );
    assert.equal(protectedHeader.kid, keys.body.keys[0].kid);
    assert.equal(payload.appid, DEMO_APP.clientId);
    assert.equal(Number(payload.exp) - Number(payload.iat), 3599);
  });

  it('leaves the roles claim out when nothing is granted, as for the Bot Connector', async () => {
    const answer = await askToken(sandbox.url, { scope: 'https://api.botframework.com/.default' });
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString());
    assert.equal(claims.aud, 'https://api.botframework.com');
    assert.equal('roles' in claims, false);
  });

  const refusals = [
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
    ['no proof at all', { client_secret: undefined }, 401, 'invalid_client', 7000218],
    ['an unknown app', { client_id: '33333333-3333-4333-8333-333333333333' }, 400, 'unauthorized_client', 700016],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', { grant_type: undefined }, 400, 'invalid_request', 900144],
    [
      'a single permission as scope',
      { scope: 'https://graph.microsoft.com/User.Read.All' },
      400,
      'invalid_scope',
      1002012,
    ],
    ['two scopes', { scope: `${GRAPH_SCOPE} ${MDE_SCOPE}` }, 400, 'invalid_scope', 1002012],
    ['an unknown service', { scope: 'https://vault.azure.net/.default' }, 400, 'invalid_resource', 500011],
  ] as const;
  for (const [what, fields, status, error, number] of refusals) {
    it(`refuses ${what} as AADSTS${number}`, async () => {
      const answer = await askToken(sandbox.url, fields);
      assert.equal(answer.status, status);
      assert.equal(answer.body.error, error);
      assert.deepEqual(answer.body.error_codes, [number]);
      assert.match(
        answer.body.error_description,
        new RegExp(`^AADSTS${number}: .+ Trace ID: .+ Timestamp: 2026-11-24 03:00:00Z$`),
      );
      assert.equal(answer.body.access_token, undefined);
    });
  }

  it('refuses another tenant, for tokens and for metadata', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const answer = await askToken(sandbox.url, {}, other);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error_codes, [90002]);
    const keys = await sandbox.call(`/${other}/discovery/v2.0/keys`);
    assert.equal(keys.status, 400);
  });

  it('refuses a secret from the moment it ends', async () => {
    const { world } = sandbox;
    demoApp(world).secretExpiresAt = world.now() + 1000;
    assert.equal((await askToken(sandbox.url, {})).status, 200);
    sandbox.advance(1000);
    assert.deepEqual((await askToken(sandbox.url, {})).body.error_codes, [7000222]);
  });

  describe('with a client assertion', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

    async function assertion(key: KeyObject, changes: { iss?: string; aud?: string; exp?: number; alg?: string } = {}) {
      const now = Math.floor(sandbox.world.now() / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: changes.alg ?? 'PS256' })
        .setIssuer(changes.iss ?? DEMO_APP.clientId)
        .setSubject(DEMO_APP.clientId)
        .setAudience(changes.aud ?? `${sandbox.url}/${sandbox.world.tenantId}/oauth2/v2.0/token`)
        .setExpirationTime(changes.exp ?? now + 300)
        .sign(key);
    }
    const present = (client_assertion: string) =>
      askToken(sandbox.url, { client_secret: undefined, client_assertion, client_assertion_type: ASSERTION_TYPE });

    beforeEach(() => {
      demoApp(sandbox.world).certificates.push(createPublicKey(privateKey));
    });

    for (const alg of ['PS256', 'RS256']) {
      it(`issues a token to the holder of the certificate's key (${alg})`, async () => {
        assert.equal((await present(await assertion(privateKey, { alg }))).status, 200);
      });
    }

    it('refuses the key of a stranger, another issuer, another audience, an old one, and nonsense', async () => {
      const past = Math.floor(sandbox.world.now() / 1000) - 1;
      const wrong: readonly (readonly [string, number])[] = [
        [await assertion(stranger), 700027],
        [await assertion(privateKey, { iss: 'someone else' }), 700021],
        [await assertion(privateKey, { aud: 'https://elsewhere.example/token' }), 700023],
        [await assertion(privateKey, { exp: past }), 700024],
        ['not.a.jwt', 50027],
      ];
      for (const [sent, number] of wrong) {
        const answer = await present(sent);
        assert.equal(answer.status, 401);
        assert.deepEqual(answer.body.error_codes, [number]);
      }
    });
  });
});
