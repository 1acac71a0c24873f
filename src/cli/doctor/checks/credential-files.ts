import type { CredentialFile, ServiceContext } from '../context.ts';
import { type Check, type Finding, failure, ok, warning } from '../finding.ts';

const DAY = 86_400_000;
/** Days before its end at which a certificate is spoken of. */
const SOON = 30;

export const credentialFiles: Check<ServiceContext> = {
  id: 'credential-files',
  title: 'Credential files',
  async run({ credentialFiles: files, clock }) {
    if (files.length === 0) return [ok('none are used')];
    return files.flatMap((file) => judge(file, clock.now()));
  },
};

function judge({ variable, mode, ends }: CredentialFile, now: number): Finding[] {
  const found: Finding[] = [];
  if (mode !== null && (mode & 0o077) !== 0) {
    const why = 'Whoever reads it can act as Airlock.';
    found.push(warning(`${variable} can be read by other users of this machine`, why, 'Give the file the mode 0400.'));
  }
  const days = ends === null ? null : Math.floor((ends - now) / DAY);
  const renew = 'Make a new certificate, upload it to the app registration, and put it into the file.';
  if (days !== null && days < 0)
    found.push(failure(`${variable}: the certificate has ended`, 'Entra refuses it.', renew));
  else if (days !== null && days <= SOON)
    found.push(warning(`${variable}: the certificate ends in ${days} days`, 'Then Entra refuses it.', renew));
  return found.length > 0 ? found : [ok(`${variable} is kept well`)];
}
