import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { signingKey } from '../../../../src/sandbox/oauth/signing-key.ts';
import { GRAPH_SCOPE, MDE_SCOPE, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

describe('sandbox/graph: who gets in', () => {
  let sandbox: SandboxOnLoopback;

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
  });
  afterEach(() => sandbox.close());

  it('answers 401 in its own form without a token, with an old one, with one for another service, and with nonsense', async () => {
    const graph = await sandbox.token(GRAPH_SCOPE);
    const mde = await sandbox.token(MDE_SCOPE);
    const bare = await sandbox.call('/v1.0/users', { headers: { 'client-request-id': 'mine' } });
    assert.equal(bare.status, 401);
    assert.deepEqual(Object.keys(bare.body.error), ['code', 'message', 'innerError']);
    assert.equal(bare.body.error.code, 'InvalidAuthenticationToken');
    assert.equal(bare.body.error.innerError['client-request-id'], 'mine');
    assert.equal(bare.body.error.innerError['request-id'], bare.headers.get('request-id'));
    assert.equal(bare.body.error.innerError.date, '2026-11-24T03:00:00');
    const otherService = await sandbox.call('/v1.0/users', { token: mde });
    assert.equal(otherService.body.error.message, 'Access token validation failure. Invalid audience.');
    assert.equal((await sandbox.call('/v1.0/users', { token: 'nonsense' })).status, 401);
    assert.equal((await sandbox.call('/v1.0/users', { token: graph })).status, 200);
    sandbox.advance(1_000);
    const unused = await sandbox.token(GRAPH_SCOPE);
    sandbox.advance(3_600_000 + 300_000);
    for (const token of [graph, unused]) {
      const old = await sandbox.call('/v1.0/users', { token });
      assert.equal(old.body.error.message, 'Lifetime validation failed, the token is expired.');
    }
  });

  it('does not believe a token that somebody else signed, or of another tenant', async () => {
    const token = await sandbox.token(GRAPH_SCOPE);
    const claims = decodeJwt(token);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const header = { typ: 'JWT', alg: 'RS256' };
    const forgery = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
    const forged = await sandbox.call('/v1.0/users', { token: forgery });
    assert.equal(forged.status, 401);
    const elsewhere = { ...claims, tid: '99999999-9999-4999-8999-999999999999' };
    const ours = (await signingKey()).privateKey;
    const foreign = await new SignJWT(elsewhere).setProtectedHeader(header).sign(ours);
    assert.equal((await sandbox.call('/v1.0/users', { token: foreign })).status, 401);
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const bare = await sandbox.call('/v1.0/users', { token: `${unsigned}.${token.split('.')[1]}.AA` });
    assert.equal(bare.status, 401);
  });

  it('answers 403 to an app without the permission, from its next token on', async () => {
    const before = await sandbox.token(GRAPH_SCOPE);
    demoApp(sandbox.world).permissions.graph.delete('User.Read.All');
    assert.equal((await sandbox.call('/v1.0/users', { token: before })).status, 200);
    const refused = await sandbox.call('/v1.0/users', { token: await sandbox.token(GRAPH_SCOPE) });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.error.code, 'Authorization_RequestDenied');
  });

  it('names the missing role where Defender answers through Graph', async () => {
    demoApp(sandbox.world).permissions.graph.delete('SecurityAlert.Read.All');
    const refused = await sandbox.call('/v1.0/security/alerts_v2', { token: await sandbox.token(GRAPH_SCOPE) });
    assert.equal(refused.status, 403);
    assert.match(
      refused.body.error.message,
      /^Missing application roles\. API required roles: SecurityAlert\.Read\.All, /,
    );
  });

  it('answers unknown paths, properties and query options with 400 in its own form', async () => {
    const token = await sandbox.token(GRAPH_SCOPE);
    for (const path of [
      '/v1.0/nothing',
      '/v1.0/roleManagement/defender/customAppScopes',
      '/v1.0/users?$orderby=displayName',
      '/v1.0/users?$top=0',
      '/v1.0/users?$skip=1',
      '/v1.0/users?$select=id,shoeSize',
      '/v1.0/users?$filter=shoeSize eq 44',
      '/v1.0/users/%E0%A4%A',
    ]) {
      const answer = await sandbox.call(path, { token });
      assert.equal(answer.status, 400, path);
      assert.ok(answer.body.error.innerError['request-id'], path);
    }
  });
});
