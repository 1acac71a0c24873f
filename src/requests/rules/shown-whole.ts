import { AirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/**
 * Nobody sends or approves what no card can show whole: an approver could not see all of it.
 * @throws AirlockError not-allowed
 */
export function assertShownWhole({ presentation }: Pick<Services, 'presentation'>, request: Request): void {
  if (presentation.showsWhole(request)) return;
  throw new AirlockError(
    'not-allowed',
    'This change is too large to be shown whole on a card, so it cannot be approved. It has to be asked for in parts.',
  );
}
