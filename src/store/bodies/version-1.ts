import type { Json } from '../../shared/json.ts';
import { isObject } from './stored-body.ts';

/** Converts a form written by release 0.1.0: `wish` and `draftedWish` are now `input` and `draftedInput`. */
export function formFromVersion1(body: Json): Json {
  if (!isObject(body)) return body;
  const { wish = null, draftedWish = null, ...form } = body;
  return { ...form, input: wish, draftedInput: draftedWish };
}

/** Converts the payload of a `draft` task written by release 0.1.0: `wish` is now `input`; `change` is unchanged. */
export function draftFromVersion1(body: Json): Json {
  if (!isObject(body) || body.wish === undefined) return body;
  const { wish, ...payload } = body;
  return { ...payload, input: wish };
}

/** Converts a page of affected devices written by release 0.1.0: a bare list. */
export function pageFromVersion1(devices: Json): Json {
  return { devices };
}
