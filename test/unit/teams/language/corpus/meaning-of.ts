import type { Command } from '../../../../../src/teams/language/command.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { sayPast } from '../../../../../src/teams/language/past/past-filter.ts';
import { sayDeviceAct } from '../../../../../src/teams/language/supported/parse-device-act.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

const FEATURES = { 'automated-investigation': 'air', 'auto-resolve-alerts': 'resolve' } as const;

/**
 * What a command means, in one line: `on air`, `create HR laptops; level=full; tag equals HR`, `edit Lab; level=none`,
 * `rename A => B`, `rank A => before B`, `delete A`, `state air`, `group A`, `device A`, `show 12`, `last air`,
 * `pending`, `nothing`. `choose` lists what is offered where several things were asked for at once.
 */
export function meaningOf(command: Command): string {
  const meanings: { readonly [K in Command['kind']]?: (command: Of<K>) => string } = MEANINGS;
  const meaning = meanings[command.kind] as ((command: Command) => string) | undefined;
  return meaning ? meaning(command) : 'nothing';
}

const MEANINGS: { readonly [K in Command['kind']]?: (command: Of<K>) => string } = {
  change: ({ change }) =>
    change.kind === 'advanced-feature'
      ? `${change.to} ${FEATURES[change.feature]}`
      : (sayDeviceAct(change) ?? 'another change'),
  input: ({ input }) => inputMeaning(input),
  form: ({ opens }) => formMeaning(opens),
  revert: ({ number }) => `revert ${number}`,
  'revert-last': () => 'revert last',
  'revert-outside': ({ change }) => `revert change ${change}`,
  adopt: ({ change }) => `adopt ${change}`,
  outside: () => 'outside',
  sight: () => 'seen',
  'approval-channel': ({ to }) => `channel ${to}`,
  status: () => 'status',
  home: () => 'home',
  mute: ({ to }) => `mute ${to}`,
  digest: ({ every }) => `digest ${every ?? 'here'}`,
  'cancel-scan': ({ number }) => `cancel-scan ${number}`,
  several: ({ wishes }) => `several ${wishes.length}`,
  help: () => 'help',
  requests: ({ open }) => (open ? 'pending' : 'history'),
  history: ({ filter, page }) => sayPast(filter, page),
  show: ({ number }) => `show ${number}`,
  devices: ({ number }) => `devices ${number}`,
  approvers: ({ number }) => (number === null ? 'approvers' : `approvers ${number}`),
  'last-change': ({ feature }) => (feature === null ? 'last' : `last ${FEATURES[feature]}`),
  ask: ({ about }) => {
    if ('feature' in about) return `state ${FEATURES[about.feature]}`;
    if ('device' in about) return `device ${about.device}`;
    if ('waiting' in about) return `waiting ${about.waiting}`;
    if ('alerts' in about) return `alerts ${about.on ?? 'all'}`;
    if ('tags' in about) return `tags ${about.tags}`;
    if ('tagged' in about) return `tagged ${about.tagged}`;
    if ('acts' in about) return `acts ${about.on ?? 'all'}`;
    if ('standing' in about) return `${about.standing} ${about.on ?? 'which'}`;
    if ('indicator' in about) return `indicator ${about.indicator}`;
    if ('ending' in about) return `ending ${about.ending}`;
    if ('digest' in about) return `digest ${about.digest}`;
    if ('whatIf' in about) return `preview ${meaningOf(parseCommand(about.whatIf)).replace(/^edit /u, '')}`;
    return 'verdict' in about ? `${about.verdict} ${about.of}` : `group ${about.group ?? 'ungrouped'}`;
  },
  this: ({ want }) => (want === 'look' || want === 'decide' ? 'card' : `this ${want}`),
  approve: ({ number }) => `approve ${number}`,
  reject: ({ number }) => `reject ${number}`,
  withdraw: ({ number }) => `withdraw ${number}`,
  'take-back': ({ number }) => `take-back ${number}`,
  attest: ({ number }) => `applied ${number}`,
  offer: ({ why, commands }) => (why === 'several' ? `choose ${commands.map(short).sort().join(', ')}` : 'nothing'),
};

function short(command: string): string {
  return command
    .replace('enable ', 'on ')
    .replace('disable ', 'off ')
    .replace('automated investigation', 'air')
    .replace('automatically resolve alerts', 'resolve');
}

type Input = Of<'input'>['input'];

function inputMeaning(input: Input): string {
  const name = 'group' in input && 'name' in input.group ? input.group.name : '';
  switch (input.kind) {
    case 'device-group.create':
      return joined(`create ${input.fields.name}`, fieldsMeaning(input.fields), placeMeaning(input.place));
    case 'device-group.update':
      if (input.fields.name !== undefined) return `rename ${name} => ${input.fields.name}`;
      return joined(`edit ${name}`, fieldsMeaning(input.fields));
    case 'device-group.delete':
      return `delete ${name}`;
    case 'device-group.rank':
      return `rank ${name} => ${placeMeaning(input.place).replace('place=', '')}`;
    case 'ungrouped-devices':
      return `ungrouped ${fieldsMeaning(input.fields)}`.trim();
  }
}

function formMeaning(opens: Of<'form'>['opens']): string {
  if (opens.kind === 'ungrouped-devices') return 'ungrouped';
  // What is filled in there is tested beside: test/unit/teams/language/filled-in.test.ts.
  if (opens.kind === 'device-group.update') return `edit ${opens.name}`;
  const { fields = {} } = opens;
  return joined(`create ${fields.name ?? ''}`.trim(), fieldsMeaning(fields), placeMeaning(opens.place));
}

function fieldsMeaning({ level, conditions = [], description = '', access = [] }: Partial<Fields>): string {
  const rows = conditions.map(({ property, operator, value }) =>
    property === 'os' ? `os=${value}` : `${property} ${operator} ${value}`,
  );
  return joined(
    level ? `level=${level}` : '',
    ...rows,
    description === '' ? '' : `description=${description}`,
    access.length === 0 ? '' : `access=${access.join(',')}`,
  );
}

type Fields = Extract<Input, { kind: 'device-group.create' }>['fields'];

function placeMeaning(place: Extract<Input, { kind: 'device-group.rank' }>['place'] | undefined): string {
  if (place === undefined) return '';
  if (place.at === 'last') return 'place=last';
  if (place.at === 'rank') return `place=${place.rank}`;
  return `place=${place.at} ${'name' in place.group ? place.group.name : place.group.id}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
