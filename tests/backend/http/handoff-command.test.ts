/** Acting from the card over real HTTP on a real store: who may, what a retry does, and that Slack and the card agree. */
import { runCommand } from '../../../backend/handoff/commands/run-command.ts';
import { forgetOld } from '../../../backend/portals/keep-house.ts';
import { headersV2, headersV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type Asked, type CardServer, cardPortalId, cardSecret, startCardServer } from '../../support/card-server.ts';
import { dayMs, lee, maria, minuteMs, now, portalState, tom } from '../../support/handoffs.ts';

let here: CardServer;
let people = 0;
beforeAll(async () => {
  here = await startCardServer();
});
afterAll(() => here.close());
beforeEach(() => {
  here.changed.length = 0;
  here.drained.length = 0;
});

let keys = 0;
function asked(change: Partial<Asked>): Asked {
  keys += 1;
  return { contactId: '501', handoffId: null, command: 'accept', idempotencyKey: `key-of-test-${keys}`, ...change };
}

/** Somebody new who is with Maria, and their contact. */
async function withMaria(): Promise<{ contactId: string; handoffId: number }> {
  people += 1;
  const contactId = String(5000 + people);
  return { contactId, handoffId: await here.handOff(`person-${people}`, contactId) };
}

async function nearMiss(): Promise<string> {
  people += 1;
  const contactId = String(5000 + people);
  await here.nearMiss(`person-${people}`, contactId);
  return contactId;
}

const handoff = (handoffId: number) => here.store.handoff(cardPortalId, handoffId);
const receiptsOf = async (handoffId: number) =>
  (await here.store.receipts(cardPortalId, { handoffId, limit: 50 })).map(({ kind, outcome }) => `${kind} ${outcome}`);

describe('a command', () => {
  it('is done, and answered with the card as it is then', async () => {
    const { contactId, handoffId } = await withMaria();
    const before = await here.card(contactId);
    expect(before).toMatchObject({
      acting: { actions: expect.arrayContaining([{ command: 'accept' }].map(containing)) },
    });
    const { status, say, card } = await here.command(asked({ contactId, handoffId }));
    expect([status, say]).toEqual(['done', 'Maria is on it.']);
    expect(card).toMatchObject({
      status: 'ready',
      handoffs: [{ handoffId, acceptedAt: now }],
      acting: { actions: [{ command: 'call' }, { command: 'snooze' }, {}, {}, {}] },
    });
    expect(here.changed).toEqual([cardPortalId]);
  });

  it.each<[Partial<Asked>, object]>([
    [{ command: 'call' }, { status: 'engaged', touch: { kind: 'call', by: 'owner', isInTime: true } }],
    [
      { command: 'snooze', choice: '1 hour' },
      { status: 'snoozed', snoozedUntil: now + 60 * minuteMs },
    ],
    [
      { command: 'return', reason: 'No answer\u202e\n twice' },
      { status: 'return_due', reasons: ['No answer twice (maria@acme.test)'] },
    ],
    [
      { command: 'not a fit', reason: 'Too small' },
      { status: 'not_a_fit', reasons: ['Too small'], isWrongPerson: false },
    ],
    [
      { command: 'wrong person', reason: 'Left the company' },
      { status: 'not_a_fit', reasons: ['Left the company'], isWrongPerson: true },
    ],
  ])('%j', async (change, shown) => {
    const { contactId, handoffId } = await withMaria();
    const { status, card } = await here.command(asked({ contactId, handoffId, ...change }));
    expect(status).toBe('done');
    expect(card).toMatchObject({ handoffs: [shown] });
  });

  it('hands a near miss off by hand, after whoever waits for an owner', async () => {
    const contactId = await nearMiss();
    expect(await here.card(contactId, tom.email)).toMatchObject({
      gate: 'not_ready',
      acting: { actions: [{ command: 'hand off', handoffId: null, needsReason: true }] },
    });
    const hand = asked({ contactId, command: 'hand off', reason: 'asked for a demo', choice: 'oneself' });
    const { status, say, card } = await here.command(hand, tom.email);
    expect([status, say, here.drained]).toEqual(['done', 'Tom has it now.', [cardPortalId]]);
    expect(card).toMatchObject({
      handoffs: [{ status: 'assigned', owner: { name: 'Tom' }, byHand: { by: tom.email, reason: 'asked for a demo' } }],
    });
    expect(await here.command(asked({ ...hand, idempotencyKey: 'another-key' }), lee.email)).toMatchObject({
      status: 'already',
      say: 'Tom has it now.',
    });
  });

  it('goes on with a colleague when this is the wrong person, both or neither', async () => {
    const { contactId, handoffId } = await withMaria();
    const wrong = asked({ contactId, handoffId, command: 'wrong person', reason: 'Left the company', choice: '77777' });
    expect(await here.command(wrong)).toMatchObject({ status: 'refused' });
    expect(await handoff(handoffId)).toMatchObject({ status: 'assigned' });
    const userId = `person-${people}-2`;
    expect(await here.store.linkProductUser(cardPortalId, '88888', userId, now)).toEqual({ status: 'linked' });
    const { personId } = (await here.store.personByIdentity(cardPortalId, `u:${userId}`))!;
    const inputs = await here.store.decisionInputs(cardPortalId, 10);
    expect(inputs.map(({ person }) => person.personId)).toContain(personId);
    const { status, say } = await here.command({ ...wrong, choice: '88888', idempotencyKey: 'the-right-one' });
    expect([status, say]).toEqual(['done', expect.stringContaining('HubSpot is asked once more')]);
    const open = await here.store.handoffs(cardPortalId, { open: true, limit: 500 });
    expect(open.find((one) => one.personId === personId)).toMatchObject({
      contactId: '88888',
      status: 'waiting',
      byHand: { ownerId: maria.id, insteadOf: handoffId },
    });
  });
});

describe('the same key again', () => {
  it('gets the same answer and does nothing, however often and however fast it comes', async () => {
    const { contactId, handoffId } = await withMaria();
    const before = await receiptsOf(handoffId);
    const snooze = asked({ contactId, handoffId, command: 'snooze', choice: 'tomorrow' });
    const answers = await Promise.all(Array.from({ length: 12 }, () => here.command(snooze)));
    expect(new Set(answers.map(({ status, say }) => `${status}: ${say}`))).toEqual(new Set(['done: Reminders wait.']));
    expect((await receiptsOf(handoffId)).slice(0, -before.length)).toEqual(['snooze snoozed']);
    // Another press after that is another thing.
    const call = await here.command(asked({ contactId, handoffId, command: 'call' }));
    expect(call.status).toBe('done');
    expect(await here.command(snooze)).toMatchObject({ status: 'done', say: 'Reminders wait.', card: call.card });
  });

  it('opens one handoff by hand', async () => {
    const contactId = await nearMiss();
    const hand = asked({ contactId, command: 'hand off', reason: 'asked for a demo' });
    const answers = await Promise.all(Array.from({ length: 12 }, () => here.command(hand)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['done']));
    expect(await here.card(contactId)).toMatchObject({ handoffs: { length: 1 } });
  });

  it('keeps a refusal too', async () => {
    const { contactId, handoffId } = await withMaria();
    const approve = asked({ contactId, handoffId, command: 'approve' });
    const first = await here.command(approve);
    expect(first.status).toBe('refused');
    await here.command(asked({ contactId, handoffId }));
    expect(await here.command(approve)).toMatchObject({ status: first.status, say: first.say });
  });

  it('of somebody else is another key', async () => {
    const { contactId, handoffId } = await withMaria();
    const call = asked({ contactId, handoffId, command: 'call' });
    expect((await here.command(call, maria.email)).status).toBe('done');
    expect((await here.command(call, 'ops@acme.test')).status).toBe('already');
  });

  it('for something else is refused with what to do', async () => {
    const { contactId, handoffId } = await withMaria();
    const accept = asked({ contactId, handoffId });
    await here.command(accept);
    const response = await here.post({ ...accept, command: 'call' });
    expect([response.status, await response.json()]).toEqual([
      409,
      { error: { code: 'key_used', message: expect.stringContaining('send a new one') } },
    ]);
  });

  it('is forgotten after 14 days, and calls of workflow actions are not', async () => {
    const { contactId, handoffId } = await withMaria();
    const accept = asked({ contactId, handoffId });
    await here.command(accept);
    await here.store.transactHandoff(cardPortalId, { handoffId }, now, () => ({
      answer: null,
      call: { callbackId: 'of a workflow', action: 'assign-owner', answer: {} },
    }));
    const kept = () => here.store.callAnswer(cardPortalId, `card:${maria.email}:${accept.idempotencyKey}`);
    await forgetOld(here.store, cardPortalId, now + 14 * dayMs);
    expect(await kept()).toMatchObject({ status: 'done' });
    await forgetOld(here.store, cardPortalId, now + 14 * dayMs + 1);
    expect([await kept(), await here.store.callAnswer(cardPortalId, 'of a workflow')]).toEqual([undefined, {}]);
  });
});

describe('who may', () => {
  it.each([
    [maria.email, 'done', 'Maria is on it.'],
    [' MARIA@ACME.TEST', 'done', 'Maria is on it.'],
    ['ops@acme.test', 'done', 'Maria is on it.'],
    [tom.email, 'refused', 'Maria has it. Only the owner, their manager or an operator of Zo may act on it.'],
    ['guest@acme.test', 'refused', 'Maria has it. Only the owner, their manager or an operator of Zo may act on it.'],
  ])('%s: %s', async (email, status, say) => {
    const { contactId, handoffId } = await withMaria();
    expect(await here.command(asked({ contactId, handoffId }), email)).toMatchObject({ status, say });
    expect((await handoff(handoffId))?.acceptedAt).toBe(status === 'done' ? now : null);
  });

  it('is shown who has it, and no buttons, if they may do nothing', async () => {
    const { contactId } = await withMaria();
    expect(await here.card(contactId, 'guest@acme.test')).toMatchObject({
      handoffs: [{ owner: { name: 'Maria' } }],
      acting: { actions: [], whyNone: expect.stringContaining('Maria has it.') },
    });
  });

  it('is nobody when HubSpot does not say who asks', async () => {
    const { contactId, handoffId } = await withMaria();
    const response = await here.post(asked({ contactId, handoffId }), { as: null });
    expect(await response.json()).toMatchObject({
      status: 'refused',
      say: 'HubSpot did not say who you are.',
      card: { acting: { actions: [] } },
    });
  });

  it('is nobody in an account that is not connected', async () => {
    const query = 'portalId=99&userId=9&userEmail=maria%40acme.test&appId=1';
    const body = asked({ handoffId: 1 });
    const response = await here.post(body, { query });
    expect(await response.json()).toMatchObject({ status: 'refused', card: { status: 'not connected' } });
  });
});

describe('a handoff that is not this contact’s', () => {
  it.each<[string, (mine: { contactId: string; handoffId: number }) => Partial<Asked>]>([
    ['of another contact', ({ handoffId }) => ({ handoffId: handoffId - 1 })],
    ['that nobody has', () => ({ handoffId: 999_999 })],
    ['of a contact that nobody knows', ({ handoffId }) => ({ contactId: '1', handoffId })],
  ])('%s is unknown, and nothing is done', async (_what, change) => {
    await withMaria();
    const mine = await withMaria();
    const answer = await here.command(asked({ ...mine, ...change(mine) }));
    expect(answer).toMatchObject({ status: 'unknown handoff', say: 'There is no such handoff any more.' });
    expect(here.changed).toEqual([]);
    expect((await handoff(mine.handoffId))?.acceptedAt).toBeNull();
  });

  it('is unknown once the person was erased, also to a key that did something', async () => {
    const { contactId, handoffId } = await withMaria();
    const accept = asked({ contactId, handoffId });
    await here.command(accept);
    const { personId } = (await handoff(handoffId))!;
    const rules = { playbook: portalState().playbook, timeZone: portalState().portal.timeZone };
    await here.store.erasePersons(cardPortalId, [personId], [], rules, now);
    expect((await here.command(accept)).status).toBe('unknown handoff');
    expect(await here.command(asked({ contactId, command: 'hand off', reason: 'x' }))).toMatchObject({
      status: 'refused',
      say: 'Nothing is known of what this person did in the product.',
    });
  });
});

describe('a request that HubSpot did not sign so', () => {
  const body = () => asked({ handoffId: 1 });
  const address = (query: string) => `${here.url()}/app/handoff-command?${query}`;
  const query = `portalId=${cardPortalId}&userId=9&userEmail=maria%40acme.test&appId=1`;

  it.each<[string, (text: string) => Record<string, string>]>([
    ['unsigned', () => ({})],
    [
      'signed as a workflow action is',
      (text) => headersV2(cardSecret, { method: 'POST', url: address(query), body: text }),
    ],
    ['with another secret', (text) => headersV3('guessed', { method: 'POST', url: address(query), body: text }, now)],
    [
      'of another body',
      (text) => headersV3(cardSecret, { method: 'POST', url: address(query), body: `${text} ` }, now),
    ],
    [
      'of another user',
      (text) => headersV3(cardSecret, { method: 'POST', url: address(query.replace('maria', 'ops')), body: text }, now),
    ],
    [
      'of six minutes ago',
      (text) => headersV3(cardSecret, { method: 'POST', url: address(query), body: text }, now - 6 * minuteMs),
    ],
  ])('%s is refused', async (_what, headersOf) => {
    const whole = body();
    expect((await here.post(whole, { query, headers: headersOf(JSON.stringify(whole)) })).status).toBe(401);
  });

  it('that names its user twice is refused', async () => {
    expect((await here.post(body(), { query: `${query}&userEmail=ops%40acme.test` })).status).toBe(400);
  });

  it.each<[string, object]>([
    ['no command', { command: undefined }],
    ['a command that is none', { command: 'delete' }],
    ['no key', { idempotencyKey: undefined }],
    ['a short key', { idempotencyKey: 'a' }],
    ['a handoff that is none', { handoffId: '5' }],
    ['no contact', { contactId: 'abc' }],
    ['a reason without end', { reason: 'x'.repeat(401) }],
  ])('with %s is refused', async (_what, change) => {
    expect((await here.post({ ...body(), ...change })).status).toBe(400);
  });
});

it('the card and Slack, pressed at once, make one of it: 30 rounds', async () => {
  const won: Record<string, true> = {};
  for (let round = 0; round < 30; round += 1) {
    const { contactId, handoffId } = await withMaria();
    const inSlack = () =>
      here.store.transactHandoff(cardPortalId, { handoffId }, now, (context) => {
        const ran = runCommand(
          { kind: 'return', reason: 'No answer' },
          { context, state: portalState(), actor: { email: maria.email, via: 'Slack' }, operators: [], now },
        );
        return { answer: ran.outcome, ...(ran.outcome === 'done' && { change: ran.change }) };
      });
    const onCard = () =>
      here
        .command(asked({ contactId, handoffId, command: 'not a fit', reason: 'Too small' }))
        .then(({ status }) => status);
    // In later rounds Slack's press comes a little later, so that each of the two is the first in some.
    const [card, slack] = await Promise.all([onCard(), turns(round).then(inSlack)]);
    expect([card, slack].sort()).toEqual(['done', 'refused']);
    const { status } = (await handoff(handoffId))!;
    expect(status).toBe(card === 'done' ? 'not_a_fit' : 'return_due');
    expect(await here.card(contactId)).toMatchObject({ handoffs: [{ status }] });
    won[status] = true;
  }
  expect(Object.keys(won).sort()).toEqual(['not_a_fit', 'return_due']);
}, 60_000);

/** So many turns of the event loop later. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function containing(part: object): object {
  return expect.objectContaining(part);
}
