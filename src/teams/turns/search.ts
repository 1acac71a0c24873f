import { z } from 'zod';
import type { InvokeAnswer } from '../invoke-answer.ts';
import type { Turn } from '../turn.ts';

export interface Choice {
  readonly title: string;
  readonly value: string;
}

/** The choices of a ChoiceSet that are asked for while somebody types (Data.Query); at most 15 are shown by Teams. */
export type Dataset = (turn: Turn, queryText: string) => Promise<readonly Choice[]>;

/** By the name that a card's `choices.data.dataset` carries. */
export type Datasets = ReadonlyMap<string, Dataset>;

const query = z.object({
  dataset: z.string().max(128),
  queryText: z.string().max(512).catch(''),
});

const SHOWN = 15;

/** Answers `application/search`; a dataset that is not known has no choices. */
export async function answerSearch(turn: Turn, datasets: Datasets): Promise<InvokeAnswer> {
  const asked = query.safeParse(turn.activity.value);
  const dataset = asked.success ? datasets.get(asked.data.dataset) : undefined;
  const choices = asked.success && dataset ? await dataset(turn, asked.data.queryText) : [];
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.search.searchResponse',
    value: { results: choices.slice(0, SHOWN) },
  };
}
