import { requestLine } from '../../requests/request-line.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { tell } from './tell.ts';

/** How many requests a list shows. */
const SHOWN = 10;

export async function listRequests(turn: Turn, { open }: CommandOf<'requests'>): Promise<void> {
  const { store, tenantId } = turn.parts;
  const found = await store.requests(tenantId, { open, limit: SHOWN + 1 });
  const lines = found.slice(0, SHOWN).map(requestLine);
  await tell(turn, { view: 'requests', data: { lines, more: found.length > SHOWN } });
}
