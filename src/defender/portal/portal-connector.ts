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
    return [
      unsupported,
      await examineOwner(context, file.session.owner),
      examineAge(context, file.changedAt),
      await examineReading(context, ['features'], SIGN_IN),
    ];
  },
});

/** The user id of this process; null on systems without such ids. */
function ownUid(): number | null {
  return process.getuid?.() ?? null;
}

async function examineOwner({ directory }: ConnectorUnderTest, owner: string): Promise<Finding> {
  const person = await directory.byName(owner);
  if (person?.enabled) return ok(`the session is ${owner}'s, whose own approvals do not count`);
  const what = person
    ? `${owner}, whose session it is, is disabled`
    : `${owner}, the owner named in the session file, is not in the directory`;
  return failure(
    what,
    'Airlock cannot tell this person from those who approve.',
    'Write the user principal name of whoever signed in as "owner".',
  );
}

function examineAge({ clock }: ConnectorUnderTest, changedAt: number): Finding {
  const minutes = Math.max(0, Math.round((clock.now() - changedAt) / MINUTE));
  if (minutes * MINUTE < OLD) return ok('the session is fresh');
  return warning(`the session is ${minutes} minutes old`, 'The portal ends sessions after about an hour.', SIGN_IN);
}
