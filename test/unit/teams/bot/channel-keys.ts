import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { ChannelTrust } from '../../../../src/teams/bot/bot-adapter.ts';

export const APP_ID = '99999999-9999-4999-8999-999999999999';
export const ISSUER = 'https://issuer.example';
export const SERVICE = 'https://smba.trafficmanager.net/emea/';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

export interface Token {
  readonly key?: Key;
  readonly kid?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly serviceurl?: string;
  /** Seconds from now. */
  readonly expires?: number;
  readonly begins?: number;
  readonly claims?: Record<string, unknown>;
}

const makePair = () => generateKeyPair('RS256', { extractable: true });

let made: ReturnType<typeof makePairs> | undefined;

/** The pair that the server knows, and one that it does not; made once for the process, since that takes long. */
function makePairs() {
  return Promise.all([makePair(), makePair()]);
}

/**
 * The channel's key server on loopback, and the tokens that it vouches for: key `one` for Teams, `web` for another
 * channel, `none` for none.
 */
export class ChannelKeys {
  private constructor(
    private readonly server: Server,
    private readonly restoreConsole: () => void,
    private readonly right: Key,
    /** Of a pair that the server does not know. */
    readonly wrong: Key,
    /** PEM. */
    readonly publicKey: string,
  ) {}

  static async open(): Promise<ChannelKeys> {
    made ??= makePairs();
    const [pair, other] = await made;
    const jwk = await exportJWK(pair.publicKey);
    const vouched = { one: ['msteams'], web: ['webchat'], none: [] };
    const keys = Object.entries(vouched).map(([kid, endorsements]) => ({ ...jwk, kid, endorsements }));
    const web = express();
    web.get('/keys', (_req, res) => void res.json({ keys }));
    web.get('/metadata', (req, res) => void res.json({ issuer: ISSUER, jwks_uri: `http://${req.headers.host}/keys` }));
    const server = createServer(web).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ChannelKeys(
      server,
      withholdRefusals(),
      pair.privateKey,
      other.privateKey,
      await exportSPKI(pair.publicKey),
    );
  }

  get trust(): ChannelTrust {
    const { port } = this.server.address() as AddressInfo;
    return { issuer: ISSUER, openIdMetadataUrl: `http://127.0.0.1:${port}/metadata` };
  }

  /** An Authorization header; as Teams sends it where nothing is said. */
  async bearer(token: Token = {}): Promise<string> {
    const { key = this.right, kid = 'one', issuer = ISSUER, audience = APP_ID, claims = {} } = token;
    const now = Math.floor(Date.now() / 1_000);
    const jwt = await new SignJWT({ serviceurl: token.serviceurl ?? SERVICE, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now - 3_600)
      .setNotBefore(now + (token.begins ?? -3_600))
      .setExpirationTime(now + (token.expires ?? 600))
      .sign(key);
    return `Bearer ${jwt}`;
  }

  close(): void {
    this.restoreConsole();
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Keeps out of the run's output what the SDK prints for each token that it refuses. */
function withholdRefusals(): () => void {
  const { error } = console;
  console.error = (...said: unknown[]) => {
    const [first] = said;
    const refusal =
      first instanceof Error ? first.name === 'TokenExpiredError' : /^Error finding key/.test(String(first));
    if (!refusal) error(...said);
  };
  return () => {
    console.error = error;
  };
}
