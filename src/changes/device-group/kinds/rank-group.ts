import type { ChangeKind } from '../../change-kind.ts';
import type { RankGroup } from '../group-change.ts';
import { unfinished } from './unfinished.ts';

export const rankGroup: ChangeKind<RankGroup> = unfinished();
