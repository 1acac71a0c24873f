import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import type { AlertRecord } from '../../tenant-snapshot.ts';
import { LEFT_ALONE } from '../left-alone.ts';
import { classificationWords, comparedDetermination, determinationWords, statusWords } from './alert-values.ts';

/** The most alerts of one request; Defender publishes no limit of its own. */
export const MOST_ALERTS = 200;

/** `da637399794050273582_-760707377`, also without the letters. */
export const ALERT_ID = /^[a-z]{0,4}\d{6,24}_-?\d{1,20}$/iu;

const words = z.string().min(1).max(60);

/** What is to be set; an absent key stays as it is. */
const target = z
  .strictObject({
    status: words.exactOptional(),
    classification: words.exactOptional(),
    determination: words.exactOptional(),
  })
  .readonly();

const entry = z
  .strictObject({
    id: z.string().regex(ALERT_ID),
    /** As Defender calls it; empty until it was read. */
    title: z.string().max(400),
    to: target,
    /** Of one that is restored: it had no classification before, and keeps the one it has. */
    keeps: z.literal(true).exactOptional(),
  })
  .readonly();

export const alertsSchema = z.strictObject({
  kind: z.literal('alerts'),
  entries: z.array(entry).min(1).max(MOST_ALERTS).readonly(),
  restores: z.literal(true).exactOptional(),
  /** How many alerts of the request that is undone stay as they are, since nothing of them can be taken back. */
  stay: z.int().positive().exactOptional(),
  leaves: LEFT_ALONE.exactOptional(),
});

/** What is said of alerts: classified, resolved. */
export type AlertsChange = Readonly<z.infer<typeof alertsSchema>>;

export type AlertEntry = z.infer<typeof entry>;
export type AlertTarget = z.infer<typeof target>;

/** What is compared of an alert, and set again to undo. */
const said = z
  .object({
    id: z.string(),
    status: z.string(),
    classification: z.string().nullable(),
    determination: z.string().nullable(),
  })
  .readonly();

export type SaidOfAlert = z.infer<typeof said>;

const objects = z.object({ alerts: z.array(said).readonly() });

/** @throws AirlockError store-corrupt */
export function alertsBase(base: Pick<Base, 'objects'>): readonly SaidOfAlert[] {
  const parsed = objects.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return parsed.data.alerts;
}

/** Whether an alert is as the target asks. */
export function isSaid(
  to: AlertTarget,
  now: Pick<AlertRecord, 'status' | 'classification' | 'determination'>,
): boolean {
  return (
    (to.status === undefined || to.status === now.status) &&
    (to.classification === undefined || to.classification === now.classification) &&
    (to.determination === undefined ||
      (now.determination !== null &&
        comparedDetermination(to.determination) === comparedDetermination(now.determination)))
  );
}

/** "resolved, false positive (not malicious)". */
export function saidWords({ status, classification, determination }: Omit<SaidOfAlert, 'id'>): string {
  const how = determination === null ? '' : ` (${determinationWords(determination)})`;
  return `${statusWords(status)}, ${classificationWords(classification)}${how}`;
}
