import { firstHumanTouch, type Touch } from '../../../backend/handoff/first-touch.ts';
import { readContactFacts } from '../../../backend/hubspot/read-contact-facts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const minute = 60_000;
const email = 'sarah@finpilot.test';

describe('what is logged in HubSpot after a handoff to maria', () => {
  let portal: TestPortal;
  let contactId: string;
  let handoff: Parameters<typeof firstHumanTouch>[1];
  beforeEach(async () => {
    portal = await startTestPortal({ seed: 'acme' });
    const contacts = [...portal.sandbox.portal().records['0-1'].values()];
    contactId = contacts.find(({ values }) => values.email === email)?.id ?? '';
    await log({ kind: 'call', by: 'lee@acme.test', at: Date.now() - 90 * minute });
    await assign('maria@acme.test');
    const facts = await read();
    handoff = { handedOffAt: Date.now(), contactedNotesAtHandoff: facts.contactedNotes, ownerId: facts.ownerId };
  });
  afterEach(() => portal.close());

  const ask = async (method: string, path: string, body: unknown) => {
    const response = await fetch(portal.sandbox.url + path, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  const log = (engagement: object) => ask('POST', `/sandbox/contacts/${email}/engagements`, engagement);
  const assign = (address: string) => {
    const owner = [...portal.sandbox.portal().owners.values()].find((one) => one.email === address);
    return ask('PATCH', `/sandbox/objects/contacts/${email}`, { properties: { hubspot_owner_id: owner?.id } });
  };
  const read = async () => {
    const used = { contact: [], company: [] };
    const facts = (await readContactFacts(portal.gateway, used, [contactId], priorities.routine)).get(contactId);
    if (facts === undefined) throw new Error('the contact is not there');
    return facts;
  };
  const [maria, tom] = [{ by: 'maria@acme.test' }, { by: 'tom@acme.test' }];

  it.each<[string, { kind: string; by?: string; minutes?: number }[], Pick<Touch, 'by' | 'kind'> | null]>([
    ['nothing', [], null],
    ['her call', [{ kind: 'call', ...maria }], { by: 'owner', kind: 'call' }],
    ['her meeting', [{ kind: 'meeting', ...maria }], { by: 'owner', kind: 'meeting' }],
    ['a meeting she booked', [{ kind: 'meeting', ...maria, minutes: 600 }], { by: 'owner', kind: 'meeting' }],
    ['her e-mail', [{ kind: 'email', ...maria }], { by: 'owner', kind: 'e-mail' }],
    ['her message', [{ kind: 'message', ...maria }], { by: 'owner', kind: 'message' }],
    ['her task', [{ kind: 'task', ...maria }], null],
    ['her note', [{ kind: 'note', ...maria }], null],
    ['an e-mail of a sequence of hers', [{ kind: 'sequence email', ...maria }], null],
    ['tom’s call', [{ kind: 'call', ...tom }], { by: 'somebody', kind: 'contact' }],
    ['tom’s meeting', [{ kind: 'meeting', ...tom }], { by: 'somebody', kind: 'meeting' }],
    ['a meeting tom booked', [{ kind: 'meeting', ...tom, minutes: 600 }], { by: 'somebody', kind: 'meeting' }],
    ['tom’s e-mail', [{ kind: 'email', ...tom }], { by: 'somebody', kind: 'contact' }],
    ['tom’s message', [{ kind: 'message', ...tom }], { by: 'somebody', kind: 'contact' }],
    ['tom’s task', [{ kind: 'task', ...tom }], null],
    ['tom’s note', [{ kind: 'note', ...tom }], null],
    ['an e-mail of a sequence of tom’s', [{ kind: 'sequence email', ...tom }], null],
    ['marketing’s e-mail', [{ kind: 'marketing email' }], null],
    ['her own reply', [{ kind: 'reply' }], null],
    ['a call logged late, of before the handoff', [{ kind: 'call', ...maria, minutes: -10 }], null],
    [
      'a task, then tom’s call',
      [
        { kind: 'task', ...maria },
        { kind: 'call', ...tom },
      ],
      { by: 'somebody', kind: 'contact' },
    ],
    [
      'her call, then a sequence',
      [
        { kind: 'call', ...maria },
        { kind: 'sequence email', ...maria, minutes: 1 },
      ],
      { by: 'owner', kind: 'call' },
    ],
  ])('%s', async (_what, engagements, expected) => {
    for (const { minutes = 0, ...engagement } of engagements) {
      await log({ ...engagement, at: handoff.handedOffAt + 10 + minutes * minute });
    }
    const now = handoff.handedOffAt + 30 * minute;
    const touch = firstHumanTouch(await read(), handoff, now);
    const at = engagements.some(({ minutes = 0 }) => minutes > 30) ? now : expect.any(Number);
    expect(touch).toEqual(expected && { ...expected, at });
  });

  it('her call, once somebody else owns the contact, is not the owner’s any more', async () => {
    await log({ kind: 'call', ...maria, at: handoff.handedOffAt + 10 });
    await assign('tom@acme.test');
    expect(firstHumanTouch(await read(), handoff, handoff.handedOffAt + minute)).toEqual({
      at: handoff.handedOffAt + 10,
      by: 'somebody',
      kind: 'contact',
    });
  });
});
