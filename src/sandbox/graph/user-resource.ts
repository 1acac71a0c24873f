import type { Person } from '../company/person.ts';
import type { FilterFields } from '../wire/odata-filter.ts';
import type { SearchFields } from './graph-search.ts';
import type { Properties } from './graph-select.ts';

/** Graph's `user` for a person. Without `$select`, Graph returns only the short set (learn: user resource). */
export const USER_PROPERTIES: Properties<Person> = {
  type: 'microsoft.graph.user',
  usual: [
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
  ],
  read: {
    id: (person) => person.id,
    displayName: (person) => person.name,
    givenName: (person) => person.name.split(' ')[0] ?? null,
    surname: (person) => person.name.split(' ')[1] ?? null,
    userPrincipalName: (person) => person.userPrincipalName,
    mail: (person) => person.mail,
    otherMails: (person) => person.otherMails,
    proxyAddresses: (person) => person.proxyAddresses,
    employeeId: (person) => person.employeeId,
    onPremisesImmutableId: (person) => person.onPremisesImmutableId,
    onPremisesSyncEnabled: (person) => (person.onPremisesImmutableId === null ? null : true),
    userType: (person) => person.userType,
    externalUserState: (person) => person.externalUserState,
    createdDateTime: (person) => person.createdDateTime,
    accountEnabled: (person) => person.accountEnabled,
    jobTitle: (person) => person.jobTitle,
    businessPhones: () => [],
    mobilePhone: () => null,
    officeLocation: () => null,
    preferredLanguage: () => null,
  },
};

const byText = ['eq', 'ne', 'in', 'startswith'] as const;
const byAddress = [...byText, 'endswith'] as const;

/** What each property can be filtered by (learn: user resource). */
export const USER_FILTER: FilterFields<Person> = {
  id: { kind: 'text', takes: ['eq', 'in'], read: (person) => person.id },
  displayName: { kind: 'text', takes: byText, read: (person) => person.name },
  userPrincipalName: { kind: 'text', takes: byAddress, read: (person) => person.userPrincipalName },
  mail: { kind: 'text', takes: byAddress, read: (person) => person.mail },
  otherMails: { kind: 'texts', takes: ['eq', 'startswith', 'endswith'], read: (person) => person.otherMails ?? [] },
  proxyAddresses: {
    kind: 'texts',
    takes: ['eq', 'startswith', 'endswith'],
    read: (person) => person.proxyAddresses ?? [],
  },
  employeeId: { kind: 'text', takes: byText, read: (person) => person.employeeId },
  onPremisesImmutableId: {
    kind: 'text',
    takes: ['eq', 'ne', 'in'],
    read: (person) => person.onPremisesImmutableId,
  },
  createdDateTime: { kind: 'date', takes: ['eq', 'ne', 'ge', 'le', 'in'], read: (person) => person.createdDateTime },
  externalUserState: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (person) => person.externalUserState },
  userType: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (person) => person.userType },
  accountEnabled: { kind: 'boolean', takes: ['eq', 'ne'], read: (person) => person.accountEnabled },
};

export const USER_SEARCH: SearchFields<Person> = {
  displayName: (person) => person.name,
  userPrincipalName: (person) => person.userPrincipalName,
  mail: (person) => person.mail,
};
