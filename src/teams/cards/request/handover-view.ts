import { partsOf } from '../../../changes/registry/kind-of.ts';
import type { Request } from '../../../requests/record/request.ts';
import { isOrders, ordersOf } from '../../../requests/record/told-by-request.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { detail, type ShownText, sanitise } from '../parts/shown-text.ts';
import type { RequestModel, StepModel } from './request-model.ts';

/** Longer than any value of a setting; a card is far smaller. */
const LONGEST = 25_000;

/**
 * A value that people copy from a card. Never cut, and without the invisible isolate for right-to-left text, which
 * would be copied too; the value is alone on its line. `isExact` is false where the text on the card differs from the
 * value in any character.
 */
export function exactValue(raw: string): { readonly text: ShownText; readonly isExact: boolean } {
  const safe = sanitise(raw, LONGEST);
  // Sound: `sanitise` has made it safe, and taking its isolate from both ends adds nothing.
  const text = (safe.startsWith('\u2068') ? safe.slice(1, -1) : safe) as ShownText;
  return { text, isExact: text === raw };
}

/** The only site that links of a handed-over change may lead to; other links are not drawn. */
const PORTAL = 'https://security.microsoft.com/';

/** As many steps as stand on the face of a card: more would push what decides off a phone's screen. */
const MOST_STEPS = 4;

const INEXACT = msg`A value below contains characters that cannot be shown as they are. Do not type it from here: withdraw the request, and ask again without them.`;

export type HandoverView = Pick<RequestModel, 'handovers' | 'links'> & { readonly warnings: readonly string[] };

/**
 * The steps and the link to the portal, while a change is waiting to be applied by hand.
 * @param isRich whether values to type stand in blocks of code too, which clients let people copy
 */
export function handoverView({ state, handover }: Request, isRich: boolean): HandoverView {
  if (state !== 'approved' || !handover) return { handovers: [], links: [], warnings: [] };
  const { link, steps } = handover.steps;
  const models = steps.map((step, at) => stepModel(step, at, isRich));
  const isLong = steps.length > MOST_STEPS;
  const values = steps.flatMap(({ fields }) => fields.flatMap((field) => field.values.map(exactValue)));
  return {
    handovers: [
      {
        heading: sanitise(t`By hand, in the Defender portal`),
        steps: isLong ? [] : models,
        folds: isLong ? [{ title: t`Show the ${steps.length} steps`, steps: models }] : [],
      },
    ],
    links: link.startsWith(PORTAL) ? [{ title: t`Open in Defender`, url: link }] : [],
    warnings: values.some(({ isExact }) => !isExact) ? [say(INEXACT)] : [],
  };
}

type Step = NonNullable<Request['handover']>['steps']['steps'][number];

function stepModel({ title, fields }: Step, index: number, isRich: boolean): StepModel {
  const plain = fields.map(({ name, values }) =>
    values.length === 0
      ? detail(say(name), { texts: [sanitise(t`Leave it empty`)] })
      : detail(say(name), { codes: values.map((value) => exactValue(value).text) }),
  );
  const code = fields.flatMap(({ name, values }) => [
    `# ${sanitise(say(name))}`,
    ...values.map((one) => exactValue(one).text),
  ]);
  const isCode = isRich && fields.some(({ values }) => values.length > 0);
  return {
    number: sanitise(`${index + 1}. `),
    title: sanitise(say(title)),
    // Sound: every line of it has been made safe.
    codes: isCode ? [{ code: code.join('\n') as ShownText, fields: plain }] : [],
    fields: isCode ? [] : plain,
  };
}

/** Where somebody sees by themselves what Airlock does not know so far: the device, or the actions on several. */
export function orderLinks(request: Request): RequestModel['links'] {
  if (!isNotKnown(request)) return [];
  const ids = partsOf(request.change).flatMap((part) =>
    part.kind === 'response-actions' || part.kind === 'antivirus-scan' ? part.devices.map(({ id }) => id) : [],
  );
  const [id, ...others] = ids;
  if (id === undefined) return [];
  const tenant = `?tid=${request.tenantId}`;
  if (others.length > 0)
    return [{ title: t`Open the actions in Defender`, url: `${PORTAL}action-center/history${tenant}` }];
  const page = `machines/${encodeURIComponent(id)}/overview${tenant}`;
  return [{ title: t`Open the device in Defender`, url: `${PORTAL}${page}` }];
}

function isNotKnown(request: Request): boolean {
  if (request.state === 'applying') return request.waiting?.unclear === true;
  if (request.state === 'unknown') return partsOf(request.change).some(isOrders);
  const orders = ordersOf(request);
  return orders !== null && orders.end === 'part' && orders.not.open > 0;
}
