/** Control, direction, zero-width, tag, private and unassigned code points, lone surrogates, variation selectors, blank letters. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|\u17B4|\u17B5/u;

/** Whether a text holds anything that a reader cannot see, and an approver so could not approve. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** The fault of such a text. */
export const UNSEEN_FAULT =
  'This holds characters that cannot be seen (control, direction or zero-width ones). Type it again by hand.';
