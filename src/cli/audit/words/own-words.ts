import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { MARK_WORDS } from '../../../requests/rules/people/marks.ts';
import { clockWords } from '../../../store/audit/checks/check-times.ts';
import { counted } from '../../../store/audit/conclusions.ts';
import { restoringWords } from '../../../store/audit/told/restorings.ts';

const factsSchema = z.looseObject({
  keyId: z.string().nullish().catch(null),
  before: z.string().nullish().catch(null),
  label: z.string().nullish().catch(null),
  conversation: z.string().nullish().catch(null),
  why: z.string().nullish().catch(null),
  kind: z.string().nullish().catch(null),
  moved: z.int().nullish().catch(null),
  of: z.int().nullish().catch(null),
  accounts: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .catch(null),
  looked: z.int().nullish().catch(null),
  marks: z
    .array(
      z.object({ kind: z.enum(['employee-id', 'on-premises-id', 'address']), value: z.string(), carriers: z.int() }),
    )
    .nullish()
    .catch(null),
});

type Facts = z.infer<typeof factsSchema>;

/** What an entry says that is of one kind alone, by its event. */
const WORDS: Readonly<Record<string, (facts: Facts, entry: AuditEntry) => string | null>> = {
  'record.restored': (_facts, entry) => restoringWords(entry),
  'record.clock': (_facts, entry) => clockWords(entry),
  'record.key': ({ keyId, before }) =>
    keyId ? `Signed with key ${keyId} from here on${before ? `, before with key ${before}` : ''}.` : null,
  'accounts.seen': accountWords,
  'channel.left': ({ label, conversation, why }) => `${label || conversation || 'The channel'}: ${why || 'left'}.`,
  'service.stop': () => 'An instance of Airlock ended as it was asked to.',
  'ask.answered': ({ kind }) => (kind ? `Asked for: ${kind}.` : null),
  'items.moved': ({ moved, of }) =>
    typeof moved === 'number' && typeof of === 'number' ? `${counted(moved, 'item', 'items')} of ${of} went on.` : null,
};

/** Null where the entry is of another kind, or says nothing that can be read. */
export function kindWords(entry: AuditEntry): string | null {
  const facts: Facts = factsSchema.safeParse(entry.data).data ?? {};
  return Object.hasOwn(WORDS, entry.event) ? (WORDS[entry.event]?.(facts, entry) ?? null) : null;
}

/** Whose accounts were first seen or had changed, how many were looked at, and which marks many or few carry now. */
function accountWords({ accounts, looked, marks }: Facts): string | null {
  if (!accounts) return null;
  const parts = [
    typeof looked === 'number' ? `${counted(looked, 'account was', 'accounts were')} looked at.` : null,
    ...(marks ?? []).map(
      ({ kind, value, carriers }) =>
        `${counted(carriers, 'account carries', 'accounts carry')} the ${MARK_WORDS[kind]} ${value}.`,
    ),
    accounts.length === 0 && !marks?.length ? 'Nothing had changed.' : null,
    accounts.length === 0 ? null : `New or changed: ${accounts.map(({ name }) => name).join(', ')}.`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
