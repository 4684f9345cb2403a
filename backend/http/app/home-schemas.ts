/** The requests and answers of the home page's API (shared/home-api.ts) as schemas. A type-level test proves that they agree. */
import { funnelSteps, homeTableNames } from '@zo/shared';
import { z } from 'zod';
import { signedQuerySchema } from '../card-routes.ts';

const moment = z.number();
const text = z.string();
const nullable = { moment: moment.nullable(), number: z.number().nullable() };

const view = {
  name: z.enum(homeTableNames),
  sort: z.string().max(40).default(''),
  filter: z.string().max(200).default(''),
};
export const homeTableQuerySchema = signedQuerySchema.extend({
  ...view,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export const homeExportQuerySchema = signedQuerySchema.extend(view);

const notConnectedSchema = z.strictObject({
  status: z.literal('not connected'),
  missing: z.enum(['portal', 'playbook']),
});

const tableShape = {
  name: z.enum(homeTableNames),
  columns: z.array(z.strictObject({ key: text, label: text, kind: z.enum(['text', 'number', 'moment', 'minutes']) })),
  rows: z.array(
    z.strictObject({
      id: text,
      cells: z.array(z.union([text, z.number()]).nullable()),
      contactId: text.nullable(),
      handoffId: nullable.number,
    }),
  ),
  page: z.number(),
  pages: z.number(),
  found: z.number(),
  of: z.number(),
  isCut: z.boolean(),
  sort: text,
  filter: text,
  asOf: nullable.moment,
};
const tableSchema = z.strictObject(tableShape);

const callFigures = {
  count: z.number(),
  inTime: z.number(),
  breached: z.number(),
  running: z.number(),
  medianMinutes: nullable.number,
  p90Minutes: nullable.number,
};

const backlogSchema = z.strictObject({ count: z.number(), isMore: z.boolean(), oldestAt: nullable.moment });

export const homeAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ready'),
    asOf: moment,
    portal: z.strictObject({ portalId: z.number(), uiDomain: text, timeZone: text }),
    live: z.strictObject({
      goLiveAt: nullable.moment,
      performedBy: z.enum(['workflow', 'direct']),
      isWorkflowWanted: z.boolean(),
    }),
    eventsReceived: z.boolean(),
    today: z.strictObject({
      opened: z.number(),
      handedOff: z.number(),
      overdue: z.number(),
      waitingForOwner: z.number(),
      inReview: z.number(),
    }),
    reviewing: z.strictObject({ refusal: text.nullable() }),
    firstCalls: z
      .strictObject({
        asOf: moment,
        since: moment,
        all: z.strictObject(callFigures),
        beforeMedianMinutes: nullable.number,
        weeks: z.array(z.strictObject({ week: text, ...callFigures })),
      })
      .nullable(),
    funnel: z
      .strictObject({
        asOf: moment,
        steps: z.array(z.strictObject({ step: z.enum(funnelSteps), people: z.number() })),
      })
      .nullable(),
    health: z.strictObject({
      lastEventAt: nullable.moment,
      lastWriteAt: nullable.moment,
      toDecide: backlogSchema,
      toDeliver: backlogSchema,
      alarms: z.number(),
      failed: backlogSchema,
    }),
    tables: z.record(z.enum(homeTableNames), tableSchema),
  }),
  notConnectedSchema,
]);

export const homeTableAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready'), ...tableShape }),
  notConnectedSchema,
]);

export const homeExportAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready'), fileName: text, csv: text, rows: z.number(), isCut: z.boolean() }),
  notConnectedSchema,
]);
