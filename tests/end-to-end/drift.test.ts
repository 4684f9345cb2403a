/** What people change in HubSpot behind the playbook's back is told in words, once, and restored at the press of a button. */
import { createHmac } from 'node:crypto';
import type { DriftReport } from '../../backend/drift/drift.ts';
import type { HubspotFlow } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { ClickResult } from '../../sandbox/slack/interaction.ts';
import { defaultSigningSecret } from '../../sandbox/slack/start-slack-sandbox.ts';
import type { Message } from '../../sandbox/slack/workspace.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { addToHubspot, cross, expectValues, inventCompany } from '../support/trial-company.ts';

const handoffFlow = 'Zo | SQL handoff';
const restore = 'zo_restore_workflow';
const ops = 'U0OPS0001';
const quarterHourMs = 15 * 60_000 + 1_000;
const patienceMs = 30_000;
const testMs = 60_000;

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct({ env: { SLACK_SIGNING_SECRET: defaultSigningSecret } });
  await product.slack('POST', '/sandbox/settings', {
    interactivityUrl: `${product.backendUrl}/slack/interactivity`,
    rateLimits: false,
  });
}, 60_000);
afterAll(() => product?.stop());

it(
  'an edited filter is noted once, and whoever may presses Restore',
  async () => {
    await editFilters((criteria) => criteria.replaceAll('"value":50', '"value":40'));
    await product.clock.advance(quarterHourMs);
    const words = 'HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50';
    const note = await expectNote(({ shown }) => shown.includes(words));
    expect(note.channel).toMatch(/^D/);
    expect((await product.portal()).alarms).toContainEqual(
      expect.objectContaining({ key: 'drift:handoff', message: expect.stringContaining(words) }),
    );
    expect(await doctorOn('Workflow')).toContainEqual(
      expect.objectContaining({ state: 'problem', detail: `${handoffFlow}: ${words}` }),
    );
    await nextLook();
    expect(await notesWith(words)).toHaveLength(1);

    for (const forge of ['wrong signature', 'no signature', 'old timestamp']) {
      expect(await press(note, ops, forge)).toMatchObject({ acknowledged: false, status: 401 });
    }
    expect(await press(note, 'U0MARIA01')).toMatchObject({ acknowledged: true });
    await waitUntil(
      'Maria to read that she may not',
      async () => {
        const seen = (await journal()).filter(
          ({ kind, user }) => kind === 'only the clicker sees' && user === 'U0MARIA01',
        );
        return seen.length > 0 ? { value: true } : { instead: 'nothing' };
      },
      patienceMs,
    );
    expect(await filters()).toContain('"value":40');

    expect(await press(note, ops)).toMatchObject({ acknowledged: true });
    const restored = await expectNote((message) => message.ts === note.ts && message.text.includes('Restored by'));
    expect(restored.text).toContain(`Restored by <@${ops}>.`);
    expect(JSON.stringify(restored.blocks)).not.toContain(restore);
    expect(await filters()).toContain('"value":50');
    expect((await flow())?.isEnabled).toBe(true);
    await waitUntil(
      'the alarm to go',
      async () => {
        const { alarms } = await product.portal();
        return alarms.some(({ key }) => key === 'drift:handoff') ? { instead: 'it stands' } : { value: true };
      },
      patienceMs,
    );
    const report = await product.admin<DriftReport>('GET', '/drift');
    expect(report.restorations[0]).toMatchObject({ by: 'ops@acme.test', outcome: 'restored', undone: [words] });
    expect(report.workflows.map(({ state }) => state)).toEqual(['as the playbook says', 'as the playbook says']);
    const { receipts } = await product.admin<{ receipts: unknown[] }>('GET', '/receipts?limit=1');
    expect(receipts).toEqual([
      expect.objectContaining({
        kind: 'restoration',
        outcome: 'restored',
        personId: null,
        body: expect.objectContaining({ by: 'ops@acme.test', workflow: 'handoff', undone: [words] }),
      }),
    ]);
  },
  testMs,
);

it('a request that Slack signed is taken once', async () => {
  const body = new URLSearchParams({ payload: JSON.stringify({ type: 'view_closed' }) }).toString();
  const timestamp = Math.floor(product.clock.now() / 1000);
  const digest = createHmac('sha256', defaultSigningSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${digest}`,
  };
  const send = async () =>
    (await fetch(`${product.backendUrl}/slack/interactivity`, { method: 'POST', headers, body })).status;
  expect([await send(), await send()]).toEqual([200, 401]);
});

it(
  'a deleted workflow is made again by the operator’s tool, and the note says by whom',
  async () => {
    await product.hubspot('DELETE', `/sandbox/flows/${(await flow())?.id}`);
    await product.clock.advance(quarterHourMs);
    const note = await expectNote(({ text }) => text.includes('the workflow was deleted'));
    const answer = await product.admin('POST', '/drift/restore', { by: 'tom' });
    expect(answer).toMatchObject({ workflows: [{ outcome: 'restored' }, { outcome: 'nothing to restore' }] });
    expect(await flow()).toMatchObject({ isEnabled: true });
    await expectNote((message) => message.ts === note.ts && message.text.includes('Restored by tom.'));
    expect(await product.admin('POST', '/drift')).toMatchObject({
      workflows: [{ state: 'as the playbook says' }, { state: 'as the playbook says' }],
    });
  },
  testMs,
);

it(
  'a restoration that HubSpot refuses is told in the note, which keeps its button',
  async () => {
    const refused = { status: 'error', category: 'VALIDATION_ERROR', message: 'Not today' };
    const match = { method: 'PUT', path: '/automation/v4/flows' };
    await editFilters((criteria) => criteria.replaceAll('"value":50', '"value":60'));
    await product.admin('POST', '/drift');
    const note = await expectNote(({ shown }) => shown.includes('zo_pql_score >= 60'));
    await product.hubspot('POST', '/sandbox/failures', { match, mode: 'status', status: 400, body: refused, times: 9 });
    expect(await press(note, ops)).toMatchObject({ acknowledged: true });
    const failed = await expectNote((message) => message.ts === note.ts && message.text.includes('did not work'));
    expect(failed.text).toContain('Not today');
    expect(JSON.stringify(failed.blocks)).toContain(restore);
    expect(await filters()).toContain('"value":60');
    await product.hubspot('DELETE', '/sandbox/failures');
    expect(await press(failed, ops)).toMatchObject({ acknowledged: true });
    await expectNote((message) => message.ts === note.ts && message.text.includes('Restored by'));
    expect(await filters()).toContain('"value":50');
  },
  testMs,
);

it(
  'a workflow that was switched on without going live is switched off again by Restore',
  async () => {
    const without = await startProduct({ goLive: false });
    try {
      await without.admin('POST', '/provision', {});
      const { id } = (await without.flow(handoffFlow))!;
      await without.hubspot('PATCH', `/sandbox/flows/${id}`, { isEnabled: true });
      expect(await without.admin('POST', '/drift')).toMatchObject({
        workflows: [{ differences: ['the workflow is on, and was never taken live from here'] }, {}],
      });
      expect(await without.admin('POST', '/drift/restore', { workflow: 'handoff' })).toMatchObject({
        workflows: [{ outcome: 'restored' }],
      });
      expect(await without.flow(handoffFlow)).toMatchObject({ id, isEnabled: false });
    } finally {
      await without.stop();
    }
  },
  testMs,
);

it(
  'HubSpot being away for a look neither ends a difference nor notes it twice',
  async () => {
    const { id } = (await flow())!;
    const away = {
      match: { method: 'GET', path: `/automation/v4/flows/${id}` },
      mode: 'status',
      status: 500,
      times: 99,
    };
    await editFilters((criteria) => criteria.replaceAll('"value":50', '"value":70'));
    await product.admin('POST', '/drift');
    const note = await expectNote(({ shown }) => shown.includes('zo_pql_score >= 70'));
    await product.hubspot('POST', '/sandbox/failures', away);
    expect(await product.admin('POST', '/drift')).toMatchObject({ workflows: [{ state: 'not compared' }, {}] });
    expect(await product.admin('POST', '/drift/restore', { by: 'tom' })).toMatchObject({
      workflows: [{ outcome: 'not compared' }, { outcome: 'nothing to restore' }],
    });
    await product.hubspot('DELETE', '/sandbox/failures');
    expect(await product.admin('POST', '/drift')).toMatchObject({ workflows: [{ state: 'differs' }, {}] });
    expect(await press(note, ops)).toMatchObject({ acknowledged: true });
    await expectNote((message) => message.ts === note.ts && message.text.includes('Restored by'));
    expect(await notesWith('zo_pql_score >= 70')).toHaveLength(1);
  },
  testMs,
);

it(
  'a difference that goes by itself takes the button from its note',
  async () => {
    const { id } = (await flow())!;
    await product.hubspot('PATCH', `/sandbox/flows/${id}`, { isEnabled: false });
    await product.admin('POST', '/drift');
    const note = await expectNote(({ text }) => text.includes('the workflow is off'));
    await product.hubspot('PATCH', `/sandbox/flows/${id}`, { isEnabled: true });
    await product.admin('POST', '/drift');
    const closed = await expectNote((message) => message.ts === note.ts && message.text.includes('No longer so.'));
    expect(JSON.stringify(closed.blocks)).not.toContain(restore);
  },
  testMs,
);

it(
  'another writer on a property of ours is named, and our value is written back once a day',
  async () => {
    const company = inventCompany('Written');
    await addToHubspot(product, company);
    await cross(product, company);
    const { email } = company.champion;
    const { contact } = await expectValues(product, email, { zo_pql_score: '65', zo_handoff_gate: 'handed_off' });
    const overwrite = (properties: Record<string, string>, by?: Record<string, string>) =>
      product.hubspot('PATCH', `/sandbox/objects/contacts/${contact.id}`, { properties, by });
    await overwrite({ zo_plan: 'gold' });
    const report = await product.admin<DriftReport>('POST', '/drift');
    expect(report.writers).toMatchObject([
      { property: 'zo_plan', writer: 'user 501', example: { theirs: 'gold', ours: 'free', recordId: contact.id } },
    ]);
    await expectNote(({ text }) => text.includes('user 501 writes zo_plan, which only Zo should write'));
    expect(await doctorOn('Another writer')).toHaveLength(1);
    await expectValues(product, email, { zo_plan: 'free' });

    const { id: ourFlow = '' } = (await flow('Zo | Return to marketing')) ?? {};
    const byOurs = { sourceType: 'AUTOMATION_PLATFORM', sourceId: `enrollmentId:1;flowId:${ourFlow}` };
    await overwrite({ zo_pql_score: '1' }, byOurs);
    const ofOurs = await product.admin<DriftReport>('POST', '/drift');
    expect(ofOurs.writers.map(({ property }) => property)).toEqual(['zo_plan']);

    await overwrite({ zo_plan: 'silver' });
    await product.admin('POST', '/drift');
    await product.admin('POST', '/drift');
    expect(await notesWith('user 501 writes zo_plan')).toHaveLength(1);
    await expectValues(product, email, { zo_plan: 'silver' });
    await product.clock.advance(25 * 3_600_000);
    await product.admin('POST', '/drift');
    await expectValues(product, email, { zo_plan: 'free' });
  },
  testMs,
);

function flow(name = handoffFlow): Promise<HubspotFlow | undefined> {
  return product.flow(name);
}

async function filters(): Promise<string> {
  const live = await flow();
  return JSON.stringify(live && 'enrollmentCriteria' in live ? live.enrollmentCriteria : null);
}

async function editFilters(edit: (criteria: string) => string): Promise<void> {
  const enrollmentCriteria = JSON.parse(edit(await filters()));
  await product.hubspot('PATCH', `/sandbox/flows/${(await flow())?.id}`, { enrollmentCriteria });
}

/** `shown` is the text as people read it. */
type Shown = Message & { shown: string };

async function messages(): Promise<Shown[]> {
  return (await product.slack<{ messages: Shown[] }>('GET', '/sandbox/state')).messages;
}

function expectNote(isIt: (message: Shown) => boolean): Promise<Shown> {
  return waitUntil<Shown>(
    'a note to the operator',
    async () => {
      const found = (await messages()).findLast(isIt);
      return found ? { value: found } : { instead: `${(await messages()).map(({ text }) => text).join('\n')}` };
    },
    patienceMs,
  );
}

async function notesWith(words: string): Promise<Shown[]> {
  return (await messages()).filter(({ shown }) => shown.includes(words));
}

async function journal(): Promise<{ kind: string; user?: string }[]> {
  const { changes } = await product.slack<{ changes: { kind: string; user?: string }[] }>('GET', '/sandbox/changes');
  return changes;
}

function press({ channel, ts }: Message, user: string, forge?: string): Promise<ClickResult> {
  return product.slack<ClickResult>('POST', '/sandbox/click', { channel, ts, user, actionId: restore, forge });
}

/** A quarter of an hour later, once the schedule has looked again. */
async function nextLook(): Promise<void> {
  const { checkedAt } = await product.admin<DriftReport>('GET', '/drift');
  await product.clock.advance(quarterHourMs);
  await waitUntil(
    'another look',
    async () => {
      const report = await product.admin<DriftReport>('GET', '/drift');
      return (report.checkedAt ?? 0) > (checkedAt ?? 0) ? { value: true } : { instead: String(report.checkedAt) };
    },
    patienceMs,
  );
}

async function doctorOn(name: string): Promise<unknown[]> {
  const { checks } = await product.admin<{ checks: { name: string; state: string }[] }>('GET', '/doctor');
  return checks.filter((check) => check.name === name && check.state === 'problem');
}
