import { kindOf } from '../changes/kind-of.ts';
import { AirlockError } from '../errors.ts';
import type { Request } from '../requests/request.ts';
import { changeRows } from './views/change-rows.ts';

/**
 * Nobody approves what no card can show whole, neither by a click nor by a typed command.
 * @throws AirlockError not-allowed
 */
export function assertShownWhole(request: Request): void {
  const { diff } = kindOf(request.change);
  if (changeRows(diff(request.change, request.base)).whole) return;
  throw new AirlockError(
    'not-allowed',
    'This change is too large to be shown whole on a card, so it cannot be approved. It has to be asked for in parts.',
  );
}
