import { z } from 'zod';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';
import { MACHINES } from '../../public-api/machine-pages.ts';

const text = z.string().nullish().catch(null);

/** What is needed of an action; a record without these cannot be used. */
const record = z.object({
  id: z.string().min(1),
  type: z.string(),
  machineId: z.string().min(1),
  status: z.string(),
  creationDateTimeUtc: z.string().refine((moment) => !Number.isNaN(Date.parse(moment))),
  requestorComment: text,
  requestor: text,
  scope: text,
});

const list = z.object({ value: z.array(z.unknown()) });

/** The largest page of the API (learn: get-machineactions-collection), and how many pages are read. */
const PAGE = 10_000;
const MOST_PAGES = 5;

/** @throws AirlockError tenant-schema */
export function actionIn(body: unknown): ActionRecord {
  return recordOf(inKnownForm(MACHINES, record.safeParse(body)));
}

function recordOf(action: z.infer<typeof record>): ActionRecord {
  return {
    id: action.id,
    type: action.type,
    deviceId: action.machineId,
    status: action.status,
    comment: action.requestorComment ?? '',
    createdAt: Date.parse(action.creationDateTimeUtc),
    requestor: action.requestor ?? null,
    scope: action.scope ?? null,
  };
}

/** The actions that a list holds; `isWhole` is false where there are more, or some cannot be used. */
export interface ActionList {
  readonly found: readonly ActionRecord[];
  readonly isWhole: boolean;
}

/**
 * Reads the actions of these types, those that began at `since` or later.
 * @param since ms since 1970; null for all
 * @throws AirlockError the tenant's errors
 */
export async function readActionList(
  call: BearerCall,
  types: readonly string[],
  since: number | null,
): Promise<ActionList> {
  const kinds = types.map((type) => `type eq '${type}'`).join(' or ');
  const begun = since === null ? [] : [`creationDateTimeUtc ge ${new Date(since).toISOString().slice(0, 19)}Z`];
  const filter = encodeURIComponent([`(${kinds})`, ...begun].join(' and '));
  const found = new Map<string, ActionRecord>();
  let leftOut = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { body, none } = await call(`/api/machineactions?$filter=${filter}&$top=${PAGE}&$skip=${page * PAGE}`);
    if (none) throw none;
    const { value } = inKnownForm(MACHINES, list.safeParse(body));
    const records = value.flatMap((one) => record.safeParse(one).data ?? []);
    leftOut += value.length - records.length;
    for (const one of records) found.set(one.id, recordOf(one));
    if (value.length < PAGE) return { found: [...found.values()], isWhole: leftOut === 0 };
  }
  return { found: [...found.values()], isWhole: false };
}
