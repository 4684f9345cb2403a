/**
 * The shapes of the ingest routes, for the API description. The door itself checks by hand because it is the hot path
 * (backend/ingest/normalise-message.ts); a test holds that both say the same about what a schema can tell.
 */
import { z } from 'zod';

const exactNumber = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const id = z.union([z.string(), exactNumber]).nullish();
const givenId = z.union([z.string().trim().min(1), exactNumber]);
const moment = z.union([z.string(), z.number()]).nullish().describe('ISO 8601, or milliseconds since the epoch');
const values = z.record(z.string(), z.unknown()).nullish();

const common = {
  messageId: id.describe('Counts once per portal. Derived from the content, or random, when absent'),
  userId: id.describe('At least one of userId and anonymousId'),
  anonymousId: id,
  timestamp: moment.describe('When it happened; when originalTimestamp is there too, already corrected'),
  originalTimestamp: moment.describe("When it happened by the client's clock"),
  sentAt: moment.describe("When it was sent by the client's clock; corrects a time that stands alone"),
  context: z
    .looseObject({ traits: z.unknown().optional(), page: z.unknown().optional() })
    .nullish()
    .describe('`test: true`, `impersonated: true` or `system: true` keep the event from counting; see the guide'),
  properties: values,
  traits: values,
  groupId: id,
  previousId: id,
};

export const trackSchema = z.looseObject({ ...common, type: z.literal('track'), event: z.string().trim().min(1) });
export const identifySchema = z.looseObject({ ...common, type: z.literal('identify') });
export const groupSchema = z.looseObject({ ...common, type: z.literal('group'), groupId: givenId });
export const pageSchema = z.looseObject({ ...common, type: z.literal('page') });
export const screenSchema = z.looseObject({ ...common, type: z.literal('screen') });
export const aliasSchema = z.looseObject({
  ...common,
  type: z.literal('alias'),
  userId: givenId,
  previousId: givenId,
});

export const messageSchemas = {
  track: trackSchema,
  identify: identifySchema,
  group: groupSchema,
  page: pageSchema,
  screen: screenSchema,
  alias: aliasSchema,
};

export const messageSchema = z.discriminatedUnion('type', [
  trackSchema,
  identifySchema,
  groupSchema,
  pageSchema,
  screenSchema,
  aliasSchema,
]);

export const batchSchema = z.looseObject({
  batch: z.array(messageSchema).max(5000),
  sentAt: moment,
  writeKey: z.string().optional(),
});

export const successSchema = z.object({ success: z.literal(true) });

export const batchAnswerSchema = successSchema.extend({
  accepted: z.int().describe('Events taken; what may be kept of them is on disk'),
  duplicates: z.int().describe('Events that had been kept before'),
  rejected: z.array(z.object({ index: z.int(), messageId: z.string().nullable(), reason: z.string() })),
});

export const refusalSchema = z.looseObject({ success: z.literal(false), reason: z.string() });
