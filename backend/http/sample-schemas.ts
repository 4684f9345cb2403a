/** The answer about sample activity (shared/sample-api.ts) as a schema. A type-level test proves that both agree. */
import { gateReasons } from '@zo/shared';
import { z } from 'zod';
import { cardPortalSchema } from './card-schemas.ts';

const text = z.string();

const known = {
  asOf: z.number(),
  portal: cardPortalSchema,
  mayChange: z.boolean(),
  person: z
    .strictObject({
      name: text,
      contactId: text.nullable(),
      score: z.number(),
      conditionsMet: z.number(),
      conditions: z.number(),
      gate: z.enum(gateReasons),
    })
    .nullable(),
  unmet: z.array(text),
  waiting: z.array(text),
};

export const sampleActivityAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.enum(['none', 'loading', 'loaded', 'removing']), ...known }),
  z.strictObject({ status: z.literal('not allowed'), asOf: z.number(), reason: text }),
  z.strictObject({ status: z.literal('not connected'), missing: z.enum(['portal', 'playbook']) }),
]);
