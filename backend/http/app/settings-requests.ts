/** What the settings page sends, as schemas. */
import { z } from 'zod';
import { cursorShape } from '../../settings/people-tab.ts';
import { signedQuerySchema } from '../card-routes.ts';

/** The reader of the language has a bound of its own, and says so in words. */
const source = z.string().max(200_000);
const text = z.string().max(10_000);
const email = z.string().trim().toLowerCase().pipe(z.email()).pipe(z.string().max(320));
export const requestId = z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, _ or -');

export const settingsQuerySchema = signedQuerySchema;
export const versionQuerySchema = signedQuerySchema.extend({ version: z.coerce.number().int().positive() });
export const hubspotQuerySchema = signedQuerySchema.extend({ anew: z.enum(['yes', 'no']).default('no') });
export const peopleQuerySchema = signedQuerySchema.extend({ before: z.string().regex(cursorShape).optional() });

const terms = z.record(z.string().max(40), text.nullable());
export const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), path: z.string().max(80), value: text.nullable() }),
  z.strictObject({ kind: z.literal('list'), path: z.string().max(80), items: z.array(text).max(200).nullable() }),
  z.strictObject({ kind: z.literal('definition'), text }),
  z.strictObject({
    kind: z.literal('signal'),
    name: z.string().trim().min(1).max(60),
    events: z.array(z.string().trim().min(1).max(210)).min(1).max(100).nullable(),
  }),
  z.strictObject({ kind: z.literal('owner'), email, terms, leave: z.array(text).max(100).optional() }),
  z.strictObject({ kind: z.literal('remove owner'), email }),
]);

export const sourceSchema = z.strictObject({ source });
export const editsSchema = z.strictObject({ source, edits: z.array(editSchema).min(1).max(50) });
export const saveSchema = z.strictObject({
  requestId,
  source,
  expectedVersion: z.number().int().nonnegative(),
  reason: z.string().trim().max(1_000),
  alertReady: z.boolean(),
  allowEveryone: z.boolean(),
});
export const provisionRequestSchema = z.strictObject({
  requestId,
  goLive: z.boolean(),
  force: z.array(z.string().min(1).max(200)).max(100),
});
export const restoreRequestSchema = z.strictObject({ requestId, workflow: z.enum(['handoff', 'return']) });
export const lookForDriftSchema = z.strictObject({});
export const slackLinkSchema = z.strictObject({});
export const disconnectSlackSchema = z.strictObject({ requestId });
export const testMessageSchema = z.strictObject({
  requestId,
  use: z.enum(['alerts', 'returns', 'review', 'operators', 'you']),
});
export const makeKeySchema = z.strictObject({
  requestId,
  source: z.enum(['server', 'browser']),
  name: z.string().trim().max(60),
});
export const revokeKeySchema = z.strictObject({ requestId, keyId: z.string().regex(/^[0-9a-f]{8}$/) });
export const disconnectRequestSchema = z.strictObject({ requestId, confirm: z.literal(true) });
export const grantSchema = z.strictObject({ requestId, email });
