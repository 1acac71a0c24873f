import { z } from 'zod';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';
import { MACHINES } from '../../public-api/machine-pages.ts';
import { readPages } from '../list-pages.ts';

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
  cancellationComment: text,
});

/** An action as Defender lists it. */
export interface ListedAction extends ActionRecord {
  /** What whoever cancelled it wrote there; null where nobody did, or it is not told. */
  readonly cancelComment: string | null;
}

/** The largest page of the API (learn: get-machineactions-collection). */
const PAGE = 10_000;

/** @throws AirlockError tenant-schema */
export function actionIn(body: unknown): ListedAction {
  return recordOf(inKnownForm(MACHINES, record.safeParse(body)));
}

function recordOf(action: z.infer<typeof record>): ListedAction {
  return {
    id: action.id,
    type: action.type,
    deviceId: action.machineId,
    status: action.status,
    comment: action.requestorComment ?? '',
    createdAt: Date.parse(action.creationDateTimeUtc),
    requestor: action.requestor ?? null,
    scope: action.scope ?? null,
    cancelComment: action.cancellationComment ?? null,
  };
}

/** The actions that a list holds; `isWhole` is false where there are more, or some cannot be used. */
export interface ActionList {
  readonly found: readonly ListedAction[];
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
  const pathOf = (top: number, skip: number) => `/api/machineactions?$filter=${filter}&$top=${top}&$skip=${skip}`;
  const { rows, isWhole } = await readPages(call, { service: MACHINES, largest: PAGE, pathOf });
  const found = rows.flatMap((row) => record.safeParse(row).data ?? []).map(recordOf);
  return { found, isWhole: isWhole && found.length === rows.length };
}
