/** One room of the house: a folder, why it is there, and what it may import besides itself and packages. */
export interface Room {
  readonly folder: string;
  readonly purpose: string;
  /** Rooms named before this one; the rooms inside a named one are not meant. */
  readonly imports: readonly string[];
  /** The room that it is a corner of: what that room imports, it imports, and the two import each other. */
  readonly within?: string;
}

/** @param imports the rooms that it may import, below `src/`, with a blank between two */
export function room(folder: string, purpose: string, imports: string): Room {
  return { folder, purpose, imports: imports === '' ? [] : imports.split(' ').map((below) => `src/${below}`) };
}

function corner(folder: string, within: string, purpose: string): Room {
  return { folder, purpose, imports: [], within };
}

/** The corners of the house: folders inside a room, which import what it imports. */
export const CORNERS: readonly Room[] = [
  corner('src/shared/http', 'src/shared', 'Calls over HTTP, and what their answers say.'),
  corner('src/shared/language', 'src/shared', 'Texts in the language of whoever reads them.'),
  corner('src/changes/knowledge', 'src/changes', 'How a fact about the tenant is known, and who words that.'),
  corner('src/changes/supported/indicators', 'src/changes/supported', 'Indicators: what is allowed and blocked.'),
  corner('src/changes/supported/alerts', 'src/changes/supported', 'What is said of alerts.'),
  corner('src/changes/supported/actions', 'src/changes/supported', 'Scans and response actions.'),
  corner('src/changes/supported/tags', 'src/changes/supported', 'Tags of devices.'),
  corner('src/jobs/delivery', 'src/jobs', 'The jobs that bring messages to Teams, and how fast they go.'),
  corner('src/teams/actions/decisions', 'src/teams/actions', 'The verbs of whoever decides about a request.'),
  corner('src/requests/asking/digest', 'src/requests/asking', 'What channels are told again and again.'),
  corner('src/requests/asking/center', 'src/requests/asking', 'Questions about Defender’s Action center.'),
  corner('src/teams/language/decisions', 'src/teams/language', 'Lines that decide, and what counts as a reason.'),
  corner('src/defender/portal/reading', 'src/defender/portal', 'What the portal lists, and what of it can be used.'),
  corner(
    'src/teams/actions/asking',
    'src/teams/actions',
    'The verbs of whoever asks for what a request was about, or for its opposite.',
  ),
  corner('src/teams/actions/looking', 'src/teams/actions', 'The verbs of whoever looks at requests.'),
  corner('src/requests/messages/state-catalogue', 'src/requests/messages', 'One row a state, closing and outcome.'),
  corner('src/requests/rules/people', 'src/requests/rules', 'Who is a person, and which accounts are one person’s.'),
  corner(
    'src/requests/rules/people/ages',
    'src/requests/rules',
    'How long accounts and roles have existed, of those who approve and of those who ask.',
  ),
  corner(
    'src/requests/rules/people/judging',
    'src/requests/rules',
    'Whether what a person says counts, and still counts before a write.',
  ),
  corner(
    'src/requests/rules/people/ids',
    'src/requests/rules',
    'Employee ids: how they are read, and which may be one.',
  ),
  corner(
    'src/requests/applying/items',
    'src/requests/applying',
    'What is written item by item, and followed afterwards.',
  ),
  corner('src/requests/applying/late', 'src/requests/applying', 'Items whose outcome shows only later.'),
  corner('src/teams/language/supported', 'src/teams/language', 'Commands about what supported APIs read and write.'),
  corner('src/teams/language/several', 'src/teams/language', 'Several changes in one message.'),
  corner('src/teams/language/groups', 'src/teams/language', 'Commands about device groups.'),
  corner('src/teams/language/past', 'src/teams/language', 'How people speak of requests that were made.'),
  corner('src/teams/language/understand', 'src/teams/language', 'What people say that is no exact command.'),
  corner('src/teams/language/understand/words', 'src/teams/language', 'How each language says it.'),
  corner('src/teams/language/understand/words/german', 'src/teams/language', 'How German says it.'),
  corner('src/teams/language/tongues', 'src/teams/language', 'Which language a text is in, and its whole lines.'),
  corner('src/defender/portal/operators', 'src/defender/portal', 'What the numbers in rules mean in a tenant.'),
  corner('src/defender/portal/writes', 'src/defender/portal', 'What is written for each kind of change.'),
  corner('src/defender/supported/indicators', 'src/defender/supported', 'Indicators, by the supported API.'),
  corner('src/defender/supported/alerts', 'src/defender/supported', 'Alerts, by the supported API.'),
  corner(
    'src/defender/supported/actions',
    'src/defender/supported',
    'Scans and response actions, by the supported API.',
  ),
  corner('src/defender/supported/tags', 'src/defender/supported', 'Tags of devices, by the supported API.'),
  corner('src/sandbox/mde/tags', 'src/sandbox/mde', 'Tags of devices.'),
  corner('src/defender/public-api/activity', 'src/defender/public-api', 'What Defender is busy with.'),
  corner('src/defender/public-api/center', 'src/defender/public-api', 'What Defender’s Action center holds.'),
  corner('src/defender/public-api/audit', 'src/defender/public-api', 'What Microsoft’s audit log tells.'),
  corner('src/sandbox/mde/indicators', 'src/sandbox/mde', 'Indicators: what a tenant allows and blocks.'),
  corner('src/sandbox/mde/alerts', 'src/sandbox/mde', 'Alerts, and what was said of them.'),
  corner('src/sandbox/graph/hunting', 'src/sandbox/graph', 'Advanced hunting, as much of it as is asked for.'),
  corner('src/sandbox/mde/actions', 'src/sandbox/mde', 'Actions on devices: ordered, followed, cancelled.'),
  corner('src/service/config/settings', 'src/service/config', 'The tables of settings.'),
  corner('src/service/demo', 'src/service', 'The demo: the same rooms beside a pretend company.'),
  corner('src/service/keeping', 'src/service', 'What keeps the record honest: witness file, alarms, the demo’s key.'),
  corner(
    'src/store/queries/head',
    'src/store/queries',
    'Where the record ends, as it is noted, vouched for and started on.',
  ),
  corner('src/store/queries/facts', 'src/store/queries', 'What is remembered of the tenant, bound to the record.'),
  corner('src/store/operator', 'src/store', 'What only an operator says in the record: sealed, restored.'),
  corner('src/store/audit/told', 'src/store/audit', 'What entries tell of one thing, gathered or in words.'),
  corner('src/store/audit/checks', 'src/store/audit', 'What is compared with the record, one file a thing.'),
  corner('src/cli/audit', 'src/cli', 'The record checked, and written for auditors.'),
  corner('src/cli/audit/words', 'src/cli', 'What each entry and person of the record is called.'),
  corner('src/cli/audit/report', 'src/cli', 'The record as a page to print.'),
  corner('src/cli/doctor', 'src/cli', 'The doctor: what it looks at and what it says.'),
  corner('src/cli/doctor/checks', 'src/cli', 'One file a thing that the doctor checks.'),
  corner('src/cli/app-package', 'src/cli', 'The app package for Teams.'),
];
