import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import { mendingOf } from '../../../shared/setting.ts';
import type { Check, CredentialFile, DoctorContext, ServiceContext } from '../context.ts';

const MINUTE = 60_000;

/** Tokens are checked with five minutes of patience (docs/facts/teams.md#who-is-calling). */
const MOST = 5 * MINUTE;
const NOTED = 2 * MINUTE;

export const clock: Check<ServiceContext> = {
  id: 'clock',
  title: 'Clock',
  async run({ probe, clock: own }) {
    const asked = own.now();
    const { at } = await probe('graph', '/v1.0/users?$top=1&$select=id');
    const mend = 'Synchronize the clock of this machine with a time server (NTP).';
    if (at === null)
      return [warning('the answer of Microsoft Graph has no date', 'The clock cannot be checked.', mend)];
    const now = (asked + own.now()) / 2;
    const off = Math.abs(now - at);
    const way = now > at ? 'ahead' : 'behind';
    const what = `is ${Math.round(off / MINUTE)} minutes ${way}`;
    const why = 'Requests expire at the wrong time, and tokens are refused when it is five minutes off or more.';
    if (off > MOST) return [failure(what, why, mend)];
    return off > NOTED ? [warning(what, why, mend)] : [ok('agrees with the clock of Microsoft Graph')];
  },
};

const DAY = 86_400_000;

/** Days before a certificate expires at which to warn. */
const SOON = 30;

export const credentialFiles: Check<ServiceContext> = {
  id: 'credential-files',
  title: 'Credential files',
  async run({ credentialFiles: files, clock }) {
    if (files.length === 0) return [ok('none are used to sign in to Microsoft')];
    return files.flatMap((file) => judge(file, clock.now()));
  },
};

function judge({ variable, ends }: CredentialFile, now: number): Finding[] {
  const found: Finding[] = [];
  const days = ends === null ? null : Math.floor((ends - now) / DAY);
  const renew = 'Make a new certificate, upload it to the app registration, and put it into the file.';
  if (days !== null && days < 0)
    found.push(failure(`${variable}: the certificate has expired`, 'Entra refuses it.', renew));
  else if (days !== null && days <= SOON)
    found.push(warning(`${variable}: the certificate expires in ${days} days`, 'Then Entra refuses it.', renew));
  return found.length > 0 ? found : [ok(`${variable} is valid and protected`)];
}

/** The oldest version that `engines` in package.json allows. */
const OLDEST = { major: 20, minor: 19 } as const;

export const nodeVersion: Check<DoctorContext> = {
  id: 'node-version',
  title: 'Node.js',
  async run({ node }) {
    const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
    if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return [ok('is new enough')];
    const why = `Airlock needs ${OLDEST.major}.${OLDEST.minor} or newer.`;
    return [failure(`is ${node}`, why, 'Install a newer Node.js and start Airlock with it.')];
  },
};

export const settings: Check<DoctorContext> = {
  id: 'settings',
  title: 'Settings',
  async run({ faults, misspelt, envFileMode, handedOver, config }) {
    return [
      ...faults.map((fault) =>
        failure(`${fault.variable} ${fault.problem}`, 'Airlock does not start.', mendingOf(fault)),
      ),
      ...(config ? [ok(`complete; connector ${config.connector.kind}, cloud ${config.cloud}`)] : []),
      ...misspelt.map(({ name, meant }) =>
        warning(`${name} is not a variable of Airlock`, 'It is ignored.', `Did you mean ${meant}?`),
      ),
      ...(envFileMode !== null && (envFileMode & 0o077) !== 0
        ? [warning('.env can be read by other users of this machine', 'It may hold secrets.', 'chmod 600 .env')]
        : []),
      ...handedOver.map((path) =>
        warning(
          `the group of ${path} can change it`,
          'Airlock trusts what stands there: who people are, which keys signed the record, how far it went.',
          `See that nobody but Airlock is in that group (fsGroup of a container), or: chmod g-w ${path}`,
        ),
      ),
    ];
  },
};
