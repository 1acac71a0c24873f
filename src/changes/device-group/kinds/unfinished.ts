import { AirlockError } from '../../../errors.ts';
import type { ChangeKind } from '../../change-kind.ts';

function never(): never {
  throw new AirlockError('internal', 'unfinished');
}

export function unfinished<C>(): ChangeKind<C> {
  return {
    scopes: [],
    previewScopes: [],
    parse: never,
    title: never,
    objects: never,
    assess: never,
    base: never,
    reached: never,
    diff: never,
    risk: never,
    inverse: never,
    affected: never,
    effects: never,
  };
}
