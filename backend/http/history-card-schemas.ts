/** The answers of the history card (shared/history-card-api.ts) as schemas. A type-level test proves that both agree. */
import { z } from 'zod';
import { cardPortalSchema } from './card-schemas.ts';

const moment = z.number();
const text = z.string();

const timelinePage = {
  entries: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('event'), id: text, at: moment, name: text, signals: z.array(text) }),
      z.strictObject({
        kind: z.literal('mark'),
        id: text,
        at: moment,
        mark: z.enum(['crossing', 'handoff', 'alert', 'touch', 'review', 'return', 'other']),
        words: text,
        link: text.nullable(),
      }),
    ]),
  ),
  older: text.nullable(),
};

const receiptsPage = {
  receipts: z.array(
    z.strictObject({
      receiptId: z.number(),
      kind: text,
      at: moment,
      words: z.array(text),
      link: text.nullable(),
      handoffId: z.number().nullable(),
      playbookVersion: z.number().nullable(),
    }),
  ),
  older: z.number().nullable(),
};

const unknown = [
  z.strictObject({
    status: z.literal('empty'),
    asOf: moment,
    portal: cardPortalSchema,
    eventsReceived: z.boolean(),
  }),
  z.strictObject({ status: z.literal('not connected'), missing: z.enum(['portal', 'playbook']) }),
] as const;

const day = z.number();

export const contactHistoryAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ready'),
    asOf: moment,
    portal: cardPortalSchema,
    name: text,
    score: z.strictObject({
      days: z.array(z.strictObject({ day, points: z.number() })),
      marks: z.array(z.strictObject({ day, at: moment, what: z.enum(['crossing', 'handoff', 'end']), label: text })),
    }),
    choices: z.strictObject({ signals: z.array(text), events: z.array(text) }),
    timeline: z.strictObject(timelinePage),
    receipts: z.strictObject(receiptsPage),
  }),
  ...unknown,
]);

export const contactTimelineAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready'), asOf: moment, ...timelinePage }),
  ...unknown,
]);

export const contactReceiptsAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready'), asOf: moment, ...receiptsPage }),
  ...unknown,
]);
