/** Where Teams' own services answer: worldwide, GCC, GCC High and DoD (learn: bots in government clouds). */
const HOSTS: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the bot may speak there: with Teams over https, in the demo with this machine over http, and with nobody else. */
export function isServiceUrlAllowed(serviceUrl: string, demo: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username, password, search, hash } = new URL(serviceUrl);
  if (username || password || search || hash) return false;
  if (demo) return protocol === 'http:' && LOOPBACK.has(hostname);
  return protocol === 'https:' && port === '' && HOSTS.has(hostname);
}
