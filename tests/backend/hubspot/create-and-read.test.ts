import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

describe('creating and reading records', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal();
  });
  afterEach(() => portal.close());

  const create = (...emails: string[]) =>
    portal.gateway.createContacts(emails.map((email, index) => ({ trace: `t${index}`, properties: { email } })));

  it('creates the good ones of a batch and says why the others were not', async () => {
    await create('taken@finpilot.test');
    const outcomes = await portal.gateway.createContacts([
      { trace: 'good', properties: { email: 'new@finpilot.test' } },
      { trace: 'taken', properties: { email: 'taken@finpilot.test' } },
      { trace: 'bad', properties: { email: 'other@finpilot.test', lifecyclestage: 'nonsense' } },
    ]);
    expect(outcomes.get('good')).toEqual({ ok: true, id: expect.stringMatching(/^\d+$/) });
    expect(outcomes.get('taken')).toMatchObject({ kind: 'already exists', existingId: expect.stringMatching(/^\d+$/) });
    expect(outcomes.get('bad')).toMatchObject({ kind: 'fix the record', properties: ['lifecyclestage'] });
  });

  it('finds the culprit when HubSpot refuses the whole batch for a taken address', async () => {
    const conflict = { mode: 'status', status: 409, body: { message: 'Contact already exists. Existing ID: 77' } };
    await portal.fail({ ...conflict, match: { bodyContains: 'bad@finpilot.test' }, times: 3 });
    const outcomes = await create('a@finpilot.test', 'b@finpilot.test', 'bad@finpilot.test');
    expect([...outcomes.values()].map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(outcomes.get('t2')).toMatchObject({ kind: 'already exists', existingId: '77' });
  });

  it.each([
    ['the connection breaks after the commit', { mode: 'reset-after-commit' }],
    ['no answer comes in time', { mode: 'timeout' }],
    ['the answer names nobody', { mode: 'empty-200' }],
    ['the server fails', { mode: 'status', status: 500 }],
  ])('never claims to know when %s', async (_name, failure) => {
    await portal.fail({ ...failure, match: { path: 'batch/create' } });
    const outcomes = await create('a@finpilot.test');
    expect(outcomes.get('t0')).toMatchObject({ ok: false, kind: 'ambiguous' });
  });

  it('may be tried again when nobody was there to receive it', async () => {
    const away = await startTestPortal({}, { baseUrl: 'http://127.0.0.1:1' });
    const outcomes = await away.gateway.createContacts([{ trace: 't', properties: { email: 'a@finpilot.test' } }]);
    expect(outcomes.get('t')).toMatchObject({ ok: false, kind: 'retry' });
    await away.close();
  });

  it('answers for every value asked for, under the spelling it was asked in', async () => {
    const [outcome] = [...(await create('sarah@finpilot.test')).values()];
    const id = outcome?.ok ? outcome.id : '';
    const records = await portal.gateway.readContacts({
      by: 'email',
      values: ['Sarah@FinPilot.test', 'nobody@finpilot.test'],
      properties: ['lifecyclestage'],
    });
    expect(records.get('Sarah@FinPilot.test')).toMatchObject({ id });
    expect(records.get('nobody@finpilot.test')).toBe('not found');
    expect(records.size).toBe(2);
  });

  it('follows a merge: both old ids and both addresses lead to the record there is now', async () => {
    const ids = [...(await create('one@finpilot.test', 'two@finpilot.test')).values()].map((o) => (o.ok ? o.id : ''));
    const response = await fetch(`${portal.sandbox.url}/crm/v3/objects/contacts/merge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
      body: JSON.stringify({ primaryObjectId: ids[0], objectIdToMerge: ids[1] }),
    });
    const merged = ((await response.json()) as { id: string }).id;
    const byId = await portal.gateway.readContacts({ by: 'id', values: ids, properties: [] });
    for (const id of ids) expect(byId.get(id)).toMatchObject({ id: merged, requestedId: id });
    const byEmail = await portal.gateway.readContacts({
      by: 'email',
      values: ['one@finpilot.test', 'two@finpilot.test'],
      properties: [],
    });
    expect([...byEmail.values()].map((record) => (record === 'not found' ? record : record.id))).toEqual([
      merged,
      merged,
    ]);
  });

  it('does not take a success without records for an absence', async () => {
    await create('sarah@finpilot.test');
    const nobody = { mode: 'status', status: 200, body: { results: [] }, match: { path: 'batch/read' } };
    await portal.fail(nobody);
    const read = (values: string[]) => portal.gateway.readContacts({ by: 'email', values, properties: [] });
    expect((await read(['sarah@finpilot.test'])).get('sarah@finpilot.test')).toMatchObject({ id: expect.any(String) });
    await portal.fail(nobody);
    const many = Array.from({ length: 30 }, (_, index) => `p${index}@finpilot.test`);
    await expect(read(many)).rejects.toMatchObject({ code: 'retry later' });
  });

  it('puts contacts under their company and knows the primary one', async () => {
    const contacts = [...(await create('a@finpilot.test', 'b@finpilot.test')).values()].map((o) => (o.ok ? o.id : ''));
    const companies = await portal.gateway.createCompanies([
      { trace: 'c', properties: { name: 'FinPilot', domain: 'finpilot.test' } },
    ]);
    const company = companies.get('c');
    const companyId = company?.ok ? company.id : '';
    const outcomes = await portal.gateway.associatePrimary([
      { contactId: contacts[0]!, companyId },
      { contactId: '999', companyId },
    ]);
    expect(outcomes.get(contacts[0]!)).toEqual({ ok: true });
    expect(outcomes.get('999')).toMatchObject({ ok: false, kind: 'gone' });
    expect([...(await portal.gateway.primaryCompanies([...contacts, '999'])).entries()]).toEqual([
      [contacts[0], companyId],
      [contacts[1], null],
      ['999', null],
    ]);
  });
});

describe('one portal as a whole', () => {
  it('stops calls of one kind after a missing scope until it is authorised anew', async () => {
    const portal = await startTestPortal();
    const read = () => portal.gateway.owners();
    portal.sandbox.portal().switches.scopes.delete('crm.objects.owners.read');
    await expect(read()).rejects.toMatchObject({ code: 'not permitted', missingScopes: ['crm.objects.owners.read'] });
    portal.sandbox.portal().switches.scopes.add('crm.objects.owners.read');
    await portal.forget();
    await expect(read()).rejects.toMatchObject({ code: 'not permitted' });
    expect(await portal.calls()).toEqual([]);
    expect(await portal.gateway.account()).toMatchObject({ portalId: 424242 });
    portal.gateway.reauthorised();
    expect(await read()).toEqual([]);
    await portal.close();
  });

  it('stays within the limit HubSpot enforces', async () => {
    const portal = await startTestPortal({ tenSecondlyLimit: 12 }, { pacing: { limit: 9 } });
    const calls = Array.from({ length: 12 }, () => portal.gateway.account(0));
    await Promise.all(calls);
    expect(portal.gateway.callCounts()).toEqual([{ call: 'read account', status: '200', count: 12 }]);
    const late = expect(portal.gateway.account(0)).rejects.toMatchObject({ code: 'retry later' });
    expect(portal.gateway.callsWaiting()).toBe(1);
    await portal.close();
    await late;
  });

  it('logs neither tokens nor addresses', async () => {
    const portal = await startTestPortal();
    await portal.fail({
      mode: 'status',
      status: 400,
      body: { message: 'Email address sarah@finpilot.test is invalid' },
    });
    await portal.gateway.createContacts([{ trace: 't', properties: { email: 'sarah@finpilot.test' } }]);
    await portal.fail({ mode: 'timeout' });
    await expect(portal.gateway.owners()).rejects.toMatchObject({ code: 'retry later' });
    const log = portal.logged.join('\n');
    expect(log).toContain('HubSpot refused');
    expect(log).not.toContain('sarah@');
    expect(log).not.toContain(portal.sandbox.accessToken);
    await portal.close();
  });

  it('knows that an execution it cannot complete is gone', async () => {
    const portal = await startTestPortal();
    const complete = portal.gateway.completeCallbacks([
      { callbackId: 'ap-424242-1-1-0', outputFields: { hs_execution_state: 'SUCCESS' } },
    ]);
    await expect(complete).rejects.toMatchObject({ code: 'gone' });
    await portal.close();
  });

  it('stops within seconds while HubSpot keeps it waiting', async () => {
    const portal = await startTestPortal({}, { timeoutMs: 60_000 });
    await portal.fail({ mode: 'timeout' });
    const lost = expect(portal.gateway.account()).rejects.toMatchObject({ code: 'retry later' });
    const before = performance.now();
    await portal.close();
    await lost;
    expect(performance.now() - before).toBeLessThan(4_000);
  });

  it('counts calls by name and status', async () => {
    const portal = await startTestPortal();
    await portal.gateway.owners();
    await portal.fail({ mode: 'status', status: 500 });
    await expect(portal.gateway.account()).rejects.toMatchObject({ code: 'retry later' });
    expect(portal.gateway.callCounts()).toEqual([
      { call: 'read owners', status: '200', count: 2 },
      { call: 'read account', status: '500', count: 1 },
    ]);
    await portal.close();
  });
});
