import { isAirlockError } from '../../../shared/errors.ts';
import { toRequest } from '../../bodies/read-rows.ts';
import type { RecordSource, RequestRow } from '../record-source.ts';

/** What older entries leave to the rows: people's names by their object ids, and requests' numbers by their ids. */
export interface RowNames {
  readonly people: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
}

/** Reads the names that stand in the rows. A row that cannot be read names nobody. */
export async function readNames(source: RecordSource): Promise<RowNames> {
  const people = new Map<string, string>();
  const numbers = new Map<string, number>();
  for await (const row of source.requests()) {
    numbers.set(row.id, row.number);
    for (const { oid, name } of peopleIn(row)) people.set(oid, name);
  }
  return { people, numbers };
}

function peopleIn(row: RequestRow): readonly { readonly oid: string; readonly name: string }[] {
  try {
    const { requester, approvals, closing, handover } = toRequest(row);
    const others = [closing?.by, handover?.attested?.by].filter((one) => one !== null && one !== undefined);
    return [requester, ...approvals.map(({ by }) => by), ...others];
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return [];
  }
}
