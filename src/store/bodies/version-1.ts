import type { Json } from '../../shared/json.ts';
import { isObject } from './stored-body.ts';

/** A form as release 0.1.0 wrote it: `wish` and `draftedWish` are `input` and `draftedInput` today. */
export function formFromVersion1(body: Json): Json {
  if (!isObject(body)) return body;
  const { wish = null, draftedWish = null, ...form } = body;
  return { ...form, input: wish, draftedInput: draftedWish };
}

/** What a `draft` task needs as release 0.1.0 wrote it: `wish` is `input` today; a `change` is what it was. */
export function draftFromVersion1(body: Json): Json {
  if (!isObject(body) || body.wish === undefined) return body;
  const { wish, ...payload } = body;
  return { ...payload, input: wish };
}

/** A page of affected devices as release 0.1.0 wrote it: the bare list. */
export function pageFromVersion1(devices: Json): Json {
  return { devices };
}
