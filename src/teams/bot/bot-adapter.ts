import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { IncomingActivity } from './activity.ts';
import { type BotIdentity, botCredentials } from './credentials.ts';

const claims = z.object({ iss: z.string() });

/**
 * Whether a token claims to come from the channel service, which the SDK then verifies. The SDK also accepts tokens
 * that Entra issues to any app with the bot's own secret, checks neither channel nor service URL for them, and trusts
 * everything that comes with them (docs/facts/teams.md#who-is-calling): Airlock refuses those.
 */
function isChannelToken(authorization: string, issuer: string): boolean {
  const payload = /^Bearer [^.\s]+\.([^.\s]+)\.[^.\s]+$/.exec(authorization)?.[1];
  if (payload === undefined) return false;
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).iss === issuer;
  } catch {
    return false;
  }
}

type Authentication = TeamsAdapter['botFrameworkAuthConfig'];

/**
 * Another issuer of channel tokens than Bot Framework's own: for tests with a key server of their own, never from
 * configuration.
 */
export interface ChannelTrust {
  readonly openIdMetadataUrl: string;
  readonly issuer: string;
}

export type TurnLogic = (context: TurnContext) => Promise<void>;

/** How an activity ended on the wire. */
export type TurnResult =
  | { readonly kind: 'answered'; readonly response: InvokeResponse | null }
  | { readonly kind: 'refused' }
  /** The keys to verify the token could not be fetched. */
  | { readonly kind: 'unsure'; readonly cause: unknown };

const REFUSALS: ReadonlySet<string> = new Set([
  'AuthenticationError',
  'JsonWebTokenError',
  'NotBeforeError',
  'TokenExpiredError',
]);

/**
 * The issuers of the tokens that Teams calls with (learn: bot-framework-rest-connector-authentication, and its page for
 * governments).
 */
const ISSUERS = { public: 'https://api.botframework.com', 'us-government': 'https://api.botframework.us' } as const;

/** How many clients are kept, one for each service URL; Teams has one for each region. */
const CLIENTS_KEPT = 16;

/**
 * The SDK's adapter without its HTTP handling, which answers a wrong token signature with 500 and the error's own
 * message, and makes new connector clients for each turn (docs/facts/teams.md#traps-of-teams-ai,
 * docs/facts/teams.md#who-is-calling, docs/facts/performance.md#turns).
 */
export class BotAdapter extends TeamsAdapter {
  readonly #appId: string;
  /** The issuer of the channel's tokens; null in the demo, where callers send none. */
  readonly #issuer: string | null;
  readonly #clients = new LRUCache<string, ReturnType<BotAdapter['newConnector']>>({ max: CLIENTS_KEPT });

  constructor(identity: BotIdentity, trust?: ChannelTrust) {
    super(authentication(identity, trust), botCredentials(identity));
    // Nobody signs in by the SDK, which would make a client for that in each turn.
    this.botFrameworkAuthentication.createUserTokenClient = async () => NO_SIGN_IN;
    this.#appId = identity.demo ? '' : identity.appId;
    this.#issuer = identity.demo ? null : (trust?.issuer ?? ISSUERS[identity.cloud ?? 'public']);
  }

  /** Whether the token claims what one of the channel does; `answer` verifies it. */
  readonly mayCall = (authorization: string): boolean =>
    this.#issuer === null || isChannelToken(authorization, this.#issuer);

  /**
   * Verifies the caller, then runs the turn. `onTurnError` handles errors of the turn; what it throws is thrown here.
   */
  async answer(authorization: string, activity: IncomingActivity, logic: TurnLogic): Promise<TurnResult> {
    if (!this.mayCall(authorization)) return { kind: 'refused' };
    if (this.#issuer !== null && activity.channelId !== 'msteams') return { kind: 'refused' };
    // Sound: the SDK reads only what `parseActivity` has checked, and copes with every field being absent.
    const sdkActivity = activity as unknown as Activity;
    let caller: Awaited<ReturnType<typeof this.botFrameworkAuthentication.authenticateRequest>>;
    try {
      caller = await this.botFrameworkAuthentication.authenticateRequest(sdkActivity, authorization);
    } catch (cause) {
      return isRefusal(cause) ? { kind: 'refused' } : { kind: 'unsure', cause };
    }
    const mute = { ...caller, connectorFactory: { create: async () => NOBODY } };
    return { kind: 'answered', response: (await this.processActivity(mute, sdkActivity, logic)) ?? null };
  }

  /** The client for Teams at this URL, shared by all messages, without the SDK's own retries and redirects. */
  connector(serviceUrl: string): ReturnType<BotAdapter['newConnector']> {
    const known = this.#clients.get(serviceUrl);
    if (known) return known;
    const client = this.newConnector(serviceUrl);
    this.#clients.set(serviceUrl, client);
    return client;
  }

  protected async newConnector(serviceUrl: string) {
    const identity = this.createClaimsIdentity(this.#appId);
    const client = await this.botFrameworkAuthentication.createConnectorFactory(identity).create(serviceUrl);
    const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
    for (const name of ['defaultRetryPolicy', 'redirectPolicy']) pipeline.removePolicy({ name });
    pipeline.addPolicy(TARGETING);
    return client;
  }
}

interface Pipeline {
  removePolicy(policy: { name: string }): void;
  addPolicy(policy: typeof TARGETING): void;
}

interface WireRequest {
  url: string;
  body?: unknown;
}

/**
 * Sends a message for one member as Teams wants it (docs/facts/teams.md#targeted-messages). The SDK knows neither the
 * query nor the mark beside the recipient, and keeps of it only what stands under `properties`.
 */
const TARGETING = {
  name: 'targeting',
  sendRequest<R>(request: WireRequest, next: (request: WireRequest) => Promise<R>): Promise<R> {
    const { body } = request;
    if (typeof body !== 'string' || !body.includes('"properties":{"isTargeted":true}')) return next(request);
    const { recipient, ...activity } = JSON.parse(body) as { recipient?: { id?: string; properties?: object } };
    if (!recipient?.properties || !('isTargeted' in recipient.properties)) return next(request);
    request.body = JSON.stringify({ ...activity, recipient: { id: recipient.id, isTargeted: true } });
    request.url = `${request.url}?isTargetedActivity=true`;
    return next(request);
  },
};

/** A connector that can do nothing. A turn never sends anything directly: every message goes through the store. */
const NOBODY = Object.freeze({}) as Awaited<ReturnType<BotAdapter['newConnector']>>;

const NO_SIGN_IN = Object.freeze({}) as Awaited<
  ReturnType<BotAdapter['botFrameworkAuthentication']['createUserTokenClient']>
>;

function isRefusal(error: unknown): boolean {
  return error instanceof Error && (REFUSALS.has(error.name) || REFUSALS.has(error.constructor.name));
}

function authentication(identity: BotIdentity, trust?: ChannelTrust): NonNullable<Authentication> {
  if (identity.demo) return {};
  const gov = identity.cloud === 'us-government';
  return {
    MicrosoftAppId: identity.appId,
    MicrosoftAppTenantId: identity.tenantId,
    ...(gov && { ChannelService: 'https://botframework.azure.us' }),
    ...(trust && customCloud(trust)),
  };
}

/** The SDK accepts a key server only together with every other address of a cloud. */
function customCloud({ openIdMetadataUrl, issuer }: ChannelTrust): NonNullable<Authentication> {
  return {
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    ValidateAuthority: true,
    CallerId: 'urn:botframework:azure',
  };
}
