import type { Datasets } from '../turns/search.ts';
import { entraGroups } from './entra-groups.ts';

/** What the choices of our cards search in, by the names that the cards carry. */
export const DATASETS: Datasets = new Map([['entra-groups', entraGroups]]);
