import { z } from 'zod';
import { answerFault, type Refusal, type Service } from '../../../defender/public-api/answer-fault.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, ok, warning } from '../../../shared/finding.ts';
import { tokenClaims } from '../../../shared/http/token-claims.ts';
import type { Check, ServiceContext } from '../context.ts';

const DAYS = 30;

/** The most records to count. */
const MOST = 1_000;

const QUERY = [
  'CloudAppEvents',
  `where Timestamp > ago(${DAYS}d)`,
  'where ActionType =~ "SetAdvancedFeatures"',
  'project Timestamp',
  `take ${MOST}`,
].join(' | ');

const rows = z.object({ results: z.array(z.unknown()) });
const subscriptions = z.array(z.object({ contentType: z.string(), status: z.string() }));

/** What may be read of the log: by advanced hunting, by the activity feed. Null where no token tells. */
type Grants = { readonly hunting: boolean | null; readonly feed: boolean | null };

async function grantsOf(context: ServiceContext): Promise<Grants> {
  const holds = async (resource: 'graph' | 'activity', name: string): Promise<boolean | null> => {
    try {
      return tokenClaims(await context.token(resource))?.roles.includes(name) ?? null;
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      return null;
    }
  };
  return {
    hunting: await holds('graph', 'ThreatHunting.Read.All'),
    feed: await holds('activity', 'ActivityFeed.Read'),
  };
}

const WITHOUT = 'that a person changed a switch stays their word, and nobody is told who changed one outside Airlock';

/** Where nothing is known to be granted. */
function unread({ hunting, feed }: Grants): Finding {
  if (hunting === null)
    return warning(
      'what may be read of it is not known: there is no token that tells',
      `Without ThreatHunting.Read.All or ActivityFeed.Read (both optional), ${WITHOUT}.`,
      'Mend what the check Microsoft Graph says, and run the doctor again.',
    );
  if (feed === null)
    return ok(
      `ThreatHunting.Read.All is not granted, and no token tells whether ActivityFeed.Read is (both optional). Without either, ${WITHOUT}`,
    );
  return ok(`neither ThreatHunting.Read.All nor ActivityFeed.Read is granted (optional): ${WITHOUT}`);
}

const EMPTY_WHY =
  'That proves nothing: nobody changed one, auditing is off, or Defender for Cloud Apps does not take in what happens in Microsoft 365.';

/** What there is to do about an empty log. */
function emptyMend({ feed }: Grants): string {
  const other = feed
    ? 'Where they are not, Airlock follows the activity feed.'
    : 'Where they are not, grant ActivityFeed.Read on Office 365 Management APIs.';
  return `Turn auditing on in Purview; connect Microsoft 365 in Defender for Cloud Apps. Then change a switch there and back, and look after an hour whether the records are here. ${other}`;
}

const HUNTING: Service = { name: 'Advanced hunting', api: 'Microsoft Graph', permission: 'ThreatHunting.Read.All' };
const FEED: Service = {
  name: 'The activity feed',
  api: 'Office 365 Management APIs',
  permission: 'ActivityFeed.Read',
};

/** One way to the log that gave no list: the reason that was given, and no guess at another. */
function unanswered(service: Service, { status, body }: Pick<Refusal, 'status' | 'body'>): Finding {
  const why =
    status === 200
      ? `${service.name} answered in a form that Airlock does not know.`
      : answerFault(service, { status, body, roles: null }).message;
  const what = `could not be looked at (${service.permission})`;
  return warning(what, `${why} While it stays so, ${WITHOUT}, unless the other way gives the records.`, OTHER_WAY);
}

const OTHER_WAY =
  'Mend what that reason names. Where it says that the table CloudAppEvents is not there, connect Microsoft 365 in Defender for Cloud Apps, or grant ActivityFeed.Read on Office 365 Management APIs.';

async function hunted(context: ServiceContext, grants: Grants): Promise<Finding[]> {
  const { status, body } = await context.probe('graph', '/v1.0/security/runHuntingQuery', { Query: QUERY });
  const read = rows.safeParse('value' in body ? body.value : null);
  if (status !== 200 || !read.success) return [unanswered(HUNTING, { status, body })];
  const { length } = read.data.results;
  if (length === 0)
    return [warning(`holds no change of a switch in the last ${DAYS} days`, EMPTY_WHY, emptyMend(grants))];
  const count = length < MOST ? `${length}` : `${length} or more`;
  return [ok(`holds ${count} ${length === 1 ? 'change' : 'changes'} of a switch in the last ${DAYS} days`)];
}

async function followed(context: ServiceContext): Promise<Finding[]> {
  const { status, body } = await context.probe('activity', '/api/v1.0/{tenant}/activity/feed/subscriptions/list');
  const read = subscriptions.safeParse('value' in body ? body.value : null);
  if (status !== 200 || !read.success) return [unanswered(FEED, { status, body })];
  const isFollowed = read.data.some((one) => one.contentType === 'Audit.General' && one.status === 'enabled');
  if (isFollowed) return [ok('the activity feed is subscribed to (Audit.General)')];
  return [ok('the activity feed is not subscribed to yet (Audit.General): the service does so when it first asks')];
}

/** What Microsoft's audit log can tell. It is asked by the APIs whose permissions other checks name. */
export const auditLog: Check<ServiceContext> = {
  id: 'audit-log',
  title: 'Audit log of Microsoft',
  async run(context) {
    const grants = await grantsOf(context);
    if (!grants.hunting && !grants.feed) return [unread(grants)];
    try {
      return [
        ...(grants.hunting ? await hunted(context, grants) : []),
        ...(grants.feed ? await followed(context) : []),
      ];
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      return [warning('could not be looked at', error.message, 'Run the doctor again in a few minutes.')];
    }
  },
};
