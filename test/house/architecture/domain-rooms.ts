import { type Room, room } from './corners.ts';

/** The rooms that know no network: what can be changed, and the life of a request. */
export const DOMAIN_ROOMS: readonly Room[] = [
  room('src/shared', 'What every room may use and none owns: errors, time and ids, JSON, HTTP, settings tables.', ''),
  room(
    'src/changes',
    'What a change, a tenant and a device are, and what a kind of change must be able to do.',
    'shared',
  ),
  room(
    'src/changes/advanced-features',
    'The switches of Settings > Endpoints > Advanced features: one table, one kind of change.',
    'shared changes',
  ),
  room(
    'src/changes/own-settings',
    "Airlock's own setting that two people change: the approval channel.",
    'shared changes',
  ),
  room('src/changes/device-group/model', 'A device group, its rules and its changes, as values.', 'shared changes'),
  room(
    'src/changes/device-group/words',
    'How a device group and its fields are worded.',
    'shared changes changes/device-group/model',
  ),
  room(
    'src/changes/device-group/membership',
    'Which group takes which device, for a whole fleet at once.',
    'shared changes changes/device-group/model',
  ),
  room(
    'src/changes/device-group/moves',
    'Which devices would move, counted, and a fingerprint of them.',
    'shared changes changes/device-group/model changes/device-group/membership',
  ),
  room(
    'src/changes/device-group/preview',
    'What a change starts from and what it would do, as stored and shown.',
    'shared changes changes/device-group/model changes/device-group/words changes/device-group/membership changes/device-group/moves',
  ),
  room(
    'src/changes/device-group/risk',
    'What a change of groups puts at risk, each danger in a sentence.',
    'shared changes changes/device-group/model changes/device-group/words changes/device-group/preview',
  ),
  room(
    'src/changes/device-group/kinds',
    'The kinds of change of device groups, one file each.',
    'shared changes changes/device-group/model changes/device-group/words changes/device-group/preview changes/device-group/risk',
  ),
  room(
    'src/changes/device-group/input',
    'What somebody typed about a group: its shape, its faults, the change it becomes.',
    'shared changes changes/device-group/model changes/device-group/words changes/device-group/kinds',
  ),
  room(
    'src/changes/supported',
    "The kinds of change that Microsoft's supported APIs write, whatever the connector is.",
    'shared changes changes/device-group/membership changes/device-group/model changes/device-group/moves changes/device-group/preview changes/device-group/words',
  ),
  room(
    'src/changes/several',
    'Several changes in one request: what each part starts from, and what they do together.',
    'shared changes changes/advanced-features changes/supported changes/device-group/model changes/device-group/moves changes/device-group/preview changes/device-group/kinds changes/device-group/words',
  ),
  room(
    'src/changes/registry',
    'Every kind of change, by its name.',
    'shared changes changes/advanced-features changes/own-settings changes/several changes/supported changes/device-group/model changes/device-group/kinds',
  ),
  room(
    'src/requests/record',
    'A request, a form, the digest and the edges of their lives, as values.',
    'shared changes changes/supported changes/device-group/input changes/registry',
  ),
  room(
    'src/requests/ports',
    'What the use cases need from outside, as interfaces.',
    'shared changes changes/supported changes/registry requests/record',
  ),
  room(
    'src/requests/messages',
    'What Airlock says: the catalogue of states, answers, notices.',
    'shared changes changes/supported changes/registry requests/record requests/ports',
  ),
  room(
    'src/requests/knowing/owed',
    'What is owed for emergencies, as the record tells it, and what two people say of one that nobody can tell.',
    'shared changes changes/own-settings changes/registry requests/record requests/ports requests/messages',
  ),
  room(
    'src/requests/knowing',
    'What Airlock remembers of the tenant, and a tenant that says it.',
    'shared changes changes/device-group/model changes/supported changes/registry changes/several requests/record requests/ports requests/messages',
  ),
  room(
    'src/requests/rules',
    'What every use case must keep: who may, what is one step, what is open, what has expired.',
    'shared changes changes/supported changes/several changes/device-group/input changes/registry requests/record requests/ports requests/messages requests/knowing requests/knowing/owed',
  ),
  room(
    'src/requests/deciding/alone',
    'What goes ahead on one person’s word: whether it may, and what is owed for it.',
    'shared changes/registry changes/supported requests/record requests/ports requests/messages requests/knowing/owed requests/rules',
  ),
  room(
    'src/requests/drafting/before',
    'What is looked at before a draft: why there is none, the channel, what was ordered on the same devices.',
    'shared changes changes/device-group/words changes/registry changes/supported requests/record requests/ports requests/messages requests/knowing/owed requests/rules',
  ),
  room(
    'src/requests/drafting',
    'Use cases that make, change and drop a draft.',
    'shared changes changes/supported changes/device-group/kinds changes/device-group/model changes/device-group/words changes/device-group/input changes/registry changes/several requests/record requests/ports requests/messages requests/knowing requests/rules requests/deciding/alone requests/drafting/before',
  ),
  room(
    'src/requests/notifying/telling',
    'Who can decide, how they are called, and what happens where Teams does not take it.',
    'shared requests/record requests/ports requests/messages requests/rules',
  ),
  room(
    'src/requests/notifying/undone',
    'What a request undid of an earlier one: noted with that one, and what was owed for it settled.',
    'shared changes/registry changes/supported requests/record requests/ports requests/messages requests/knowing/owed requests/rules requests/drafting requests/deciding/alone',
  ),
  room(
    'src/requests/notifying',
    'Use cases that tell people: announce, remind, status, devices.',
    'shared changes changes/device-group/model changes/device-group/words changes/registry requests/record requests/ports requests/messages requests/knowing requests/knowing/owed requests/rules requests/notifying/telling requests/notifying/undone',
  ),
  room(
    'src/requests/asking',
    'Use cases that answer a question: of a switch, a group, a device, who can approve, what was changed last.',
    'shared changes changes/supported changes/device-group/input changes/device-group/membership changes/device-group/model changes/device-group/moves changes/device-group/preview changes/device-group/words changes/registry requests/record requests/ports requests/messages requests/knowing requests/rules requests/drafting requests/notifying',
  ),
  room(
    'src/requests/deciding',
    'Use cases of the two doors: submit, approve, take back, reject, withdraw.',
    'shared changes/registry requests/record requests/ports requests/messages requests/drafting requests/knowing/owed requests/rules requests/deciding/alone changes/supported',
  ),
  room(
    'src/requests/applying',
    'Use cases after the approval: apply, attest, verify, reconcile.',
    'shared changes changes/supported changes/registry changes/several requests/record requests/ports requests/messages requests/knowing requests/rules requests/deciding/alone requests/notifying/telling',
  ),
  room(
    'src/requests/attesting',
    "Use cases of people's word for what they see in the portal.",
    'shared changes changes/device-group/model changes/device-group/words changes/device-group/input requests/record requests/ports requests/messages requests/knowing requests/rules',
  ),
  room(
    'src/requests/recording',
    'Use cases of the record itself: start and stop of the service, checkpoints.',
    'shared requests/record requests/ports requests/messages requests/rules',
  ),
  room(
    'src/requests/forms',
    'Use cases of a form: open, fill in, check.',
    'shared changes changes/device-group/model changes/device-group/input requests/record requests/ports requests/messages requests/knowing requests/rules requests/drafting/before requests/drafting',
  ),
  room(
    'src/requests/watching/explained',
    "Which request of Airlock's own explains what a record or a reading tells.",
    'shared changes/registry changes/several requests/record requests/ports requests/messages requests/rules requests/knowing requests/notifying/telling',
  ),
  room(
    'src/requests/watching',
    "Use cases of the watch: what Microsoft's audit log and the tenant say, beside Airlock's own requests.",
    'shared changes changes/device-group/kinds changes/device-group/model changes/device-group/words changes/registry requests/record requests/ports requests/messages requests/rules requests/knowing requests/drafting/before requests/drafting requests/notifying/telling requests/notifying requests/applying requests/watching/explained',
  ),
  room(
    'src/jobs',
    'Loops that take due work and call one use case each.',
    'shared requests/record requests/ports requests/messages requests/rules requests/drafting/before requests/drafting requests/notifying/telling requests/notifying requests/asking requests/attesting requests/applying requests/recording requests/watching requests/forms',
  ),
];
