import type { ChangeKind } from '../../change-kind.ts';
import type { CreateGroup } from '../group-change.ts';
import { unfinished } from './unfinished.ts';

export const createGroup: ChangeKind<CreateGroup> = unfinished();
