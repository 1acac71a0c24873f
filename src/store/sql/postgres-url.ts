import { AirlockError } from '../../errors.ts';

/** What the address may say beside server, user and database; everything else would be taken for an option of the driver. */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/** TLS modes that check the server; the driver treats them alike (pg-connection-string). Half-checked ones are refused. */
const CHECKED = ['require', 'verify-ca', 'verify-full'];

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Checks the address of a PostgreSQL database: `postgres://user:password@host:5432/database?sslmode=verify-full`.
 * @returns the address for the driver: TLS on is TLS with the server's name and chain checked.
 * @throws AirlockError config-invalid; the address holds a password and is in no message.
 */
export function checkPostgresUrl(text: string): string {
  if (!URL.canParse(text)) throw refused('cannot be read; write special characters of the password as %XX');
  const url = new URL(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw refused('begins with neither postgres:// nor postgresql://');
  if (url.hostname === '') throw refused('names no host');
  if (url.pathname.length < 2) throw refused('names no database');
  if ([...url.searchParams.keys()].some((name) => !PARAMETERS.includes(name)))
    throw refused(`has a parameter other than ${PARAMETERS.join(', ')}`);
  const mode = url.searchParams.get('sslmode');
  if (mode === null && !LOOPBACK.test(url.hostname))
    throw refused(
      'says nothing of TLS; end it with ?sslmode=verify-full, or with ?sslmode=disable where the network is trusted',
    );
  if (mode !== null && mode !== 'disable' && !CHECKED.includes(mode))
    throw refused(`has an sslmode other than disable, ${CHECKED.join(', ')}`);
  if (mode !== null && mode !== 'disable') url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

function refused(problem: string): AirlockError {
  return new AirlockError('config-invalid', `The address of the PostgreSQL database ${problem}.`);
}
