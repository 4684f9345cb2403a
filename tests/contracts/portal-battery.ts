/** What every store promises about portals, write keys, playbooks, settings and alarms. */
import type { Portal, PortalStore } from '../../backend/store/store.ts';

const acme: Portal = {
  portalId: 4101,
  timeZone: 'Europe/Berlin',
  uiDomain: 'app.hubspot.com',
  scopes: ['oauth', 'automation'],
  goLiveAt: null,
  createdAt: 1_700_000_000_000,
};

export function portalBattery(openStore: () => Promise<PortalStore>): void {
  let store: PortalStore;
  beforeAll(async () => {
    store = await openStore();
  });

  it('gives back a portal as saved, and keeps when it was first saved', async () => {
    await store.savePortal(acme);
    expect(await store.portal(4101)).toEqual(acme);
    await store.savePortal({ ...acme, goLiveAt: 1_700_000_001_000, createdAt: 1_800_000_000_000 });
    expect(await store.portal(4101)).toEqual({ ...acme, goLiveAt: 1_700_000_001_000 });
    expect(await store.portal(4999)).toBeNull();
  });

  it('lists portals by id', async () => {
    await store.savePortal({ ...acme, portalId: 4100 });
    expect((await store.portals()).map((portal) => portal.portalId)).toEqual([4100, 4101]);
  });

  it('finds the portal and the source of a write key by its hash', async () => {
    await store.saveWriteKey('a'.repeat(64), { portalId: 4101, source: 'browser' }, 5);
    expect(await store.writeKey('a'.repeat(64))).toEqual({ portalId: 4101, source: 'browser' });
    expect(await store.writeKey('b'.repeat(64))).toBeNull();
  });

  it('makes a new playbook version only when the source changed', async () => {
    expect(await store.playbook(4101)).toBeNull();
    const first = await store.savePlaybook(4101, 'score: []', 'ops@acme.test', 'start', 10);
    expect(first).toEqual({ version: 1, source: 'score: []', author: 'ops@acme.test', reason: 'start', createdAt: 10 });
    expect(await store.savePlaybook(4101, 'score: []', 'tom@acme.test', 'again', 11)).toEqual(first);
    expect((await store.savePlaybook(4101, 'score: [1]', 'tom@acme.test', 'more', 12)).version).toBe(2);
    expect((await store.playbook(4101))?.source).toBe('score: [1]');
    expect((await store.savePlaybook(4100, 'score: []', 'ops@acme.test', 'start', 13)).version).toBe(1);
  });

  it('keeps settings of any JSON shape apart per portal', async () => {
    await store.saveSetting(4101, 'owners', [{ id: '7', email: 'maria@acme.test' }], 1);
    await store.saveSetting(4101, 'owners', { none: true }, 2);
    expect(await store.setting(4101, 'owners')).toEqual({ none: true });
    expect(await store.setting(4100, 'owners')).toBeNull();
  });

  it('counts how often an alarm was raised, newest first, until it is cleared', async () => {
    await store.raiseAlarm(4101, 'slack', 'channel missing', 1);
    await store.raiseAlarm(4101, 'hubspot', 'scope missing', 2);
    await store.raiseAlarm(4101, 'slack', 'channel archived', 3);
    expect(await store.alarms(4101)).toEqual([
      { key: 'slack', message: 'channel archived', raisedAt: 3, times: 2 },
      { key: 'hubspot', message: 'scope missing', raisedAt: 2, times: 1 },
    ]);
    await store.clearAlarm(4101, 'slack');
    expect((await store.alarms(4101)).map((alarm) => alarm.key)).toEqual(['hubspot']);
    expect(await store.alarms(4100)).toEqual([]);
  });
}
