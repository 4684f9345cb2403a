/** Somebody is erased while HubSpot makes or finds their contact: what comes to be there is emptied too, if that was asked for. */
import type { HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { type ContactSync, emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };

describe.each(engines)('on %s', (_, open) => {
  let sync: ContactSync;
  let store: EitherStore;
  beforeEach(async () => {
    sync = await startContactSync(['known']);
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    await sync.portal.close();
  });

  /** `meanwhile`: before the erasure has begun, and after it looked who is meant. */
  const erase = (userId: string, clearHubspot: boolean, meanwhile: () => Promise<unknown> = async () => {}) =>
    createErasure({
      store,
      rulesFor: async () => {
        await meanwhile();
        return rules;
      },
      now: () => now,
      onErased: () => {},
    }).erase(syncPortalId, { userId }, { clearHubspot });

  async function begin(userId: string): Promise<number> {
    await sync.accept(store, { type: 'identify', userId, email: emailOf(userId) });
    await sync.decide(store);
    const { personId } = (await store.personByIdentity(syncPortalId, `u:${userId}`))!;
    const about = { key: `contact:${personId}`, lane: 'hubspot', priority: priorities.crossing };
    await store.enqueue(syncPortalId, [{ kind: 'sync contact', personId, createIfMissing: true, ...about }], now);
    return personId;
  }

  /** Writes their contact, and erases them once HubSpot has answered to a call. */
  async function writeWhileErased(userId: string, call: 'createContacts' | 'updateRecords', clearHubspot: boolean) {
    const { gateway } = sync.portal;
    const calls: string[] = [];
    const erasing = {
      ...gateway,
      [call]: async (...asked: never[]) => {
        const answer = await (gateway[call] as (...given: never[]) => Promise<unknown>)(...asked);
        const isTheirs = call === 'createContacts' || String(asked[0]) === 'contact';
        if (!isTheirs || calls.length > 0) return answer;
        calls.push(call);
        await erase(userId, clearHubspot);
        return answer;
      },
    } as HubspotGateway;
    const claimed = await sync.claim(store);
    await sync.settle(store, await sync.run(store, claimed, erasing));
    expect(calls).toEqual([call]);
    expect(await userIdOf(emailOf(userId))).toBe(userId);
    await sync.work(store);
  }

  async function userIdOf(email: string): Promise<string | null | undefined> {
    const asked = { by: 'email', values: [email], properties: ['zo_user_id'] };
    const contact = (await sync.portal.gateway.readContacts(asked, 0)).get(email);
    return contact === undefined || contact === 'not found' ? undefined : contact.properties.zo_user_id;
  }

  it('a contact that is made while its person is erased keeps nothing of ours', async () => {
    await begin('newcomer');
    await writeWhileErased('newcomer', 'createContacts', true);
    expect(await userIdOf(emailOf('newcomer'))).toBeFalsy();
    expect(await userIdOf(emailOf('newcomer'))).not.toBeUndefined();
  });

  it('nor does one that is found, and written, meanwhile', async () => {
    await begin('known');
    await writeWhileErased('known', 'updateRecords', true);
    expect(await sync.read('zo_user_id')).toEqual(['']);
  });

  it('it stays as it was written where HubSpot was to be left alone', async () => {
    await begin('newcomer');
    await writeWhileErased('newcomer', 'createContacts', false);
    expect(await userIdOf(emailOf('newcomer'))).toBe('newcomer');
  });

  it('a contact that is linked just before the person goes is emptied', async () => {
    const personId = await begin('known');
    const [contactId] = sync.contactIds;
    const properties = { zo_user_id: 'known' };
    await sync.portal.gateway.updateRecords('contact', [{ id: contactId!, properties }], 0);
    const linked = { subjectId: personId, recordId: contactId!, written: properties, problem: null };
    await erase('known', true, () => store.acknowledge(syncPortalId, 'contact', [linked]));
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['']);
  });
});
