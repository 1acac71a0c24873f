import { CORNERS, type Room, room } from './corners.ts';
import { DOMAIN_ROOMS } from './domain-rooms.ts';

/**
 * The plan of the house (docs/architecture.md#the-rooms). Rooms stand in order: each may import only rooms above it, so
 * no arrow runs back and there is no circle. A file belongs to the deepest room whose folder holds it. Imports of types
 * count, and an arrow that nothing uses is taken out.
 */
export const ROOMS: readonly Room[] = [
  ...DOMAIN_ROOMS,
  room('src/store/schema', 'The tables, their types, and the migrations that lead there.', 'shared'),
  room('src/store/record', 'Entries of the record: hash, signature, keys; checkpoints.', 'shared requests/ports'),
  room(
    'src/store/bodies',
    'What a stored body of each version holds, parsed.',
    'shared requests/record requests/ports store/schema store/record',
  ),
  room(
    'src/store/queries/posts',
    'SQL of messages to Teams: the outbox, lost copies, what was not delivered.',
    'shared requests/record requests/ports store/schema store/bodies',
  ),
  room(
    'src/store/queries',
    'SQL, one file a table.',
    'shared changes requests/record requests/ports store/schema store/record store/bodies store/queries/posts',
  ),
  room(
    'src/store/accounts',
    'What is remembered of accounts, bound to the record.',
    'shared requests/record requests/ports store/schema store/record store/bodies store/queries',
  ),
  room(
    'src/store/items',
    'SQL of what requests write one by one.',
    'shared changes requests/ports store/schema store/bodies store/record store/queries',
  ),
  room(
    'src/store/databases',
    'SQLite and PostgreSQL: how each is opened, locked and guarded.',
    'shared requests/ports store/schema',
  ),
  room(
    'src/store/audit',
    'What the record means, and whether what is stored beside it is what its entries account for.',
    'shared changes/registry requests/record requests/ports store/schema store/bodies store/record store/queries store/accounts store/items store/databases',
  ),
  room(
    'src/store',
    'The store port over SQL, and the hash-chained record.',
    'shared requests/record requests/ports store/schema store/record store/queries store/queries/posts store/accounts store/items store/audit store/databases',
  ),
  room(
    'src/directory',
    'People, roles and groups by Microsoft Graph, and tokens for it.',
    'shared changes requests/ports',
  ),
  room(
    'src/defender/public-api',
    'The supported Defender API: devices, groups, activity.',
    'shared changes requests/ports',
  ),
  room(
    'src/defender',
    'What a connector is, and what one is given.',
    'shared changes changes/registry requests/ports defender/public-api',
  ),
  room(
    'src/defender/guided',
    'The connector that hands a person the steps and reads what it can.',
    'shared changes changes/advanced-features changes/device-group/model changes/registry changes/several requests/record requests/ports defender/public-api defender',
  ),
  room(
    'src/defender/portal',
    "The connector that writes by the portal's own API.",
    'shared changes changes/advanced-features changes/device-group/model changes/device-group/kinds changes/device-group/words changes/registry requests/ports defender/public-api defender',
  ),
  room(
    'src/defender/supported',
    "What Microsoft's supported APIs write: one folder a kind of change, and the identity that writes.",
    'shared changes changes/supported changes/registry requests/ports defender/public-api',
  ),
  room('src/defender/registry', 'Every connector, by its name.', 'shared defender defender/guided defender/portal'),
  room(
    'src/teams/language',
    "From a message's text to a command.",
    'shared changes changes/device-group/input changes/device-group/model changes/device-group/words changes/supported changes/registry changes/several',
  ),
  room(
    'src/teams/cards/parts',
    'What every card is made of: templates, text made harmless, elements.',
    'shared changes requests/messages teams/language',
  ),
  room(
    'src/teams/cards/request',
    'The card of a request.',
    'shared changes changes/registry changes/supported requests/record requests/ports requests/messages requests/deciding/alone requests/deciding teams/cards/parts',
  ),
  room(
    'src/teams/cards/answers',
    'The cards that answer a question.',
    'shared changes changes/supported changes/device-group/words requests/ports requests/messages teams/language teams/cards/parts teams/cards/request',
  ),
  room(
    'src/teams/bot',
    'The Bot Framework: endpoint, credentials, who is speaking, one turn.',
    'shared requests/record requests/ports requests/messages requests/rules teams/language teams/cards/parts',
  ),
  room(
    'src/teams/actions',
    'One file a verb: its button and its typed command.',
    'shared changes requests/record requests/ports requests/messages requests/rules requests/drafting requests/drafting/before requests/notifying requests/asking requests/deciding requests/applying teams/language teams/bot',
  ),
  room(
    'src/teams/forms',
    "A form's card: inputs, rows, faults.",
    'shared changes changes/device-group/model changes/device-group/input changes/device-group/words requests/record requests/messages teams/language teams/cards/parts teams/actions',
  ),
  room(
    'src/teams/outside',
    'The card of a change outside Airlock: one file a verb.',
    'shared requests/record requests/messages requests/knowing requests/rules requests/watching teams/language teams/bot teams/actions',
  ),
  room(
    'src/teams/routes',
    'What each kind of activity is answered with.',
    'shared changes/device-group/input requests/record requests/ports requests/messages requests/rules requests/deciding/alone requests/notifying requests/notifying/undone requests/watching requests/forms teams/language teams/cards/parts teams/cards/request teams/cards/answers teams/bot teams/actions teams/forms teams/outside',
  ),
  room(
    'src/teams/compose',
    'The message extension: what the compose box searches for and asks.',
    'shared requests/record requests/messages teams/language teams/cards/parts teams/cards/answers teams/bot teams/actions teams/outside teams/routes',
  ),
  room(
    'src/teams/delivery',
    'Sending and updating messages in Teams.',
    'shared requests/record requests/ports requests/messages requests/rules requests/deciding/alone requests/notifying/undone teams/language teams/cards/parts teams/cards/request teams/cards/answers teams/bot teams/forms',
  ),
  room(
    'src/teams',
    'The application: which activity goes to which route.',
    'shared requests/ports teams/bot teams/actions teams/routes teams/compose teams/delivery',
  ),
  room('src/sandbox/company', 'The pretend company: people, devices, groups, tenant.', 'shared changes'),
  room('src/sandbox/wire', "What the sandbox's surfaces share: refusals, OData, loopback alone.", 'shared'),
  room('src/sandbox/oauth', "Entra's token service, as apps see it.", 'sandbox/company sandbox/wire'),
  room(
    'src/sandbox/audit-log',
    "Microsoft's unified audit log of the tenant, and the Management Activity API that serves it.",
    'sandbox/company sandbox/wire sandbox/oauth',
  ),
  room('src/sandbox/defender', "The Defender portal's own API.", 'shared changes sandbox/company sandbox/audit-log'),
  room(
    'src/sandbox/mde',
    'The public Defender API.',
    'shared sandbox/company sandbox/wire sandbox/oauth sandbox/defender',
  ),
  room(
    'src/sandbox/graph',
    'Microsoft Graph.',
    'shared sandbox/company sandbox/wire sandbox/oauth sandbox/audit-log sandbox/defender sandbox/mde',
  ),
  room(
    'src/sandbox/controls',
    "The sandbox's own controls, for its page and for tests.",
    'shared changes changes/device-group/model sandbox/company sandbox/wire sandbox/audit-log sandbox/defender sandbox/mde',
  ),
  room('src/sandbox/faults', 'Faults to order: what a surface answers wrongly.', 'sandbox/company'),
  room('src/sandbox/page', 'The chat page, as files.', ''),
  room(
    'src/sandbox/chat/state',
    'What is said in the pretend Teams, and the link to the bot.',
    'sandbox/company sandbox/wire',
  ),
  room(
    'src/sandbox/keep',
    'What of the pretend company is kept from one start to the next, and its file.',
    'shared sandbox/company sandbox/audit-log sandbox/defender sandbox/mde sandbox/chat/state',
  ),
  room('src/sandbox/connector', "The Bot Connector's API.", 'shared sandbox/company sandbox/wire sandbox/chat/state'),
  room(
    'src/sandbox/chat',
    "The chat page's API: reading, writing and acting as a person.",
    'sandbox/company sandbox/wire sandbox/faults sandbox/page sandbox/chat/state sandbox/connector',
  ),
  room(
    'src/sandbox',
    'The whole pretend company behind one address.',
    'shared sandbox/company sandbox/wire sandbox/oauth sandbox/audit-log sandbox/defender sandbox/mde sandbox/graph sandbox/controls sandbox/faults sandbox/chat/state sandbox/keep sandbox/chat',
  ),
  room(
    'src/service/config',
    'Settings: read, checked, explained.',
    'shared changes/supported requests/record store/record store/databases directory defender/registry',
  ),
  room(
    'src/service',
    'The one composition of all rooms, and what starts a process.',
    'shared changes/supported changes/registry requests/ports requests/knowing requests/watching requests/recording jobs store/record store store/databases directory defender/public-api defender defender/portal defender/supported defender/registry teams/cards/request teams/bot teams sandbox/oauth sandbox/controls sandbox/keep sandbox service/config',
  ),
  room(
    'src/cli',
    "The operator's commands: doctor, audit, app package.",
    'shared changes changes/supported changes/device-group/words changes/registry requests/record requests/ports requests/rules requests/watching store/record store/bodies store/databases store store/audit directory defender defender/public-api defender/supported defender/registry service/config service',
  ),
  room('src', 'Where a process starts.', 'shared service'),
  ...CORNERS,
];
