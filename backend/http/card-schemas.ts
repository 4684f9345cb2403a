/** The answers of the cards' API (shared/card-api.ts) as schemas. A type-level test proves that they and the types agree. */
import { cardCommands, gateReasons } from '@zo/shared';
import { z } from 'zod';

const moment = z.number();
const text = z.string();

export const cardPortalSchema = z.strictObject({ portalId: z.number(), uiDomain: text, timeZone: text });

const scoreSchema = z.strictObject({
  points: z.number(),
  receipt: z.array(z.strictObject({ text, value: text, points: z.number() })),
  losses: z.array(z.strictObject({ day: z.number(), points: z.number(), text })),
});

const readinessSchema = z.strictObject({
  ready: z.enum(['yes', 'no', 'unknown']),
  conditionsMissing: z.number(),
  conditions: z.array(
    z.strictObject({
      label: text,
      text,
      verdict: z.enum(['met', 'not met', 'not known']),
      actual: z.union([text, z.number()]).nullable(),
      needs: text,
      missing: text.nullable(),
    }),
  ),
});

const activitySchema = z.strictObject({
  lastActiveAt: moment.nullable(),
  keyActions7d: z.number(),
  days: z.array(z.strictObject({ day: z.number(), events: z.number() })),
  recent: z.array(z.strictObject({ at: moment, name: text })),
});

const companySchema = z.strictObject({
  name: text.nullable(),
  recordId: text.nullable(),
  activeUsers: z.number(),
  people: z.array(z.strictObject({ name: text, lastActiveAt: moment, contactId: text.nullable() })),
});

export const cardHandoffSchema = z.strictObject({
  handoffId: z.number(),
  status: z.enum([
    'waiting',
    'in_review',
    'assigned',
    'alerted',
    'engaged',
    'snoozed',
    'breached',
    'return_due',
    'returned',
    'not_a_fit',
    'won',
    'lost',
    'rejected',
    'withdrawn',
  ]),
  openedAt: moment,
  closedAt: moment.nullable(),
  trigger: text.nullable(),
  byHand: z.strictObject({ by: text, reason: text }).nullable(),
  owner: z.strictObject({ name: text, email: text, reason: text }).nullable(),
  passedOn: z.strictObject({ from: text, why: text, at: moment }).nullable(),
  heldSince: moment.nullable(),
  acceptedAt: moment.nullable(),
  snoozedUntil: moment.nullable(),
  dueAt: moment.nullable(),
  overdueSince: moment.nullable(),
  touch: z
    .strictObject({
      at: moment,
      kind: z.enum(['call', 'meeting', 'e-mail', 'message', 'contact']),
      by: z.enum(['owner', 'somebody']),
      minutes: z.number(),
      isInTime: z.boolean().nullable(),
    })
    .nullable(),
  review: z
    .strictObject({
      askedAt: moment,
      reviewers: z.array(text),
      contractValue: z.number().nullable(),
      isLate: z.boolean(),
    })
    .nullable(),
  askedAt: moment.nullable(),
  reasons: z.array(text),
  isWrongPerson: z.boolean(),
  alerts: z.array(
    z.strictObject({
      place: text,
      state: z.enum(['queued', 'posted', 'gathered', 'unconfirmed', 'gone', 'failed', 'moot']),
      link: text.nullable(),
      reason: text.nullable(),
    }),
  ),
});

const actingSchema = z.strictObject({
  actions: z.array(
    z.strictObject({
      command: z.enum(cardCommands),
      handoffId: z.number().nullable(),
      label: text,
      confirm: text.nullable(),
      needsReason: z.boolean(),
      reasons: z.array(text),
      choice: z
        .strictObject({
          label: text,
          isRequired: z.boolean(),
          options: z.array(z.strictObject({ value: text, label: text })),
        })
        .nullable(),
    }),
  ),
  whyNone: text.nullable(),
});

const differsSchema = z.array(z.strictObject({ label: text, ours: text, hubspots: text.nullable() }));

const freshnessSchema = z.strictObject({
  eventsThrough: moment.nullable(),
  waitingSince: moment.nullable(),
  hubspot: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('agrees') }),
    z.strictObject({ status: z.literal('writing'), differs: differsSchema }),
    z.strictObject({ status: z.literal('refused'), reason: text, differs: differsSchema }),
  ]),
});

export const contactCardAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ready'),
    asOf: moment,
    portal: cardPortalSchema,
    gate: z.enum(gateReasons),
    readyBy: z.enum(['rules', 'history']).optional(),
    isOptedOut: z.literal(true).optional(),
    score: scoreSchema,
    readiness: readinessSchema,
    activity: activitySchema,
    company: companySchema.nullable(),
    handoffs: z.array(cardHandoffSchema),
    acting: actingSchema,
    freshness: freshnessSchema,
  }),
  z.strictObject({
    status: z.literal('empty'),
    asOf: moment,
    portal: cardPortalSchema,
    email: text.nullable(),
    eventsReceived: z.boolean(),
  }),
  z.strictObject({ status: z.literal('not connected'), missing: z.enum(['portal', 'playbook']) }),
]);

export const linkProductUserAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('linked') }),
  z.strictObject({ status: z.literal('unknown user') }),
  z.strictObject({ status: z.literal('linked elsewhere'), contactId: text }),
  z.strictObject({ status: z.literal('unknown contact') }),
  z.strictObject({ status: z.literal('refused'), reason: text }),
]);

export const unlinkProductUserAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('unlinked') }),
  z.strictObject({ status: z.literal('not linked') }),
  z.strictObject({ status: z.literal('refused'), reason: text }),
]);

export const handoffCommandAnswerSchema = z.strictObject({
  status: z.enum(['done', 'already', 'refused', 'unknown handoff']),
  say: text,
  card: contactCardAnswerSchema,
});
