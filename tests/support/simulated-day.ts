/**
 * A working day of the whole product, from nine to five in even steps: leads cross, AEs press what Slack offers them, log
 * calls and win deals in HubSpot, and both platforms fail now and then with their limits on. At its end everything settles, and
 * the store, HubSpot and Slack are held against one another.
 */
import { isOpen } from '../../backend/handoff/handoff.ts';
import { type ComparedSides, compareSides } from './compare-sides.ts';
import { type RunningProduct, startProduct } from './running-product.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { actionsOf, allHandoffs, type DaySlack, largeFirm, leadEmail, range } from './simulated-sides.ts';

export type DayOptions = {
  handoffs: number;
  owners: number;
  /** Into how many steps the eight hours are cut. */
  steps: number;
  seed: number;
  say: (line: string) => void;
  /** How long the end of the day may take to settle, in real time. */
  settleWithinMs: number;
};

export type DayResult = ComparedSides & {
  presses: number;
  engagements: number;
  deals: number;
  failuresInjected: number;
  realSeconds: number;
  settleSeconds: number;
};

const minuteMs = 60_000;
const workingMs = 8 * 60 * minuteMs;
const signingSecret = 'signing-secret-of-the-day';
const batch = 100;
const searchIndexDelayMs = 1_000;

export async function simulateDay(options: DayOptions): Promise<DayResult> {
  const { handoffs, steps, say } = options;
  const random = seededRandom(options.seed);
  const startedAt = performance.now();
  const owners = Array.from({ length: options.owners }, (_, index) => `ae${index}@acme.test`);
  const product = await startProduct({
    playbook: (yaml) => withOwners(yaml, owners),
    enrolmentDelayMs: 200,
    env: { SLACK_SIGNING_SECRET: signingSecret },
    slackEnv: { SANDBOX_SLACK_SIGNING_SECRET: signingSecret },
    goLive: false,
  });
  const done = { presses: 0, engagements: 0, deals: 0, failuresInjected: 0 };
  try {
    // The product starts at ten; the day begins at nine.
    await product.clock.advance(-60 * minuteMs);
    await hirePeople(product, owners);
    await product.hubspot('POST', '/sandbox/settings', { tenSecondlyLimit: 190, searchIndexDelayMs });
    await product.goLive();
    await product.slack('POST', '/sandbox/settings', {
      interactivityUrl: `${product.backendUrl}/slack/interactivity`,
      rateLimits: true,
    });
    await knowEverybody(product, handoffs, random);
    // Whoever crosses sooner is at a company that HubSpot's search does not find yet.
    await pause(2 * searchIndexDelayMs);
    for (let step = 0; step < steps; step += 1) {
      const from = Math.floor((handoffs * step) / steps);
      const to = Math.floor((handoffs * (step + 1)) / steps);
      if (random.chance(0.25)) done.failuresInjected += await fail(product, random);
      await product.send(range(from, to).map((index) => teammateUses(product, index)));
      await untilTaken(product, to);
      await work(product, random, steps, done);
      await product.clock.advance(workingMs / steps);
      say(`step ${step + 1} of ${steps}: ${to} leads`);
    }
    const settlingSince = performance.now();
    await clearFailures(product);
    await settle(product, options.settleWithinMs, say);
    const settleSeconds = seconds(settlingSince);
    return { ...(await compareSides(product, handoffs)), ...done, settleSeconds, realSeconds: seconds(startedAt) };
  } finally {
    await product.stop();
  }
}

function withOwners(yaml: string, owners: string[]): string {
  return yaml
    .replace(/owners: \[.*\]/, `owners: [${owners.join(', ')}]`)
    .replace(/^ {2}channel: "#pql-handoff"\n/m, '  when overdue: reassign\n');
}

async function hirePeople(product: RunningProduct, owners: string[]): Promise<void> {
  for (const email of owners) {
    const name = email.split('@')[0]!;
    await product.hubspot('POST', '/sandbox/owners', { email, firstName: name, lastName: 'Sales' });
    await product.slack('POST', '/sandbox/users', { name, realName: name, email });
  }
}

/** Everybody's company is in HubSpot, one in ten of them so large that somebody looks first; all but the last step is done. */
async function knowEverybody(product: RunningProduct, count: number, random: Random): Promise<void> {
  for (let from = 0; from < count; from += batch) {
    const indexes = range(from, Math.min(count, from + batch));
    await product.hubspotApi('POST', '/crm/v3/objects/companies/batch/create', {
      inputs: indexes.map((index) => ({
        properties: {
          name: `Firm ${index}`,
          domain: `firm${index}.test`,
          numberofemployees: String(random.chance(0.1) ? largeFirm : 40),
        },
      })),
    });
    await product.send(indexes.flatMap((index) => useBefore(product, index)));
  }
}

function useBefore(product: RunningProduct, index: number): Record<string, unknown>[] {
  const userId = `lead-${index}`;
  const timestamp = new Date(product.clock.now() - 60 * minuteMs).toISOString();
  const about = { userId, timestamp };
  const group = { type: 'group', groupId: `firm-${index}`, traits: { name: `Firm ${index}` }, timestamp };
  return [
    {
      type: 'identify',
      ...about,
      traits: { email: leadEmail(index), name: leadName(index), plan: 'free' },
      messageId: `i-${index}`,
    },
    { ...group, userId, messageId: `g-${index}` },
    { type: 'track', event: 'Onboarding Completed', ...about, messageId: `a-${index}` },
    { type: 'track', event: 'Plan Limit Reached', ...about, messageId: `l-${index}` },
    { type: 'page', properties: { path: '/pricing' }, ...about, messageId: `p-${index}` },
    {
      type: 'identify',
      userId: `mate-${index}`,
      timestamp,
      traits: { email: `mate@firm${index}.test` },
      messageId: `mi-${index}`,
    },
    { ...group, userId: `mate-${index}`, messageId: `mg-${index}` },
  ];
}

function teammateUses(product: RunningProduct, index: number): Record<string, unknown> {
  const timestamp = new Date(product.clock.now()).toISOString();
  return { type: 'track', event: 'Report Viewed', userId: `mate-${index}`, messageId: `m-${index}`, timestamp };
}

function leadName(index: number): string {
  return `Lead N${String(index).padStart(5, '0')}x`;
}

/** The backend has taken what was sent; HubSpot and Slack may still be busy with it. */
async function untilTaken(product: RunningProduct, count: number): Promise<void> {
  const until = performance.now() + 2_000;
  while (performance.now() < until) {
    const handoffs = await allHandoffs(product);
    if (handoffs.length >= count) return;
    await pause(200);
  }
}

/** Each AE presses something now and then; some things are done in HubSpot, some by people who may not. */
async function work(
  product: RunningProduct,
  random: Random,
  steps: number,
  done: { presses: number; engagements: number; deals: number },
): Promise<void> {
  const slack = await product.slack<DaySlack>('GET', '/sandbox/state');
  const pressable = slack.messages.filter(({ blocks }) => actionsOf(blocks).length > 0).slice(-400);
  const people = slack.users.filter(({ email }) => email !== null);
  for (const message of pressable) {
    if (!random.chance(3 / steps)) continue;
    const channel = slack.channels.find(({ id }) => id === message.channel);
    const reader = channel?.kind === 'im' ? people.find(({ id }) => channel.members.includes(id)) : undefined;
    const ops = people.find(({ name }) => name === 'ops');
    const user = random.chance(0.1) ? random.pick(people) : (reader ?? ops);
    const action = random.pick(actionsOf(message.blocks));
    const press = {
      channel: message.channel,
      ts: message.ts,
      actionId: action.action_id,
      user: user?.id,
      ...(action.options === undefined ? {} : { option: random.pick(action.options).value }),
    };
    // The message may have been edited since it was looked at: then there is no such button any more.
    const isThere = await product.slack('POST', '/sandbox/click', press).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    done.presses += 1;
    if (random.chance(0.15)) await fillForms(product, random);
  }
  const handoffs = (await allHandoffs(product)).filter(({ status, contactId }) => isOpen(status) && contactId !== null);
  for (const { contactId, status } of handoffs) {
    if (random.chance(1.5 / steps)) {
      const kind = random.pick(['call', 'meeting', 'email', 'task', 'note', 'marketing email']);
      await product.hubspot('POST', `/sandbox/contacts/${contactId}/engagements`, { kind });
      done.engagements += 1;
    } else if (status === 'engaged' && random.chance(2.5 / steps)) {
      await product.hubspot('POST', '/sandbox/deals', { contact: contactId, stage: random.pick(['won', 'lost']) });
      done.deals += 1;
    }
  }
}

/** Whoever has a form open sends it, or closes it. */
async function fillForms(product: RunningProduct, random: Random): Promise<void> {
  type Field = { block_id?: string; type?: string; element?: { action_id?: string; options?: { value: string }[] } };
  type View = { id: string; user: string; view: { blocks: Field[] } };
  const { views } = await product.slack<{ views: View[] }>('GET', '/sandbox/state');
  for (const { id, user, view } of views) {
    const values = Object.fromEntries(
      view.blocks.flatMap(({ block_id: blockId, element }) =>
        blockId === undefined || element?.action_id === undefined || element.options === undefined
          ? []
          : [[blockId, { [element.action_id]: random.pick(element.options).value }]],
      ),
    );
    const route = random.chance(0.8) ? '/sandbox/submit-view' : '/sandbox/close-view';
    await product.slack('POST', route, { viewId: id, user, values });
  }
}

/** A few calls that fail, before they are carried out or after. */
async function fail(product: RunningProduct, random: Random): Promise<number> {
  const times = random.whole(1, 4);
  if (random.chance(0.5)) {
    const mode = random.pick(['status', 'reset-before', 'reset-after-commit', 'empty-200', 'malformed']);
    const status = random.pick([500, 502, 429]);
    await product.hubspot('POST', '/sandbox/failures', { mode, status, times, match: { path: '/crm/' } });
  } else {
    const mode = random.pick(['status', 'reset-before', 'reset-after-commit', 'rate-limit', 'malformed']);
    const method = random.pick(['chat.postMessage', 'chat.update', 'users.lookupByEmail']);
    await product.slack('POST', '/sandbox/failures', { mode, times, match: { method } });
  }
  return times;
}

async function clearFailures(product: RunningProduct): Promise<void> {
  await product.hubspot('DELETE', '/sandbox/failures');
  await product.slack('DELETE', '/sandbox/failures');
}

/** Until nothing waits to be sent that is due; then the sweep has looked once more, and that has been sent too. */
async function settle(product: RunningProduct, withinMs: number, say: (line: string) => void): Promise<void> {
  await untilQuiet(product, withinMs, say);
  await product.clock.advance(6 * minuteMs);
  await pause(3_000);
  await untilQuiet(product, withinMs, say);
}

async function untilQuiet(product: RunningProduct, withinMs: number, say: (line: string) => void): Promise<void> {
  const until = performance.now() + withinMs;
  let quietFor = 0;
  let saidAt = performance.now();
  for (;;) {
    const { outbox } = await product.portal();
    const open = (outbox.pending ?? 0) + (outbox.claimed ?? 0) + (outbox.sending ?? 0);
    quietFor = open === 0 ? quietFor + 1 : 0;
    if (quietFor >= 5) return;
    if (performance.now() > until) throw new Error(`After ${withinMs / 1000} s ${open} effects still wait.`);
    if (performance.now() - saidAt > 10_000) {
      saidAt = performance.now();
      say(`settling: ${open} effects wait`);
    }
    await pause(300);
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
