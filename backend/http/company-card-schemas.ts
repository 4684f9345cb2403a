/** The answers of the company card (shared/company-card-api.ts) as schemas. A type-level test proves that both agree. */
import { gateReasons } from '@zo/shared';
import { z } from 'zod';
import { cardHandoffSchema, cardPortalSchema } from './card-schemas.ts';

const moment = z.number();
const text = z.string();
const contactId = text.nullable();

const personalAddress = z.strictObject({ name: text, contactId, counts: z.boolean(), why: text });

export const companyCardAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ready'),
    asOf: moment,
    portal: cardPortalSchema,
    name: text.nullable(),
    activity: z.strictObject({
      activeUsers: z.number(),
      days: z.array(z.strictObject({ day: z.number(), activeUsers: z.number() })),
    }),
    people: z.strictObject({
      all: z.number(),
      shown: z.array(
        z.strictObject({
          name: text,
          contactId,
          score: z.number(),
          conditionsMet: z.number(),
          conditions: z.number(),
          gate: z.enum(gateReasons),
          lastActiveAt: moment.nullable(),
        }),
      ),
    }),
    crossings: z.array(z.strictObject({ name: text, contactId, at: moment, because: text.nullable(), outcome: text })),
    personalAddresses: z.strictObject({
      all: z.number(),
      areKeptBack: z.boolean(),
      members: z.array(personalAddress),
      outsiders: z.array(personalAddress),
    }),
    account: z.strictObject({ groups: z.array(text), domains: z.array(text) }),
    contractValue: z.strictObject({ value: z.number().nullable(), how: text }),
    handoffs: z.strictObject({
      open: z.number(),
      shown: z.array(z.strictObject({ person: text, contactId, handoff: cardHandoffSchema })),
    }),
  }),
  z.strictObject({
    status: z.literal('empty'),
    asOf: moment,
    portal: cardPortalSchema,
    eventsReceived: z.boolean(),
  }),
  z.strictObject({ status: z.literal('not connected'), missing: z.enum(['portal', 'playbook']) }),
]);
