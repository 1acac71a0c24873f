import type { Request } from '../../../requests/record/request.ts';
import { detail } from '../parts/elements.ts';
import { type ShownText, sanitise } from '../parts/shown-text.ts';
import type { RequestModel, StepModel } from './request-model.ts';

/** No value of a setting is longer; a card is smaller by far. */
const LONGEST = 25_000;

/**
 * A value to be copied from a card: never cut, and without the invisible isolate that keeps right-to-left text in its
 * place, which would be copied too. A value stands alone on its line. `isExact` is false where the text on the card is
 * not the value, letter by letter.
 */
export function exactValue(raw: string): { readonly text: ShownText; readonly isExact: boolean } {
  const safe = sanitise(raw, LONGEST);
  // Sound: `sanitise` has made it safe, and taking its isolate from both ends adds nothing.
  const text = (safe.startsWith('\u2068') ? safe.slice(1, -1) : safe) as ShownText;
  return { text, isExact: text === raw };
}

/** Where the links of a handed over change may lead; anything else is not drawn. */
const PORTAL = 'https://security.microsoft.com/';

const INEXACT =
  'A value below holds characters that cannot be shown as they are. ' +
  'Do not type it from here: withdraw the request, and ask again without them.';

export type HandoverView = Pick<RequestModel, 'handovers' | 'links'> & { readonly warnings: readonly string[] };

/** The steps and the way to the portal, while a change waits to be applied by hand. */
export function handoverView({ state, handover }: Request): HandoverView {
  if (state !== 'approved' || !handover) return { handovers: [], links: [], warnings: [] };
  const { link, steps } = handover.steps;
  const values = steps.flatMap(({ fields }) => fields.flatMap((field) => field.values.map(exactValue)));
  return {
    handovers: [{ heading: sanitise('By hand, in the Defender portal'), steps: steps.map(stepModel) }],
    links: link.startsWith(PORTAL) ? [{ title: 'Open in Defender', url: link }] : [],
    warnings: values.some(({ isExact }) => !isExact) ? [INEXACT] : [],
  };
}

function stepModel(step: NonNullable<Request['handover']>['steps']['steps'][number], index: number): StepModel {
  return {
    number: sanitise(`${index + 1}. `),
    title: sanitise(step.title),
    fields: step.fields.map(({ name, values }) =>
      values.length === 0
        ? detail(name, { texts: [sanitise('Leave it empty')] })
        : detail(name, { codes: values.map((value) => exactValue(value).text) }),
    ),
  };
}
