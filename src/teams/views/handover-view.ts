import type { Request } from '../../requests/request.ts';
import { detail } from './detail.ts';
import { exactValue } from './exact-value.ts';
import type { RequestModel, StepModel } from './request-model.ts';
import { shown } from './shown-text.ts';

/** Where the links of a handed over change may lead; anything else is not drawn. */
const PORTAL = 'https://security.microsoft.com/';

const INEXACT =
  'A value below holds characters that cannot be shown as they are. Do not type it from here: withdraw the request, and ask again without them.';

export type HandoverView = Pick<RequestModel, 'handovers' | 'links'> & { readonly warnings: readonly string[] };

/** The steps and the way to the portal, while a change waits to be applied by hand. */
export function handoverView({ state, handover }: Request): HandoverView {
  if (state !== 'approved' || !handover) return { handovers: [], links: [], warnings: [] };
  const { link, steps } = handover.steps;
  const values = steps.flatMap(({ fields }) => fields.flatMap((field) => field.values.map(exactValue)));
  return {
    handovers: [{ heading: shown('By hand, in the Defender portal'), steps: steps.map(stepModel) }],
    links: link.startsWith(PORTAL) ? [{ title: 'Open in Defender', url: link }] : [],
    warnings: values.some(({ isExact }) => !isExact) ? [INEXACT] : [],
  };
}

function stepModel(step: NonNullable<Request['handover']>['steps']['steps'][number], index: number): StepModel {
  return {
    number: shown(`${index + 1}. `),
    title: shown(step.title),
    fields: step.fields.map(({ name, values }) =>
      values.length === 0
        ? detail(name, { texts: [shown('Leave it empty')] })
        : detail(name, { codes: values.map((value) => exactValue(value).text) }),
    ),
  };
}
