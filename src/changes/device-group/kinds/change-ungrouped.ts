import type { ChangeKind } from '../../change-kind.ts';
import type { ChangeUngrouped } from '../group-change.ts';
import { unfinished } from './unfinished.ts';

export const changeUngrouped: ChangeKind<ChangeUngrouped> = unfinished();
