import type { Store } from '../../../requests/ports/store.ts';
import type { Fact } from '../../../requests/record/fact.ts';
import { utc } from '../../../requests/rules/people/told-apart.ts';
import { lastLook, type WatchedAudit } from '../../../requests/watching/watched.ts';
import { type Finding, ok, warning } from '../../../shared/finding.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { knownWords } from '../../audit/words/fact-words.ts';
import type { Check, ServiceContext } from '../context.ts';

/** Milliseconds after which a look is missed: several are due by then. */
const OVERDUE = 60 * 60_000;

/** When Microsoft's audit log and the tenant were last looked at, and why not. */
export const watch: Check<ServiceContext> = {
  id: 'watch',
  title: 'Watch',
  async run({ clock, config: { tenantId }, store }) {
    const state = await store.schema();
    if (state.kind === 'absent' || state.missing.length > 0 || state.newer.length > 0) return [NEVER];
    const opened = await store.open();
    try {
      const unreadable: Finding[] = [];
      const facts = await factsOf(opened, tenantId, (key) => unreadable.push(notAsTold(key)));
      const { audit, tenant } = await lastLook({ store: opened, tenantId });
      if (!audit) return [NEVER, ...unreadable];
      return [
        auditFinding(audit, clock.now()),
        ...(tenant ? [ok(`the tenant was last read ${utc(tenant.readAt)}`)] : []),
        ...remembered(facts),
        ...unreadable,
      ];
    } finally {
      await opened.close();
    }
  },
};

/** What is remembered of switches; what is remembered of groups is only tried. */
async function factsOf(store: Pick<Store, 'facts'>, tenantId: TenantId, onStrange: (key: string) => void) {
  const facts = await store.facts(tenantId, 'feature:', onStrange);
  await store.facts(tenantId, 'group:', onStrange);
  return facts;
}

function notAsTold(key: string): Finding {
  const what = `what is stored of ${key} is not what the record tells, or cannot be read: it decides nothing`;
  return warning(what, 'Somebody wrote to the database.', 'Run audit verify, and find out who could write to it.');
}

/** What is known of switches otherwise than by reading, and how. */
function remembered(facts: readonly Fact[]): readonly Finding[] {
  const told = facts.filter(({ source: { kind } }) => kind === 'attested' || kind === 'corroborated');
  return told.map((fact) => ok(`remembered: ${knownWords(fact)}`));
}

const NEVER = ok("Microsoft's audit log was never looked at yet: the service does so when it starts");

const LOGS: Readonly<Record<NonNullable<WatchedAudit['source']>, string>> = {
  hunting: 'advanced hunting',
  'activity-feed': 'the Management Activity API',
};

function auditFinding({ until, source, why, lookedAt }: WatchedAudit, now: number): Finding {
  const read = until === null ? 'was never read' : `was last read ${utc(until)} by ${LOGS[source ?? 'hunting']}`;
  if (why !== null) {
    const told = `Microsoft's audit log ${read}; at ${utc(lookedAt)} it could not be read: ${why}`;
    return until === null ? ok(told) : warning(told, WITHOUT, 'Mend what the sentence names; no restart is needed.');
  }
  if (now - lookedAt <= OVERDUE) return ok(`Microsoft's audit log ${read}`);
  return warning(`Microsoft's audit log ${read}, and nobody looked since`, WITHOUT, 'See whether the service runs.');
}

const WITHOUT = 'What is changed outside Airlock is not told, and what people attest is not corroborated.';
