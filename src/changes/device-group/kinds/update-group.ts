import type { ChangeKind } from '../../change-kind.ts';
import type { UpdateGroup } from '../group-change.ts';
import { unfinished } from './unfinished.ts';

export const updateGroup: ChangeKind<UpdateGroup> = unfinished();
