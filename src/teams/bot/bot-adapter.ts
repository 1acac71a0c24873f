import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { IncomingActivity } from './activity.ts';
import { type BotIdentity, botCredentials } from './credentials.ts';

const claims = z.object({ iss: z.string() });

/**
 * Whether a token claims to come from the channel service, which the SDK then proves. Beside such tokens the SDK takes
 * those that Entra issues to any app that holds the bot's own secret, checks neither channel nor service URL for them,
 * and believes every word of what comes with them (docs/facts/teams.md#who-is-calling): here, they are nobody's.
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
  /** The keys to check the token with could not be had. */
  | { readonly kind: 'unsure'; readonly cause: unknown };

const REFUSALS: ReadonlySet<string> = new Set([
  'AuthenticationError',
  'JsonWebTokenError',
  'NotBeforeError',
  'TokenExpiredError',
]);

/**
 * Who issues the tokens that Teams calls with (learn: bot-framework-rest-connector-authentication, and its page for
 * governments).
 */
const ISSUERS = { public: 'https://api.botframework.com', 'us-government': 'https://api.botframework.us' } as const;

/** How many service URLs a client is kept for; Teams has one for each region. */
const CLIENTS_KEPT = 16;

/**
 * The SDK's adapter, entered past its HTTP handling: that answers 500 with the error's own message where a token's
 * signature is wrong, and makes new connector clients for each turn (docs/facts/teams.md#traps-of-teams-ai,
 * docs/facts/teams.md#who-is-calling, docs/facts/performance.md#turns).
 */
export class BotAdapter extends TeamsAdapter {
  readonly #appId: string;
  /** Who issues the channel's tokens; null in the demo, where nobody shows one. */
  readonly #issuer: string | null;
  readonly #clients = new LRUCache<string, ReturnType<BotAdapter['newConnector']>>({ max: CLIENTS_KEPT });

  constructor(identity: BotIdentity, trust?: ChannelTrust) {
    super(authentication(identity, trust), botCredentials(identity));
    this.#appId = identity.demo ? '' : identity.appId;
    this.#issuer = identity.demo ? null : (trust?.issuer ?? ISSUERS[identity.cloud ?? 'public']);
  }

  /** Checks who calls, then runs the turn. Errors of the turn are `onTurnError`'s; what that throws is thrown here. */
  async answer(authorization: string, activity: IncomingActivity, logic: TurnLogic): Promise<TurnResult> {
    if (this.#issuer !== null && !(isChannelToken(authorization, this.#issuer) && activity.channelId === 'msteams'))
      return { kind: 'refused' };
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

  /** The client that speaks to Teams at this URL; one for all messages, without the SDK's own retries and redirects. */
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
    return client;
  }
}

interface Pipeline {
  removePolicy(policy: { name: string }): void;
}

/** A turn says nothing by itself: all that is said goes through the store. Whoever tries meets this. */
const NOBODY = Object.freeze({}) as Awaited<ReturnType<BotAdapter['newConnector']>>;

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

/** The SDK takes a key server only together with every other address of a cloud. */
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
