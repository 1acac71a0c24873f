import { z } from 'zod';
import { type Finding, failure, ok, warning } from '../../shared/finding.ts';
import { filePath } from '../../shared/setting.ts';
import { type ConnectorUnderTest, defineConnector, examineReading } from '../define-connector.ts';
import { createPortalTenant } from './create-portal-tenant.ts';
import { fileSession, readSessionFile } from './session-file.ts';

/**
 * What the operator must write, word for word, before Airlock uses an API that Microsoft does not support
 * (docs/facts/defender.md#portal-api).
 */
const SENTENCE = 'I understand that Microsoft does not support this API';

/** The path of the portal's own API (docs/facts/defender.md#portal-api). */
const PATH = '/apiproxy/mtp';

const MINUTE = 60_000;

/** From this age on, the doctor warns: a portal session lasts about an hour (docs/facts/defender.md#portal-session). */
const OLD = 50 * MINUTE;

const SIGN_IN =
  'Sign in to the Defender portal, and keep the session in the file of PORTAL_SESSION_FILE (docs/portal-session.md).';

/** Uses the portal's own API with an operator's session: Airlock writes approved changes. */
export const portalConnector = defineConnector({
  kind: 'portal',
  settings: {
    portalSessionFile: {
      variable: 'PORTAL_SESSION_FILE',
      meaning: 'the file in which an operator keeps their session (mode 0600)',
      example: '/run/airlock/portal-session.json',
      schema: filePath,
    },
    portalAcknowledgement: {
      variable: 'PORTAL_ACKNOWLEDGEMENT',
      meaning: `the sentence \`${SENTENCE}\``,
      example: SENTENCE,
      schema: z.literal(SENTENCE, 'is not the sentence, word for word'),
    },
  },
  permissions: [],
  words: {
    setting: 'Airlock writes them, by an unsupported API',
    start:
      "Approved changes are written by the Defender portal's own API, which Microsoft does not support, with an operator's session.",
  },
  create({ tenantId, clock, log, timeoutMs, portalUrl, fleet, session }, { portalSessionFile: path }) {
    return createPortalTenant({
      baseUrl: `${portalUrl}${PATH}`,
      session: session ?? fileSession({ path, uid: ownUid(), log }),
      tenantId,
      fleet,
      clock,
      timeoutMs,
    });
  },
  async examine(context, { portalSessionFile }) {
    const unsupported = warning(
      'portal: approved changes are written by an API that Microsoft does not support',
      'It may change or stop at any moment; then nothing is written, and the card says so.',
      'Use DEFENDER_CONNECTOR=guided where support matters more.',
    );
    const file = await readSessionFile(portalSessionFile, ownUid());
    if (!file.ok)
      return [unsupported, failure(`the session file ${file.why}`, 'Approved changes wait, and expire.', SIGN_IN)];
    const reading = await examineReading(context, ['features'], SIGN_IN);
    const owners = await examineOwner(context, file.session.owner);
    return [unsupported, ...owners, examineAge(context, file.changedAt), reading];
  },
});

/** The user id of this process; null on systems without such ids. */
function ownUid(): number | null {
  return process.getuid?.() ?? null;
}

/** @param said whose the session is by its file; the tenant has been read, so the portal may have told it */
async function examineOwner({ directory, tenant }: ConnectorUnderTest, said: string): Promise<Finding[]> {
  const writer = tenant.applies === 'automatically' ? await tenant.actsAs() : null;
  const name = writer?.name ?? said;
  const person = await directory.byName(name);
  if (!person?.enabled)
    return [
      failure(
        person
          ? `${name}, whose session it is, is disabled`
          : `${name}, the owner of the session, is not in the directory`,
        'Airlock cannot tell this person from those who approve.',
        'Write the user principal name of whoever signed in as "owner".',
      ),
    ];
  if (writer?.source !== 'read')
    return [
      warning(
        `the session is said to be ${name}'s; the portal has not told whose it is`,
        'Until it tells, no approval counts of anybody who may change these settings in the portal.',
        'See whether Defender can be read, below. If the portal never tells, name approvers without such a role in APPROVER_IDS.',
      ),
    ];
  const found = ok(`the session is ${name}'s, as the portal tells, whose own approvals do not count`);
  if (name === said) return [found];
  return [
    found,
    warning(
      `the session file says that it is ${said}'s`,
      'Airlock goes by what the portal tells.',
      'Write the user principal name of whoever signed in as "owner".',
    ),
  ];
}

function examineAge({ clock }: ConnectorUnderTest, changedAt: number): Finding {
  const minutes = Math.max(0, Math.round((clock.now() - changedAt) / MINUTE));
  if (minutes * MINUTE < OLD) return ok('the session is fresh');
  return warning(`the session is ${minutes} minutes old`, 'The portal ends sessions after about an hour.', SIGN_IN);
}
