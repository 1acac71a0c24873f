import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { type Base, sameObjects } from '../base.ts';
import type { Assessment, ChangeKind } from '../change-kind.ts';
import type { TenantSnapshot, UntoldEmergency } from '../tenant-snapshot.ts';

const schema = z.strictObject({
  kind: z.literal('settled-emergency'),
  /** Of the request that was done at once. */
  number: z.int().positive(),
  /** What the record tells of it; absent as typed. */
  told: z
    .strictObject({ by: z.string().max(600).nullable(), what: z.string().max(600).nullable() })
    .readonly()
    .exactOptional(),
});

/**
 * That nothing is owed any more for an emergency of which nobody can tell it, since somebody changed it in the
 * database: what two people say of it, of whom neither did it.
 */
export type SettledEmergencyChange = Readonly<z.infer<typeof schema>>;

export const settledEmergencyChange: ChangeKind<SettledEmergencyChange> = {
  owner: 'airlock',
  scopes: ['own'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This settles no emergency.');
    return parsed.data;
  },

  title: ({ number }) => t`Settle the emergency #${number}`,

  objects: ({ number }) => [`emergency:${number}`],

  resolve(change, now) {
    const one = untoldIn(now, change);
    if (!one) return nothingToSettle(change);
    const { by, what } = one;
    return { ...change, told: { by, what } };
  },

  assess: (change, now): Assessment => (untoldIn(now, change) ? { verdict: 'open' } : nothingToSettle(change)),

  base: (change, now): Base => ({
    objects: { emergency: { number: change.number, isUntold: untoldIn(now, change) !== undefined } },
    preview: null,
    shown: null,
  }),

  isAsKnown: sameObjects,

  reached: (change, now) => untoldIn(now, change) === undefined && !isToldAgain(now, change),

  knownBy: () => [],

  diff: ({ number }, { objects }) => [
    {
      label: t`Owed for #${number}`,
      from: isUntoldIn(objects) ? t`nobody can tell` : t`as its card says: it is as recorded again`,
      to: t`nothing, as two people say`,
    },
  ],

  risk: ({ number, told }) => ({
    lowersProtection: false,
    dangers: [],
    asides: [],
    notes: [
      told?.by && told.what
        ? t`By the record, ${told.by} did #${number} alone as an emergency: ${told.what}.`
        : t`By the record, #${number} was done alone as an emergency.`,
      t`Somebody changed #${number} in the database. Look in Defender at what was done, and tell whoever operates Airlock, before you say that nothing is owed for it.`,
      t`Nothing is written to Defender. Emergencies can be started again afterwards.`,
    ],
  }),

  effects: () => null,

  affected: () => [],

  inverse: () => ({ why: whyStays() }),

  unrestorable: () => ({ instead: null, why: whyStays() }),
};

function whyStays(): string {
  return t`What two people said of an emergency stays in the record, and is not taken back.`;
}

function nothingToSettle({ number }: SettledEmergencyChange): Exclude<Assessment, { verdict: 'open' }> {
  const why = t`#${number} is no emergency that somebody changed in the database, so there is nothing to settle. One that is owed is approved or undone on its card.`;
  return { verdict: 'already', why };
}

/** Whether its row is as recorded, so that its own card tells what is owed for it. */
function isToldAgain({ toldEmergencies = [] }: TenantSnapshot, { number }: SettledEmergencyChange): boolean {
  return toldEmergencies.includes(number);
}

const objectsSchema = z.looseObject({ emergency: z.looseObject({ isUntold: z.boolean() }) });

function isUntoldIn(objects: Base['objects']): boolean {
  return objectsSchema.safeParse(objects).data?.emergency.isUntold ?? true;
}

function untoldIn(now: TenantSnapshot, { number }: SettledEmergencyChange): UntoldEmergency | undefined {
  if (now.untoldEmergencies === undefined)
    throw new AirlockError('internal', 'What is owed was not read, so nothing can be said about it.');
  return now.untoldEmergencies.find((one) => one.number === number);
}
