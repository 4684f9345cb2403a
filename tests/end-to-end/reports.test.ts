/** What RevOps reads of a real week: going live, what was before, three handoffs with different ends, the Monday's digest. */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { OutcomesAnswer, ReviewAnswer, SlaAnswer } from '../../backend/reports/reports.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { defaultSigningSecret } from '../../sandbox/slack/start-slack-sandbox.ts';
import type { Message, OpenView } from '../../sandbox/slack/workspace.ts';
import { portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  cross,
  expectHandoff,
  expectValues,
  inventCompany,
  pass,
  type TrialCompany,
} from '../support/trial-company.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const patienceMs = 30_000;
const testMs = 120_000;
let product: RunningProduct;

/** Tuesday at 10:00, and nothing is live yet. */
beforeAll(async () => {
  product = await startProduct({ goLive: false, env: { SLACK_SIGNING_SECRET: defaultSigningSecret } });
  await product.slack('POST', '/sandbox/settings', {
    interactivityUrl: `${product.backendUrl}/slack/interactivity`,
    rateLimits: false,
  });
  await product.hubspot('POST', '/sandbox/settings', { webhooks: true, calculatedWebhooks: true });
}, 60_000);
afterAll(() => product?.stop());

const sla = () => product.admin<SlaAnswer>('GET', '/reports/sla');
const outcomes = () => product.admin<OutcomesAnswer>('GET', '/reports/outcomes');
const calls = (email: string) => product.hubspot('POST', `/sandbox/contacts/${email}/engagements`, { kind: 'call' });

it(
  'the reports and the digest tell what happened, and what was before going live',
  async () => {
    const called = await becomesSqlBefore('called@before.test');
    await becomesSqlBefore('uncalled@before.test');
    await product.clock.advance(45 * minuteMs);
    await calls(called);
    await product.clock.advance(15 * minuteMs);
    expect(await sla()).toMatchObject({ all: { count: 0 }, before: null });
    await pass(200);
    await product.goLive();
    const [asked] = await waitUntil<unknown[]>(
      'HubSpot to be asked at once',
      async () => {
        const found = await questions();
        return found.length > 0 ? { value: found } : { instead: 'not asked' };
      },
      patienceMs,
      50,
    );
    const known = { contacts: 2, noEngagement: 1, noOwner: 0, engagedBefore: 0, medianMinutes: 45, p90Minutes: 45 };
    expect((await sla()).before).toMatchObject(known);
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${called}`, { properties: { hubspot_owner_id: '' } });
    expect((await sla()).before).toMatchObject(known);
    expect(await questions()).toEqual([asked]);

    const [won, unfit, cold] = [await handOff('Won'), await handOff('Unfit'), await handOff('Cold')];
    await product.clock.advance(30 * minuteMs);
    await calls(won.email);
    await expectHandoff(product, won.company, 'engaged', ({ status }) => status === 'engaged');
    await refuse(unfit.handoff, 'Too small', 'two people');
    await expectHandoff(product, unfit.company, 'not a fit', ({ status }) => status === 'not_a_fit');
    await product.clock.advance(2 * hourMs);
    await expectHandoff(product, cold.company, 'breached', ({ breachedAt }) => breachedAt !== null);
    await product.hubspot('POST', '/sandbox/deals', { contact: won.email, stage: 'won' });
    await expectHandoff(product, won.company, 'won', ({ status }) => status === 'won');

    const report = await sla();
    expect(report).toMatchObject({
      all: { count: 3, inTime: 1, breached: 1, running: 0, stopped: 1, medianMinutes: 30, p90Minutes: 30 },
      withoutClock: 0,
      before: { medianMinutes: 45 },
      bySize: [{ size: '51–200', count: 3 }],
      byCondition: [{ condition: 'zo_company_active_users >= 2', count: 3 }],
    });
    const breachedOwners = report.byOwner.filter(({ breached }) => breached > 0).map(({ owner }) => owner.email);
    expect(breachedOwners).toEqual([cold.handoff.owner!.email]);

    await mondayAtNine();
    const breachedBy = cold.handoff.owner!.name;
    const digest = await expectDigest(1);
    // Whether an alarm stands is not what this is about.
    expect(digest.split('\n').filter((line) => !line.startsWith('Alarms:'))).toEqual([
      expect.stringMatching(/^Handoffs last week, \d+ \w+ to \d+ \w+$/),
      '3 handed off (the week before: 0)',
      'First call: median 30 working minutes, 90 % within 30 (before: none)',
      `Breached: 1 (before: 0): ${breachedBy} 1`,
      'Ended: 1 won, 0 lost, 0 returned, 1 not a fit (before: 0, 0, 0, 0)',
      'Now 0 waiting for an owner, 0 in review',
      'More: `zo report sla`, `zo report outcomes`',
    ]);
    await product.kill();
    await product.start();
    await product.clock.advance(hourMs);
    await pass(2_000);
    await expectDigest(1);

    await product.clock.advance(9 * dayMs);
    await expectValues(product, cold.email, { zo_handoff_status: 'returned' }, patienceMs);
    expect(await outcomes()).toMatchObject({
      all: { count: 3, standing: { won: 1, returned: 1, not_a_fit: 1, open: 0 }, winRate: { won: 1, of: 3 } },
      returnReasons: expect.arrayContaining([{ words: '14 days without AE activity', count: 1 }]),
      notAFit: {
        reasons: [{ words: 'Too small', count: 1 }],
        conditions: [{ words: 'zo_company_active_users >= 2', count: 1, reasons: [{ words: 'Too small', count: 1 }] }],
      },
      byWeek: [{ count: 3 }],
    });
    expect(await product.admin<ReviewAnswer>('GET', '/reports/review')).toMatchObject({ opened: 3, asked: 0 });
    const { handoffs } = await product.admin<{ handoffs: Record<string, unknown>[] }>('GET', '/reports/handoffs');
    expect(handoffs.map(({ outcome, first_call: call }) => [outcome, call])).toEqual([
      ['won', 'in time'],
      ['not_a_fit', 'stopped'],
      ['returned', 'breached'],
    ]);
    await expectDigest(1);
  },
  testMs,
);

/** An SQL as sales knew them before: with an owner, made by hand. */
async function becomesSqlBefore(email: string): Promise<string> {
  const { owners } = await product.hubspotState();
  const owner = owners.find((one) => one.email === 'maria@acme.test')!;
  await product.hubspot('POST', '/sandbox/objects/contacts', {
    properties: { email, lifecyclestage: 'salesqualifiedlead', hubspot_owner_id: owner.id },
  });
  return email;
}

/** How often HubSpot was asked for the date of becoming SQL. */
async function questions(): Promise<unknown[]> {
  const { requests } = await product.hubspot<{ requests: { path: string; sequence: number }[] }>(
    'GET',
    '/sandbox/requests',
  );
  return requests.filter(({ path }) => path.includes('hs_v2_date_entered_salesqualifiedlead'));
}

async function handOff(words: string): Promise<{ company: TrialCompany; email: string; handoff: Handoff }> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  await cross(product, company);
  const handoff = await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
  await expectValues(product, company.champion.email, { hubspot_owner_id: /./ });
  return { company, email: company.champion.email, handoff };
}

type SlackState = { messages: (Message & { shown: string })[]; views: OpenView[] };
const slackState = () => product.slack<SlackState>('GET', '/sandbox/state');

/** The AE presses "Not a fit" in their message, and says why in the form. */
async function refuse({ handoffId, owner, alerts }: Handoff, reason: string, note: string): Promise<void> {
  const users: Record<string, string> = {
    'maria@acme.test': 'U0MARIA01',
    'tom@acme.test': 'U0TOM0001',
    'lee@acme.test': 'U0LEE0001',
  };
  const user = users[owner!.email]!;
  const posted = Object.values(alerts).find((alert) => alert.state === 'posted');
  if (posted?.state !== 'posted') throw new Error(`The alert of handoff ${handoffId} was not posted`);
  const { channel, ts } = posted;
  await product.slack('POST', '/sandbox/click', { channel, ts, user, actionId: 'zo_not_a_fit' });
  const view = await waitUntil<OpenView>(
    'the form that asks why',
    async () => {
      const open = (await slackState()).views.find((one) => one.user === user);
      return open ? { value: open } : { instead: 'none' };
    },
    patienceMs,
    50,
  );
  const values = { reason: { reason }, note: { note } };
  await product.slack('POST', '/sandbox/submit-view', { viewId: view.id, user, values });
}

/** From Tuesday to the next Monday, a minute after nine by the portal's clock. */
async function mondayAtNine(): Promise<void> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const isIt = (ms: number) => format.format(ms).startsWith('Mon') && format.format(ms).includes('09');
  let at = Math.ceil(product.clock.now() / hourMs) * hourMs;
  while (!isIt(at)) at += hourMs;
  await product.clock.advance(at + minuteMs - product.clock.now());
}

async function expectDigest(wanted: number): Promise<string> {
  return waitUntil<string>(
    `${wanted} digest`,
    async () => {
      const digests = (await slackState()).messages.filter(({ shown }) => shown.includes('Handoffs last week'));
      if (digests.length === wanted) return { value: digests[0]!.shown };
      return { instead: `${digests.length}: ${JSON.stringify((await product.portal()).outbox)} of portal ${portalId}` };
    },
    patienceMs,
    100,
  );
}
