import { NotPermitted } from '../../../backend/hubspot/hubspot-errors.ts';
import type { CallInput } from '../../../backend/hubspot/log-calls.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const at = Date.parse('2026-05-12T10:05:00Z');

describe('logging a call', () => {
  let portal: TestPortal;
  let contactId: string;
  let ownerId: string;
  beforeEach(async () => {
    portal = await startTestPortal({ seed: 'acme' });
    const contacts = [...portal.sandbox.portal().records['0-1'].values()];
    contactId = contacts.find(({ values }) => values.email === 'sarah@finpilot.test')?.id ?? '';
    ownerId = [...portal.sandbox.portal().owners.keys()][0] ?? '';
  });
  afterEach(() => portal.close());

  const input = (change: Partial<CallInput> = {}): CallInput => ({
    contactId,
    ownerId,
    at,
    title: 'First call',
    ...change,
  });
  const logged = () => [...portal.sandbox.portal().records['0-48'].values()];
  const contact = () => portal.sandbox.portal().records['0-1'].get(contactId)?.values;

  it('puts it on the contact, by its owner, at its time', async () => {
    const outcomes = await portal.gateway.logCalls([input({ body: 'Wants a demo on Friday.' })]);
    expect(outcomes).toEqual([{ ok: true, id: logged()[0]?.id }]);
    expect(logged().map(({ values }) => values)).toEqual([
      expect.objectContaining({
        hs_timestamp: '2026-05-12T10:05:00.000Z',
        hs_call_title: 'First call',
        hs_call_body: 'Wants a demo on Friday.',
        hs_call_status: 'COMPLETED',
        hs_call_direction: 'OUTBOUND',
        hubspot_owner_id: ownerId,
      }),
    ]);
    expect(contact()).toMatchObject({ num_contacted_notes: '1', notes_last_contacted: '2026-05-12T10:05:00.000Z' });
  });

  it('says of each of several what became of it, in their order', async () => {
    const outcomes = await portal.gateway.logCalls([
      input({ contactId: '1' }),
      input(),
      input({ ownerId: '1' }),
      input({ ownerId: null }),
    ]);
    expect(outcomes).toEqual([
      { ok: false, kind: 'refused', reason: expect.any(String) },
      { ok: true, id: expect.any(String) },
      { ok: false, kind: 'refused', reason: expect.stringContaining('hubspot_owner_id') },
      { ok: true, id: expect.any(String) },
    ]);
    expect(logged()).toHaveLength(2);
  });

  it('knows the one call of an answer that names none', async () => {
    const body = { status: 'COMPLETE', results: [{ id: '77', properties: {} }] };
    await portal.fail({ mode: 'status', status: 201, body, match: { path: 'calls/batch/create' } });
    expect(await portal.gateway.logCalls([input()])).toEqual([{ ok: true, id: '77' }]);
  });

  it.each([
    ['the connection breaks after the commit', { mode: 'reset-after-commit' }, 1],
    ['no answer comes in time', { mode: 'timeout-after-commit' }, 1],
    ['the answer names nobody', { mode: 'empty-200' }, 0],
    ['the server fails', { mode: 'status', status: 502 }, 0],
  ])('is unconfirmed, and never sent again by itself, when %s', async (_name, failure, kept) => {
    await portal.fail({ ...failure, match: { path: 'calls/batch/create' } });
    const outcomes = await portal.gateway.logCalls([input()]);
    expect(outcomes).toEqual([{ ok: false, kind: 'unconfirmed', reason: expect.any(String) }]);
    expect(logged()).toHaveLength(kept);
    expect((await portal.calls()).filter((call) => call.endsWith('calls/batch/create'))).toHaveLength(1);
  });

  it('may be tried again when HubSpot took nothing', async () => {
    await portal.fail({ mode: 'status', status: 429, match: { path: 'calls/batch/create' } });
    expect(await portal.gateway.logCalls([input()])).toEqual([
      { ok: false, kind: 'retry', reason: expect.any(String), afterMs: expect.any(Number) },
    ]);
  });

  it('stops for the whole portal where contacts may not be written', async () => {
    portal.sandbox.portal().switches.scopes.delete('crm.objects.contacts.write');
    await expect(portal.gateway.logCalls([input()])).rejects.toBeInstanceOf(NotPermitted);
  });
});
