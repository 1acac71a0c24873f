import { z } from 'zod';
import { assertMayRequest } from '../../requests/rules/four-eyes.ts';
import type { InvokeAnswer, Turn } from '../bot/turn.ts';
import { groupChoices } from '../cards/parts/wording.ts';
import { refusalOf } from './refusal.ts';

interface Choice {
  readonly title: string;
  readonly value: string;
}

/** The choices of a ChoiceSet that are fetched while somebody types (Data.Query); Teams shows at most 15. */
type Dataset = (turn: Turn, queryText: string) => Promise<readonly Choice[]>;

/** By the name that a card's `choices.data.dataset` carries. */
export type Datasets = ReadonlyMap<string, Dataset>;

const query = z.object({
  dataset: z.string().max(128),
  queryText: z.string().max(512).catch(''),
});

/** The most choices that Teams shows. */
const SHOWN = 15;

/** Answers `application/search`; an unknown dataset has no choices. */
export async function answerSearch(turn: Turn, datasets: Datasets): Promise<InvokeAnswer> {
  const asked = query.safeParse(turn.activity.value);
  const dataset = asked.success ? datasets.get(asked.data.dataset) : undefined;
  const choices = asked.success && dataset ? await dataset(turn, asked.data.queryText) : [];
  return searchAnswer(choices);
}

export function searchAnswer(choices: readonly Choice[]): InvokeAnswer {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.search.searchResponse',
    value: { results: choices.slice(0, SHOWN) },
  };
}

const ENTRA_GROUPS = 'entra-groups';

/** Entra groups to give access to, for those who may ask for changes; nobody else learns which groups there are. */
const entraGroups: Dataset = async (turn, queryText) => {
  const { services, sender } = turn;
  try {
    await assertMayRequest(services, sender.actor);
    return groupChoices(await services.directory.searchGroups(queryText, SHOWN));
  } catch (error) {
    refusalOf(turn, error, { dataset: ENTRA_GROUPS });
    return [];
  }
};

/** What the choices on Airlock's cards search in, by the names that the cards carry. */
export const DATASETS: Datasets = new Map([[ENTRA_GROUPS, entraGroups]]);
