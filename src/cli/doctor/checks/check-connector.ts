import { isAirlockError } from '../../../shared/errors.ts';
import { type Check, type Finding, failure, ok, type ServiceContext, type SessionLook, warning } from '../context.ts';

const MINUTE = 60_000;

/** A session of the portal lives for about an hour (docs/facts/defender.md#portal-session). */
const OLD = 50 * MINUTE;

const MEND =
  'Sign in to the Defender portal, and keep the session in the file of PORTAL_SESSION_FILE (docs/portal-session.md).';

export const connector: Check<ServiceContext> = {
  id: 'connector',
  title: 'Connector',
  async run(context) {
    const look = await context.session();
    if (look === null)
      return [ok('guided: an operator applies approved changes by hand'), await reads(context, ['groups'])];
    const unsupported = warning(
      'portal: approved changes are written by an API that Microsoft does not support',
      'It may change or stop at any moment; then nothing is written, and the card says so.',
      'Use DEFENDER_CONNECTOR=guided where support matters more.',
    );
    if (!look.ok)
      return [unsupported, failure(`the session file ${look.why}`, 'Approved changes wait, and expire.', MEND)];
    return [unsupported, await ownerOf(context, look.owner), age(context, look), await reads(context, ['features'])];
  },
};

async function ownerOf({ directory }: ServiceContext, owner: string): Promise<Finding> {
  const person = await directory.byName(owner);
  if (person?.enabled) return ok(`the session is ${owner}'s, whose own approvals do not count`);
  const what = person
    ? `${owner}, whose session it is, is disabled`
    : `${owner}, whose session it is said to be, is not in the directory`;
  return failure(
    what,
    'Airlock cannot tell this person from those who approve.',
    'Write the user principal name of whoever signed in as "owner".',
  );
}

function age({ clock }: ServiceContext, { changedAt }: Extract<SessionLook, { ok: true }>): Finding {
  const minutes = Math.max(0, Math.round((clock.now() - changedAt) / MINUTE));
  if (minutes * MINUTE < OLD) return ok('the session is fresh');
  return warning(`the session is ${minutes} minutes old`, 'The portal ends sessions after about an hour.', MEND);
}

async function reads(
  { tenant, config }: ServiceContext,
  scopes: Parameters<ServiceContext['tenant']['read']>[0],
): Promise<Finding> {
  try {
    const { product } = await tenant.read(scopes);
    return ok(product === 'unknown' ? 'Defender can be read' : `Defender can be read: ${product}`);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const mend =
      error.code === 'tenant-signed-out' && config.connector.kind === 'portal'
        ? MEND
        : 'See what the checks above say; try again in a few minutes.';
    return failure('Defender cannot be read', error.message, mend);
  }
}
