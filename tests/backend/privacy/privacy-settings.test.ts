/** How long what is kept, and what is kept of messages: from the page and by the operators, in the running service. */
import {
  type AllowListDone,
  type PrivacyTab,
  type PrivacyTabAnswer,
  privacyPaths,
  type RetentionDone,
} from '@zo/shared';
import { requestId, type SettingsPortal, startSettingsPortal } from '../../support/settings-portal.ts';

let portal: SettingsPortal;
beforeAll(async () => {
  portal = await startSettingsPortal();
}, 30_000);
afterAll(() => portal.stop());

const tab = async () => {
  const answer = await portal.get<PrivacyTabAnswer>(privacyPaths.tab);
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
};
const daysOf = async () => Object.fromEntries((await tab()).kept.map(({ kind, days }) => [kind, days]));
const retention = (days: object, as?: string) =>
  portal.post<RetentionDone>(privacyPaths.retention, { requestId: requestId(), days }, as);
const allow = (allowed: string[], as?: string) =>
  portal.post<AllowListDone>(privacyPaths.allowList, { requestId: requestId(), allowed }, as);

let sent = 0;
async function sendAndExport(userId: string) {
  sent += 1;
  const traits = { email: `${userId}@finpilot.test`, jobTitle: 'CTO', phone: '+49 30 1' };
  await portal.sendEvents([
    { type: 'identify', messageId: `i${sent}`, userId, traits, context: { ip: '203.0.113.9' } },
    { type: 'track', messageId: `t${sent}`, userId, event: 'Report Created', properties: { amount: 12, note: 'x' } },
  ]);
  return portal.admin<{ found: number }>('POST', '/exports', { userId });
}

it('starts with the defaults, and says how far the playbook looks back', async () => {
  expect(await daysOf()).toEqual({
    events: 90,
    messageIds: 14,
    receipts: 730,
    audit: 730,
    messages: 180,
    people: null,
  });
  expect(await tab()).toMatchObject({ longestWindow: 30, allowed: [] });
});

it('is changed by whoever may, is in the audit, and stays after a restart', async () => {
  expect(await retention({ receipts: null, people: 365 })).toMatchObject({ status: 'done', days: { people: 365 } });
  await portal.restart();
  expect(await daysOf()).toMatchObject({ events: 90, receipts: null, people: 365 });
  const { entries } = await portal.admin<{ entries: object[] }>('GET', '/audit');
  expect(entries[0]).toMatchObject({
    deed: 'change retention',
    detail: 'Receipts for ever, Inactive people 365 days',
    author: 'ops@acme.test',
  });
}, 30_000);

it('is refused with what to do, and by whoever may only look', async () => {
  const long = portal.acme.replace('in the last 14 days', 'in the last 80 days');
  await portal.admin('PUT', '/playbook', { source: long, author: 'cli', reason: 'a long window' });
  for (let tries = 0; (await tab()).longestWindow !== 80 && tries < 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await retention({ events: 60 })).toEqual({
    status: 'refused',
    reason:
      'Raw events must be kept for at least 80 days, not 60: the playbook looks back so far. Shorten its longest window first, or keep them longer',
  });
  expect(await retention({ messageIds: 3 })).toMatchObject({ status: 'refused' });
  expect(await retention({ people: 100 }, 'viewer@acme.test')).toMatchObject({ status: 'refused' });
  await expect(portal.admin('PUT', '/privacy/retention', { days: { events: null } })).rejects.toThrow(
    'cannot be kept for ever',
  );
  expect(await daysOf()).toMatchObject({ events: 90, messageIds: 14, people: 365 });
}, 30_000);

it('what is not needed is dropped before it is stored, and its names are offered', async () => {
  await sendAndExport('sarah');
  const shown = await tab();
  expect(shown.dropped.map(({ name }) => name).sort()).toEqual([
    'properties.amount',
    'properties.note',
    'traits.jobTitle',
    'traits.phone',
  ]);
  const kept = await portal.admin<{ kept: Record<string, number> }>('POST', '/erasures', {
    userId: 'sarah',
    dryRun: true,
  });
  expect(kept.kept).toMatchObject({ event: 2, identity: 1 });
});

it('a name that is allowed is kept from then on, and what was dropped stays dropped', async () => {
  expect(await allow(['traits.jobTitle', 'properties.amount'])).toMatchObject({ status: 'done' });
  expect(await allow(['context.ip'])).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('context.ip'),
  });
  expect(await allow([], 'viewer@acme.test')).toMatchObject({ status: 'refused' });
  await sendAndExport('ben');
  const shown = await tab();
  expect(shown.allowed).toEqual(['properties.amount', 'traits.jobTitle']);
  expect(shown.dropped.map(({ name }) => name).sort()).toEqual(['properties.note', 'traits.phone']);
  const after = await portal.admin<PrivacyTab>('PUT', '/privacy/allow-list', { remove: ['properties.amount'] });
  expect(after.allowed).toEqual(['traits.jobTitle']);
});

it('what is kept no longer can be forgotten at once, and again finds nothing', async () => {
  const nothing = { events: 0, messageIds: 0, receipts: 0, audit: 0, messages: 0, people: 0 };
  expect(await portal.admin('POST', '/privacy/retention/run')).toEqual({ forgotten: nothing });
});
