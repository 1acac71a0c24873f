/** One forbidden kind of edge, and the sentence that a newcomer reads when it appears. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  readonly broken: (from: string, to: string) => boolean;
}

/** What starts a process. */
const ENTRIES = ['src/main.ts', 'src/demo.ts', 'src/cli/airlock.ts'];
/** Where the rooms are wired. */
const COMPOSITION = [
  'src/app.ts',
  'src/start-demo.ts',
  'src/start-production.ts',
  'src/service-parts.ts',
  'src/start-doctor.ts',
  'src/doctor-context.ts',
];
const ROOT_FILES = ['src/errors.ts', 'src/ports.ts'];
const PORTS =
  /^src\/(store\/(store|post|task|contact)|defender\/(tenant|activity)|directory\/directory|audit\/audit-entry)\.ts$/;

/** The room of a file of ours: its folder under src, or null outside. */
export function roomOf(path: string): string | null {
  return /^src\/([a-z-]+)\//.exec(path)?.[1] ?? null;
}

function only(room: string, allowed: (to: string) => boolean, why: string): Rule {
  return {
    name: `${room} imports too much`,
    why,
    broken: (from, to) =>
      roomOf(from) === room && to.startsWith('src/') && roomOf(to) !== room && !ROOT_FILES.includes(to) && !allowed(to),
  };
}

const isChanges = (to: string) => roomOf(to) === 'changes';
const isRequests = (to: string) => roomOf(to) === 'requests';
const isPort = (to: string) => PORTS.test(to);
const isEntry = (to: string) => to === 'src/audit/audit-entry.ts';
const client = (to: string) => isChanges(to) || isRequests(to) || roomOf(to) === 'http';
const user = (to: string) => isChanges(to) || isRequests(to) || isPort(to);

function worldOnly(pattern: RegExp, home: RegExp, why: string): Rule {
  return {
    name: `${pattern.source} outside its room`,
    why,
    broken: (from, to) => from.startsWith('src/') && pattern.test(to) && !home.test(from),
  };
}

/** design.md section 1: who may import whom, and who may touch the world. */
export const RULES: readonly Rule[] = [
  only('changes', () => false, 'What can be changed is pure: it knows no other room.'),
  only('requests', (to) => isChanges(to) || isPort(to), 'The rules know ports, never who implements them.'),
  only('directory', client, 'A client knows the change types and its own wire, never another room.'),
  only('defender', client, 'A client knows the change types and its own wire, never another room.'),
  only(
    'store',
    (to) => isChanges(to) || isRequests(to) || isEntry(to),
    'The store keeps what the rules define, and knows no client.',
  ),
  only('audit', (to) => isChanges(to) || isRequests(to), 'The record is kept for anybody, so it knows nobody.'),
  only('http', () => false, 'The wire below the clients knows no room.'),
  only(
    'config',
    (to) => ['src/requests/policy.ts', 'src/store/sql/postgres-url.ts', 'src/changes/edit-distance.ts'].includes(to),
    'Settings are read before there is anything else.',
  ),
  only(
    'jobs',
    (to) => user(to) || to === 'src/teams/messenger.ts',
    'A job calls one verb, and speaks by the messenger’s port; it implements nothing.',
  ),
  only('teams', user, 'Teams is one way in and out; it reaches the world by ports only.'),
  {
    name: 'a command imports too much',
    why: 'A command asks the record and the ports; only its entry, a composition root, opens what lies behind them.',
    broken: (from, to) =>
      roomOf(from) === 'cli' &&
      from !== 'src/cli/airlock.ts' &&
      to.startsWith('src/') &&
      !['cli', 'audit', 'config'].includes(roomOf(to) ?? '') &&
      !ROOT_FILES.includes(to) &&
      !user(to),
  },
  only('metrics', isPort, 'What is counted is seen at the ports, whoever stands behind them.'),
  only(
    'sandbox',
    isChanges,
    'The sandbox is the other side of the wire: sharing a client’s code would hide its faults.',
  ),
  {
    name: 'somebody imports a composition root',
    why: 'app, main and the commands wire the rooms; nothing may depend on them.',
    broken: (from, to) => {
      if (ENTRIES.includes(to)) return true;
      return COMPOSITION.includes(to) && ![...COMPOSITION, ...ENTRIES].includes(from);
    },
  },
  worldOnly(
    /node_modules\/(botbuilder|botframework|@microsoft\/teams-ai|adaptivecards-templating|adaptive-expressions)/,
    /^src\/teams\//,
    'The SDKs are past their end of life: they can be replaced in one room.',
  ),
  worldOnly(/node_modules\/prom-client\//, /^src\/metrics\//, 'Who counts knows the Meter, not who collects.'),
  worldOnly(/node_modules\/(libsql|kysely|pg)\//, /^src\/store\//, 'SQL is spoken in one room.'),
  worldOnly(
    /node_modules\/@azure\//,
    /^src\/(directory\/tokens|teams)\//,
    'Credentials are made where a client is built.',
  ),
];
