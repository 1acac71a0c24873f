/** The hosts of Teams' own services: worldwide, GCC, GCC High and DoD (learn: bots in government clouds). */
const HOSTS: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address that the bot sends to, as it was parsed and checked: Teams over https; in the demo only this machine,
 * over http. Null for any other. Two parsers may read one text differently, so nobody uses the text as it came.
 */
export function parseServiceUrl(text: string, demo: boolean): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) return null;
  const { protocol, hostname, port } = url;
  const isKnown = demo ? isOfThisMachine(url) : protocol === 'https:' && port === '' && HOSTS.has(hostname);
  return isKnown ? url.href : null;
}

/** Whether it is an address of this machine, over plain http. */
export function isOfThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK.has(hostname);
}
