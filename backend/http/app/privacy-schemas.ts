/** The Privacy tab (shared/privacy-api.ts) as schemas, held against the types as well. */
import { keptKinds } from '@zo/shared';
import { z } from 'zod';
import { headShape, moment, notConnectedSchema } from './settings-answers.ts';
import { requestId } from './settings-requests.ts';
import { doneSchema } from './settings-tab-answers.ts';

const text = z.string();
const kind = z.enum(keptKinds);
const days = z.number().nullable();

export const privacyTabSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    kept: z.array(z.strictObject({ kind, days, goneBefore: moment.nullable() })),
    longestWindow: z.number().nullable(),
    allowed: z.array(text),
    dropped: z.array(z.strictObject({ name: text, messages: z.number(), lastSeenAt: moment })),
  }),
  notConnectedSchema,
]);

export const retentionRequestSchema = z.strictObject({ requestId, days: z.partialRecord(kind, days) });
export const retentionDoneSchema = doneSchema({ days: z.record(kind, days) });

export const allowListRequestSchema = z.strictObject({
  requestId,
  allowed: z.array(z.string().trim().min(1).max(100)).max(200),
});
export const allowListDoneSchema = doneSchema({ allowed: z.array(text) });
