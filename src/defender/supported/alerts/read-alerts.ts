import { z } from 'zod';
import type { AlertRecord } from '../../../changes/tenant-snapshot.ts';
import type { Service } from '../../public-api/answer-fault.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';

export const ALERT_PERMISSION = 'Alert.ReadWrite.All';

const ALERTS: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: ALERT_PERMISSION };

/** How many ids one filter names, so that its address stays short. */
const AT_ONCE = 20;

const alert = z.object({
  id: z.string(),
  title: z.string().nullish(),
  severity: z.string().nullish(),
  computerDnsName: z.string().nullish(),
  status: z.string(),
  classification: z.string().nullish(),
  determination: z.string().nullish(),
  comments: z.array(z.object({ comment: z.string().nullish() })).nullish(),
});

const page = z.object({ value: z.array(alert) });

/** An alert, and the comments that it has. */
export interface WireAlert extends AlertRecord {
  readonly comments: readonly string[];
}

/** Reads the alerts with these ids, those that Defender lists. */
export async function readAlerts(call: BearerCall, ids: readonly string[]): Promise<readonly WireAlert[]> {
  const found: WireAlert[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const filter = ids
      .slice(from, from + AT_ONCE)
      .map((id) => `id eq '${id}'`)
      .join(' or ');
    const { body, none } = await call(`/api/alerts?$filter=${encodeURIComponent(filter)}`);
    if (none) continue;
    found.push(...inKnownForm(ALERTS, page.safeParse(body)).value.map(alertOf));
  }
  return found;
}

function alertOf({ title, severity, computerDnsName, comments, ...one }: z.infer<typeof alert>): WireAlert {
  return {
    id: one.id,
    title: title || 'Alert',
    severity: severity ?? null,
    device: computerDnsName ?? null,
    status: one.status,
    classification: said(one.classification),
    determination: said(one.determination),
    comments: (comments ?? []).flatMap(({ comment }) => comment ?? []),
  };
}

/** `Unknown` stands for what nobody said, in some answers. */
function said(value: string | null | undefined): string | null {
  return value === undefined || value === null || value === '' || value === 'Unknown' ? null : value;
}
