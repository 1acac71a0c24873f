import type { ChangeKind } from '../../change-kind.ts';
import type { DeleteGroup } from '../group-change.ts';
import { unfinished } from './unfinished.ts';

export const deleteGroup: ChangeKind<DeleteGroup> = unfinished();
