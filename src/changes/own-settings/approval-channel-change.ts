import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { type Base, sameObjects } from '../base.ts';
import type { Assessment, ChangeKind } from '../change-kind.ts';
import type { ApprovalChannel, TenantSnapshot } from '../tenant-snapshot.ts';

const schema = z.strictObject({
  kind: z.literal('approval-channel'),
  conversation: z.string().min(1).max(1_024),
  label: z.string().max(128),
  to: z.enum(['on', 'off']),
  /** Present where Teams did not say whether people of another tenant are in it. */
  sharing: z.literal('unknown').exactOptional(),
});

/**
 * Whether requests are posted for approval in this channel. It is a setting of Airlock itself, and changing it needs an
 * approval too.
 */
export type ApprovalChannelChange = Readonly<z.infer<typeof schema>>;

const BASE = z.object({ channel: z.object({ conversation: z.string(), label: z.string() }).nullable() });

export const approvalChannelChange: ChangeKind<ApprovalChannelChange> = {
  owner: 'airlock',
  scopes: ['own'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change to the approval channel.');
    return parsed.data;
  },

  title({ to, label }) {
    const channel = label || t`a channel`;
    return to === 'on' ? t`Use ${channel} for approvals` : t`Stop using ${channel} for approvals`;
  },

  /** There is only one approval channel, whichever the change names. */
  objects: () => ['approval-channel'],

  assess(change, now): Assessment {
    if (isUsed(change, now) !== (change.to === 'on')) return { verdict: 'open' };
    const where = change.label || t`that channel`;
    return {
      verdict: 'already',
      why:
        change.to === 'on'
          ? t`Requests are already posted for approval in ${where}. There is nothing to approve.`
          : t`Requests are not posted for approval in ${where}. There is nothing to approve.`,
    };
  },

  base: (_change, now): Base => ({
    objects: { channel: asJson(channelIn(now)) },
    preview: null,
    shown: null,
  }),

  isAsKnown: sameObjects,

  reached: (change, now) => isUsed(change, now) === (change.to === 'on'),

  knownBy: () => [],

  diff: (change, base) => [
    {
      label: t`Requests are posted for approval in`,
      from: exactName(channelOf(base)),
      to: exactName(change.to === 'on' ? change : null),
    },
  ],

  risk: (change) => ({
    lowersProtection: false,
    dangers: [],
    asides: [],
    notes: [
      change.to === 'on'
        ? t`Everybody in it sees every request and its reason. Who may approve stays the same.`
        : t`Requests are then shown where they were asked and in the personal chats of approvers alone.`,
      ...(change.sharing === 'unknown'
        ? [t`Teams did not say whether people of another organisation are in it. Look at its members first.`]
        : []),
    ],
  }),

  effects: () => null,

  affected: () => [],

  inverse(change, base, now) {
    const stands = change.to === 'on' ? isUsed(change, now) : channelIn(now) === null;
    if (!stands) return { why: t`The approval channel was changed again after this request was applied.` };
    const was = channelOf(base);
    if (change.to === 'on' && !was) return { change: { ...change, to: 'off' } };
    return was ? { change: { kind: change.kind, ...was, to: 'on' } } : { why: t`No channel was used before.` };
  },
};

function channelIn(now: TenantSnapshot): ApprovalChannel | null {
  if (now.approvalChannel === undefined)
    throw new AirlockError('internal', 'The approval channel was not read, so nothing can be said about it.');
  return now.approvalChannel;
}

function isUsed(change: ApprovalChannelChange, now: TenantSnapshot): boolean {
  return channelIn(now)?.conversation === change.conversation;
}

function channelOf(base: Base): ApprovalChannel | null {
  const parsed = BASE.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return parsed.data.channel;
}

/** Shows the name with the id, since anybody may rename a channel. */
function exactName(channel: ApprovalChannel | null): string {
  if (!channel) return t`No channel`;
  return channel.label ? `${channel.label} (${channel.conversation})` : channel.conversation;
}
