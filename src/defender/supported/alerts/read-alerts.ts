import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { comparedDetermination } from '../../../changes/supported/alerts/alert-values.ts';
import type { AlertRecord } from '../../../changes/tenant-snapshot.ts';
import type { Service } from '../../public-api/answer-fault.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';

export const ALERT_PERMISSION = 'Alert.ReadWrite.All';

const ALERTS: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: ALERT_PERMISSION };

/** How many ids one filter names, so that its address stays short. */
const AT_ONCE = 20;

const text = z.string().nullish().catch(null);

/** What is needed of an alert: which it is, and what a request sets of it. One that tells these oddly is not known. */
const alert = z.object({
  id: z.string(),
  status: z.string().min(1),
  classification: z.string().nullish(),
  determination: z.string().nullish(),
  title: text,
  severity: text,
  computerDnsName: text,
  comments: z.array(z.unknown()).nullish().catch(null),
});

const comment = z.object({ comment: z.string() });

const known = z.object({ id: z.string() });

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.unknown().optional() });

/** An alert, and the comments that it has. */
interface WireAlert extends AlertRecord {
  readonly comments: readonly string[];
}

export interface AlertList {
  /** By their ids in lower case. */
  readonly found: ReadonlyMap<string, WireAlert>;
  /** The ids, in lower case, of those that are listed in a form that Airlock does not know, or in two ways. */
  readonly odd: ReadonlySet<string>;
  /** Whether the answers lead on, or hold what tells no id: an alert that is not in them may be listed. */
  readonly isShort: boolean;
}

/**
 * Reads the alerts with these ids, those that Defender lists. Ids are asked for as they are typed, and in lower case,
 * as Defender writes them.
 * @throws AirlockError the tenant's errors
 */
export async function readAlerts(call: BearerCall, ids: readonly string[]): Promise<AlertList> {
  const found = new Map<string, WireAlert>();
  const odd = new Set<string>();
  let isShort = false;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const asked = ids.slice(from, from + AT_ONCE).flatMap((id) => [id, id.toLowerCase()]);
    const filter = [...new Set(asked)].map((id) => `id eq '${id}'`).join(' or ');
    const { body, none } = await call(`/api/alerts?$filter=${encodeURIComponent(filter)}`);
    if (none) throw none;
    const { value, '@odata.nextLink': link } = inKnownForm(ALERTS, page.safeParse(body));
    isShort ||= typeof link === 'string';
    for (const row of value) {
      const [parsed, id] = [alert.safeParse(row).data, known.safeParse(row).data?.id.toLowerCase()];
      const other = id === undefined ? undefined : found.get(id);
      if (id === undefined) isShort = true;
      else if (!parsed || (other && !isDeepStrictEqual(other, alertOf(parsed)))) odd.add(id);
      else found.set(id, alertOf(parsed));
    }
  }
  for (const id of odd) found.delete(id);
  return { found, odd, isShort };
}

/** Whether an alert may be listed though it was not read. */
export function isUnsure({ found, odd, isShort }: AlertList, id: string): boolean {
  const key = id.toLowerCase();
  return !found.has(key) && (isShort || odd.has(key));
}

function alertOf({ title, severity, computerDnsName, comments, ...one }: z.infer<typeof alert>): WireAlert {
  return {
    id: one.id,
    title: title || 'Alert',
    severity: severity ?? null,
    device: computerDnsName ?? null,
    status: one.status,
    classification: said(one.classification),
    determination: determinationIn(one.determination),
    comments: (comments ?? []).flatMap((each) => comment.safeParse(each).data?.comment ?? []),
  };
}

function determinationIn(value: string | null | undefined): string | null {
  const found = said(value);
  return found === null ? null : comparedDetermination(found);
}

/** `Unknown` stands for what nobody said, in some answers. */
function said(value: string | null | undefined): string | null {
  return value === undefined || value === null || value === '' || value === 'Unknown' ? null : value;
}
