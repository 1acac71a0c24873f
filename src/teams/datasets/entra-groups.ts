import { isAirlockError } from '../../errors.ts';
import { assertMayRequest } from '../../requests/rights.ts';
import type { Dataset } from '../turns/search.ts';
import { groupChoices } from '../views/group-choices.ts';

/** What Teams shows of an answer. */
const SHOWN = 15;

/** Entra groups to give access to, for those who may ask for changes; nobody else learns which groups there are. */
export const entraGroups: Dataset = async ({ parts, sender, correlation }, queryText) => {
  try {
    await assertMayRequest(parts, sender.actor);
    return groupChoices(await parts.directory.searchGroups(queryText, SHOWN));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    parts.log.info({ correlation, actor: sender.actor.oid, code: error.code }, 'a search was answered with nothing');
    return [];
  }
};
