/** The answers about the playbook (shared/settings-api.ts) as schemas. A type-level test proves that they and the types agree. */
import { z } from 'zod';

const text = z.string();
const count = z.number();
export const moment = z.number();

export const notConnectedSchema = z.strictObject({ status: z.literal('not connected'), why: text.optional() });
export const refusedSchema = z.strictObject({ status: z.literal('refused'), reason: text });
export const stillWorkingSchema = z.strictObject({ status: z.literal('still working'), words: text });

const busySchema = z.strictObject({ status: z.literal('busy') });

const readOnlySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nobody may') }),
  z.strictObject({ kind: z.literal('viewer'), owner: text }),
  z.strictObject({ kind: z.literal('unknown user'), owner: text }),
]);

/** What every tab's answer begins with. */
export const headShape = {
  status: z.literal('ready'),
  asOf: moment,
  portal: z.strictObject({ portalId: z.number(), uiDomain: text, timeZone: text }),
  you: z.strictObject({
    email: text.nullable(),
    role: z.enum(['owner', 'editor', 'viewer']),
    readOnly: readOnlySchema.nullable(),
  }),
};

const versionShape = { version: count, savedBy: text, savedAt: moment, reason: text };

const seenSchema = z.strictObject({
  name: text,
  events: count,
  people: count,
  lastSeenAt: moment,
  thisWeek: count,
  lastWeek: count,
});

export const problemSchema = z.strictObject({
  message: text,
  line: count,
  column: count,
  length: count,
  excerpt: text,
  at: count,
  nearest: text.nullable(),
  suggestion: text.nullable(),
  place: z.strictObject({ path: text, item: count.nullable() }).nullable(),
});

const formSchema = z.strictObject({
  signals: z.array(z.strictObject({ name: text, events: z.array(text) })),
  score: z.array(text),
  definition: text,
  owners: z.array(z.strictObject({ email: text, terms: z.record(text, text), leave: z.array(text) })),
  values: z.record(text, text),
  lists: z.record(text, z.array(text)),
});

export const ownerStateSchema = z.strictObject({
  email: text,
  hubspot: z.enum(['active', 'inactive', 'unknown']),
  name: text.nullable(),
  nearest: text.nullable(),
  slack: z.enum(['found', 'absent', 'not connected', 'no answer']),
  slackName: text.nullable(),
});

export const sharingSchema = z.enum(['external', 'pending']).nullable();

export const checkedSchema = z.strictObject({
  problems: z.array(problemSchema),
  warnings: z.array(problemSchema),
  understood: z
    .strictObject({
      sentence: text,
      checklist: z.array(z.strictObject({ label: text, asks: text })),
      filters: z.array(z.array(text)),
      carried: z.array(text),
      highestScore: count.nullable(),
      returnWhen: text.nullable(),
      reviewWhen: text.nullable(),
    })
    .nullable(),
  form: formSchema.nullable(),
  signals: z.array(
    z.strictObject({
      name: text,
      events: z.array(z.strictObject({ name: text, seen: seenSchema.nullable(), nearest: seenSchema.nullable() })),
      neededBy: z.array(text),
    }),
  ),
  owners: z.array(ownerStateSchema),
});

export const playbookTabSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...headShape,
    playbookFile: text.nullable(),
    newest: z.strictObject(versionShape).nullable(),
    source: text,
    checked: checkedSchema,
    takingEffect: z.strictObject({ step: text, done: count, total: count }).nullable(),
    eventsSeen: z.array(seenSchema),
    hubspotOwners: z.array(z.strictObject({ email: text, name: text, isActive: z.boolean() })),
    channels: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('found'),
        channels: z.array(
          z.strictObject({ name: text, isPrivate: z.boolean(), isMember: z.boolean(), sharing: sharingSchema }),
        ),
      }),
      z.strictObject({ status: z.literal('not connected') }),
      z.strictObject({ status: z.literal('no answer'), reason: text }),
    ]),
    slackPeople: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('found'),
        people: z.array(z.strictObject({ userId: text, name: text })),
      }),
      z.strictObject({ status: z.literal('not connected') }),
      z.strictObject({ status: z.literal('no answer'), reason: text }),
    ]),
    leadStatuses: z.array(z.strictObject({ value: text, label: text })).nullable(),
  }),
  notConnectedSchema,
]);

export const playbookVersionSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('found'),
    playbook: z.strictObject({ ...versionShape, source: text, changes: text }),
  }),
  z.strictObject({ status: z.literal('unknown version') }),
  notConnectedSchema,
]);

export const checkAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('checked'), checked: checkedSchema }),
  busySchema,
  notConnectedSchema,
]);

export const editAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('edited'), source: text, checked: checkedSchema }),
  refusedSchema,
  busySchema,
  notConnectedSchema,
]);

const countSchema = z.strictObject({
  ready: count,
  free: count,
  heldBack: z.array(z.strictObject({ reason: text, people: count })),
});

const peopleSchema = z.strictObject({
  count,
  free: count,
  people: z.array(
    z.strictObject({
      name: text,
      email: text.nullable(),
      company: text.nullable(),
      score: count,
      heldBack: text.nullable(),
      before: text.nullable(),
      after: text,
    }),
  ),
});

export const simulateAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('simulated'),
    version: count,
    changes: text,
    difference: z.strictObject({
      people: count,
      present: countSchema.nullable(),
      draft: countSchema,
      added: peopleSchema,
      removed: peopleSchema,
      scores: z.strictObject({ rise: count, fall: count }),
      notRead: z.array(z.strictObject({ label: text, people: count })),
      takesEveryone: z.boolean(),
      isRecounted: z.boolean(),
    }),
  }),
  z.strictObject({ status: z.literal('still counting'), done: count, total: count }),
  z.strictObject({ status: z.literal('invalid'), problems: z.array(problemSchema) }),
  notConnectedSchema,
]);

export const saveAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('saved'), version: count, changes: text, asksOtherwise: z.boolean() }),
  z.strictObject({ status: z.literal('unchanged'), version: count }),
  z.strictObject({
    status: z.literal('conflict'),
    newest: z.strictObject({ ...versionShape, source: text }),
    theirs: text,
    yours: text,
  }),
  z.strictObject({ status: z.literal('invalid'), problems: z.array(problemSchema) }),
  z.strictObject({ status: z.literal('takes everyone'), ready: count, people: count }),
  stillWorkingSchema,
  refusedSchema,
  notConnectedSchema,
]);
