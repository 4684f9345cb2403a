/** The answers of the other tabs (shared/settings-tabs-api.ts) as schemas, held against the types as well. */
import { z } from 'zod';
import {
  headShape,
  moment,
  notConnectedSchema,
  ownerStateSchema,
  refusedSchema,
  sharingSchema,
  stillWorkingSchema,
} from './settings-answers.ts';

const text = z.string();
const count = z.number();
const mode = z.enum(['workflow', 'direct']);

export function doneSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('done'), ...shape }),
    refusedSchema,
    stillWorkingSchema,
    notConnectedSchema,
  ]);
}

const stepSchema = z.strictObject({
  act: z.enum(['create', 'change', 'switch on', 'leave alone', 'refuse']),
  what: text,
  name: text,
  words: z.array(text),
  canForce: z.boolean(),
  wasDeleted: z.boolean(),
});

const planSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('read'),
    steps: z.array(stepSchema),
    goLiveSteps: z.array(stepSchema),
    asWanted: count,
    notes: z.array(text),
    refusals: z.array(text),
    owners: z.array(ownerStateSchema),
    matchingNow: count,
    readyNow: count,
    readyPeople: z.array(z.strictObject({ email: text.nullable(), score: count })),
  }),
  z.strictObject({ status: z.literal('still reading') }),
  z.strictObject({ status: z.literal('not read'), reason: text }),
]);

const driftSchema = z.strictObject({
  checkedAt: moment.nullable(),
  workflows: z.array(
    z.strictObject({
      kind: z.enum(['handoff', 'return']),
      name: text,
      state: z.enum(['as the playbook says', 'differs', 'not compared']),
      words: z.array(text),
      since: moment,
    }),
  ),
  writers: z.array(z.strictObject({ writer: text, property: text, lastSeenAt: moment, words: text })),
  restorations: z.array(
    z.strictObject({
      at: moment,
      by: text,
      workflow: text,
      outcome: z.enum(['restored', 'failed']),
      words: z.array(text),
    }),
  ),
});

export const hubspotTabSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...headShape, liveSince: moment.nullable(), mode, plan: planSchema, drift: driftSchema }),
  notConnectedSchema,
]);

export const lookForDriftAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('looked'), drift: driftSchema }),
  refusedSchema,
  notConnectedSchema,
]);

export const provisionDoneSchema = doneSchema({
  created: count,
  changed: count,
  switchedOn: count,
  asWanted: count,
  refused: z.array(z.strictObject({ what: text, reason: text })),
  leftAlone: z.array(stepSchema),
  notes: z.array(text),
  liveSince: moment.nullable(),
  mode,
});

export const restoreDoneSchema = doneSchema({ undone: z.array(text) });

const useSchema = z.enum(['alerts', 'returns', 'review', 'operators', 'you']);

export const connectionSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    installed: z
      .strictObject({
        by: text.nullable(),
        at: moment,
        account: text.nullable(),
        hosting: text.nullable(),
        scopes: z.array(text),
      })
      .nullable(),
    disconnecting: z.discriminatedUnion('can', [
      z.strictObject({ can: z.literal(true), will: z.array(text) }),
      z.strictObject({ can: z.literal(false), reason: text }),
    ]),
  }),
  notConnectedSchema,
]);

export const disconnectDoneSchema = doneSchema({ did: z.array(text) });

export const slackTabSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    connection: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('connected'),
        team: text,
        missing: z.array(z.strictObject({ scope: text, feature: text, isRequired: z.boolean() })),
      }),
      z.strictObject({ status: z.literal('not connected'), remedy: text }),
      z.strictObject({ status: z.literal('lost'), team: text, reason: text, at: moment }),
      z.strictObject({ status: z.literal('refused'), reason: text, remedy: text }),
      z.strictObject({ status: z.literal('no answer'), reason: text }),
    ]),
    via: z.enum(['settings', 'environment']),
    connected: z.strictObject({ by: text, at: moment }).nullable(),
    canPress: z.boolean(),
    places: z.array(
      z.strictObject({
        use: useSchema,
        place: text.nullable(),
        state: z.enum(['found', 'absent', 'no answer', 'none']),
        words: text.nullable(),
        sharing: sharingSchema,
      }),
    ),
  }),
  notConnectedSchema,
]);

export const slackLinkAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('made'), url: text, validUntil: moment }),
  refusedSchema,
  notConnectedSchema,
]);
export const disconnectSlackDoneSchema = doneSchema({ isGivenBack: z.boolean() });

export const testMessageDoneSchema = doneSchema({ place: text, link: text.nullable() });

export const keysTabSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    keys: z.array(
      z.strictObject({
        keyId: text,
        source: z.enum(['server', 'browser']),
        name: text,
        createdAt: moment,
        lastUsedAt: moment.nullable(),
        revokedAt: moment.nullable(),
        isFromEnvironment: z.boolean(),
      }),
    ),
    url: text,
  }),
  notConnectedSchema,
]);

export const makeKeyDoneSchema = doneSchema({ keyId: text, writeKey: text.nullable() });
export const revokeKeyDoneSchema = doneSchema({ keyId: text, worksForSeconds: count });

export const peopleTabSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    people: z.array(
      z.strictObject({
        email: text,
        role: z.enum(['owner', 'editor']),
        by: text.nullable(),
        at: moment.nullable(),
      }),
    ),
    history: z.array(
      z.strictObject({
        at: moment,
        by: text,
        words: text,
        detail: text.nullable(),
        outcome: z.enum(['done', 'refused', 'failed', 'under way', 'not known']),
        version: count.nullable(),
      }),
    ),
    before: text.nullable(),
  }),
  notConnectedSchema,
]);

export const grantDoneSchema = doneSchema({ email: text });
