/** One product user who has two contacts in HubSpot: the user id is unique there, and stands with the one that is theirs. */
import { decide } from '../../../backend/handoff/decide.ts';
import { runHubspotLane } from '../../../backend/outbox/hubspot-lane.ts';
import { databases, type OpenDatabase } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { decisionContext, now, portalState, timeZone } from '../../support/handoffs.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 424242;
const rules = { playbook: acmePlaybook(), timeZone };
const emailOf = (userId: string) => `${userId}@finpilot.test`;

describe.each(databases)('on %s', (_, open) => {
  let portal: TestPortal;
  let database: OpenDatabase;
  let contactIds: string[];
  let moment = now;

  beforeEach(async () => {
    portal = await startTestPortal({ tenSecondlyLimit: 100_000 });
    await makeProperties(portal.gateway);
    const inputs = ['first', 'second'].map((userId) => ({ trace: userId, properties: { email: emailOf(userId) } }));
    const made = await portal.gateway.createContacts(inputs, 0);
    contactIds = [...made.values()].map((outcome) => (outcome.ok ? outcome.id : ''));
    database = await open();
    for (const userId of ['first', 'second']) await accept({ type: 'identify', userId, email: emailOf(userId) });
    await work();
    expect(await carried()).toEqual(['first', 'second']);
  });
  afterEach(async () => {
    await database.store.close();
    await portal.close();
  });

  const accept = (is: Parameters<typeof event>[0]) =>
    database.store.acceptEvents(portalId, [[event({ receivedAt: moment, ...is })]], rules);

  /** Decides and writes until nothing is left to do at once. */
  async function work(): Promise<void> {
    const { store } = database;
    const clock = { now: () => moment, plausibleNows: () => [moment] };
    const lane = { portalId, store, gateway: portal.gateway, state: portalState(), clock };
    for (let round = 0; round < 20; round += 1) {
      moment += 10_000;
      const inputs = await store.decisionInputs(portalId, 10);
      const decisions = inputs.map((input) => decide(input, decisionContext({ now: moment })));
      await store.commitDecisions(portalId, decisions, 1, moment);
      const claimed = await store.claimEffects(portalId, 'hubspot', 10, moment, `lease-${moment}`);
      if (claimed.length + inputs.length === 0) return;
      const settled = await runHubspotLane(lane, claimed);
      await store.settleEffects(
        portalId,
        settled.map(({ effect, outcome }) => ({ ...effect, outcome })),
        moment,
      );
    }
    throw new Error('there is always more to do');
  }

  /** The user id of each contact, as HubSpot has it. */
  async function carried(): Promise<(string | null | undefined)[]> {
    const read = await portal.gateway.readContacts({ by: 'id', values: contactIds, properties: ['zo_user_id'] }, 0);
    return contactIds.map((id) => {
      const record = read.get(id);
      return record === undefined || record === 'not found' ? undefined : (record.properties.zo_user_id ?? '');
    });
  }

  it('of two users who became one, whose contact is kept gets the first user id, and the other contact gives it up', async () => {
    await accept({ type: 'alias', userId: 'second', previousId: 'first' });
    await work();
    expect(await carried()).toEqual(['', 'first']);
    expect(await database.store.outboxCounts(portalId)).not.toHaveProperty('failed');
    expect(await database.store.alarms(portalId)).toEqual([]);
  });

  it('a contact of somebody else keeps the user id it carries, and an alarm says so', async () => {
    await accept({ type: 'identify', userId: 'third', email: 'third@finpilot.test' });
    const { personId } = (await database.store.personByIdentity(portalId, 'u:third'))!;
    await accept({ type: 'alias', userId: 'second', previousId: 'first' });
    const other = { subjectId: personId, recordId: contactIds[0]!, written: { zo_user_id: 'third' }, problem: null };
    await database.store.acknowledge(portalId, 'contact', [other]);
    await work();
    expect(await carried()).toEqual(['first', 'second']);
    const alarms = await database.store.alarms(portalId);
    expect(alarms.map(({ message }) => message)).toEqual([expect.stringContaining(`contact ${contactIds[0]}`)]);
  });
});
