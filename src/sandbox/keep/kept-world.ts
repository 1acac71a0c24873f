import { z } from 'zod';
import { HABIT_NAMES, TENANT_KINDS } from '../../shared/played-tenants.ts';
import { auditLogOf } from '../audit-log/audit-log.ts';
import type { ChatState } from '../chat/state/chat-state.ts';
import { changeHabit } from '../company/create-world.ts';
import type { World } from '../company/world.ts';
import { SentGroup } from '../defender/wire-group.ts';
import { machineActionsOf, ORDERED_TYPES } from '../mde/actions/machine-actions.ts';
import { alertStates, KeptAlert, setAlertStates } from '../mde/alerts/alert-states.ts';
import { activeIndicators, IndicatorEntity, setIndicators } from '../mde/indicators/indicator-list.ts';

const texts = z.array(z.string());

const KeptPerson = z.strictObject({
  id: z.guid(),
  mri: z.string().startsWith('29:'),
  name: z.string(),
  userPrincipalName: z.string(),
  mail: z.string().nullable(),
  otherMails: texts.nullable(),
  proxyAddresses: texts.nullable(),
  employeeId: z.string().nullable(),
  onPremisesImmutableId: z.string().nullable(),
  userType: z.enum(['Member', 'Guest']).nullable(),
  externalUserState: z.enum(['PendingAcceptance', 'Accepted']).nullable(),
  accountEnabled: z.boolean(),
  createdDateTime: z.string().nullable(),
  jobTitle: z.string().nullable(),
  /** Versions before this had none. */
  locale: z.string().exactOptional(),
  note: z.string(),
  roles: texts,
  groupRoles: texts,
  eligible: texts,
  groups: texts,
  assignedAt: z.array(z.tuple([z.string(), z.string()])),
  gone: z.boolean(),
});

const KeptTenant = z.strictObject({
  kind: z.enum(TENANT_KINDS),
  /** Versions before this had none. */
  habit: z.enum(HABIT_NAMES).default('as-assumed'),
  advancedFeatures: z.record(z.string(), z.unknown()),
  deviceGroups: z.array(
    SentGroup.extend({
      Description: z.string(),
      LastUpdated: z.string(),
      MachineCount: z.int(),
      GroupRules: SentGroup.shape.GroupRules.unwrap().unwrap().exactOptional(),
      MachineGroupAssignments: SentGroup.shape.MachineGroupAssignments.unwrap().unwrap(),
      OldMachineGroupId: z.int().nullable(),
    }),
  ),
  nextGroupId: z.int(),
  writes: z.array(z.strictObject({ at: z.string(), what: z.string(), by: z.string() })),
});

const KeptRecord = z.strictObject({
  id: z.guid(),
  at: z.number(),
  visibleAt: z.number(),
  by: z.string(),
  account: z.string().exactOptional(),
  setting: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

const KeptAction = z.strictObject({
  id: z.string(),
  type: z.enum([...ORDERED_TYPES, 'CollectInvestigationPackage']),
  scope: z.string().nullable(),
  requestor: z.string(),
  comment: z.string(),
  source: z.enum(['Portal', 'PublicApi']),
  machineId: z.string(),
  computerDnsName: z.string(),
  createdAt: z.number(),
  listedAt: z.number(),
  waits: z.number().nullable(),
  takes: z.number(),
  ends: z.enum(['Succeeded', 'Failed', 'TimeOut']),
  cancelled: z.strictObject({ by: z.string(), comment: z.string(), at: z.number() }).nullable(),
});

const KeptMessage = z.strictObject({
  id: z.string().regex(/^\d{1,16}$/),
  conversation: z.string(),
  threadId: z.string().nullable(),
  /** Object id; null for the bot. */
  author: z.string().nullable(),
  at: z.number(),
  editedAt: z.number().nullable(),
  deleted: z.boolean(),
  version: z.int(),
  undelivered: z.string().nullable(),
  /** Object id; versions before this had none. */
  onlyFor: z.string().nullable().default(null),
  text: z.string(),
  mentions: z.array(z.strictObject({ text: z.string(), name: z.string() })),
  attachments: z.array(z.strictObject({ contentType: z.string(), content: z.unknown().optional() })),
});

/** What is kept of a sandbox: people, tenant and conversations; neither faults nor sessions nor anybody's own cards. */
export const KeptWorld = z.strictObject({
  v: z.literal(1),
  people: z.array(KeptPerson).min(1),
  tenant: KeptTenant,
  messages: z.array(KeptMessage),
  /** Up to which message each person has read each conversation, under both ids. */
  readUpTo: z.array(z.tuple([z.string(), z.number()])),
  /** The conversations to which the bot has been added. */
  introduced: texts,
  /** Microsoft's audit log; versions before this had none. */
  auditLog: z.array(KeptRecord).default([]),
  /** Actions on devices, newest first; versions before this had none. */
  machineActions: z.array(KeptAction).default([]),
  /** Versions before this had neither of these. */
  indicators: z.array(IndicatorEntity).default([]),
  alerts: z.array(KeptAlert).default([]),
});

export type KeptWorld = z.infer<typeof KeptWorld>;

/** The most messages to keep, the newest. */
const MESSAGES = 1_000;

export function keptWorld(world: World, chat: ChatState): KeptWorld {
  const { people, tenant } = world;
  return {
    v: 1,
    people: people.map((person) => ({
      ...person,
      otherMails: person.otherMails === null ? null : [...person.otherMails],
      proxyAddresses: person.proxyAddresses === null ? null : [...person.proxyAddresses],
      roles: [...person.roles],
      groupRoles: [...person.groupRoles],
      eligible: [...person.eligible],
      groups: [...person.groups],
      assignedAt: [...person.assignedAt],
    })),
    tenant: tenant as KeptWorld['tenant'],
    messages: [...chat.messages].slice(-MESSAGES).map(({ conversation, author, onlyFor, ...message }) => ({
      ...message,
      conversation: conversation.id,
      author: author?.id ?? null,
      onlyFor: onlyFor?.id ?? null,
    })),
    readUpTo: [...chat.readMarks],
    introduced: [...chat.introduced],
    auditLog: [...auditLogOf(world).records],
    machineActions: [...machineActionsOf(world)],
    indicators: [...activeIndicators(world)],
    alerts: [...alertStates(world)],
  };
}

/** Puts the people and the tenant back into a fresh world. */
export function restoreWorld(world: World, kept: KeptWorld): void {
  const people = kept.people.map((person) => ({
    ...person,
    roles: new Set(person.roles),
    groupRoles: new Set(person.groupRoles),
    eligible: new Set(person.eligible),
    groups: new Set(person.groups),
    assignedAt: new Map(person.assignedAt),
  }));
  world.people.splice(0, world.people.length, ...people);
  changeHabit(world, kept.tenant.habit);
  Object.assign(world.tenant, kept.tenant);
  auditLogOf(world).records.push(...kept.auditLog);
  setIndicators(world, kept.indicators);
  setAlertStates(world, kept.alerts);
  const actions = machineActionsOf(world);
  if (kept.machineActions.length > 0) actions.splice(0, actions.length, ...kept.machineActions);
}

/** Puts the conversations back; a message whose author or conversation is unknown is left out. */
export function restoreChat(world: World, chat: ChatState, kept: KeptWorld): void {
  const messages = kept.messages.flatMap(({ attachments, ...message }) => {
    const conversation = chat.conversations.get(message.conversation);
    const author = world.people.find(({ id }) => id === message.author) ?? null;
    const onlyFor = world.people.find(({ id }) => id === message.onlyFor) ?? null;
    const isLost = (author === null && message.author !== null) || (onlyFor === null && message.onlyFor !== null);
    if (!conversation || isLost) return [];
    return [{ ...message, conversation, author, onlyFor, attachments: attachments.map((one) => ({ ...one })) }];
  });
  chat.restore(messages, kept.readUpTo);
  for (const id of kept.introduced) chat.introduced.add(id);
}
