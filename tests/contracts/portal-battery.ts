/** What every store promises about portals, write keys, playbooks, settings and alarms. */
import type { PropertyDefinition } from '@zo/shared';
import { PlaybookConflictError } from '../../backend/store/playbook-versions.ts';
import type { NewPlaybook, Portal, PortalStore } from '../../backend/store/store.ts';

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
    const start: NewPlaybook = { source: 'score: []', properties: [], author: 'ops@acme.test', reason: 'start' };
    const first = await store.savePlaybook(4101, start, 10);
    expect(first).toEqual({ ...start, version: 1, alertReady: false, createdAt: 10 });
    expect(await store.savePlaybook(4101, { ...start, author: 'tom@acme.test', reason: 'again' }, 11)).toEqual(first);
    expect((await store.savePlaybook(4101, { ...start, source: 'score: [1]', reason: 'more' }, 12)).version).toBe(2);
    expect((await store.playbook(4101))?.source).toBe('score: [1]');
    expect((await store.savePlaybook(4100, start, 13)).version).toBe(1);
  });

  it("keeps HubSpot's definitions with a playbook version; the same text with other definitions is another version", async () => {
    const seats: PropertyDefinition = {
      object: 'contact',
      name: 'seats_wanted',
      label: 'Seats wanted',
      type: 'number',
      fieldType: 'number',
      description: '',
      source: 'hubspot',
    };
    const playbook = { source: 'score: [2]', properties: [seats], author: 'ops@acme.test', reason: '' };
    const saved = await store.savePlaybook(4101, playbook, 20);
    expect(await store.playbook(4101)).toEqual({
      ...playbook,
      version: saved.version,
      alertReady: false,
      createdAt: 20,
    });
    expect(await store.savePlaybook(4101, playbook, 21)).toEqual(saved);
    const asText = { ...playbook, properties: [{ ...seats, type: 'string' as const }] };
    expect((await store.savePlaybook(4101, asText, 22)).version).toBe(saved.version + 1);
  });

  it('keeps every version, lists them newest first in pages, and gives back the one named', async () => {
    const version = (text: string): NewPlaybook => ({
      source: text,
      properties: [],
      author: 'ops@acme.test',
      reason: '',
    });
    for (const [index, text] of ['a', 'b', 'c'].entries()) await store.savePlaybook(4100, version(text), 100 + index);
    const newest = await store.playbookVersions(4100, { limit: 2 });
    expect(newest.map(({ source }) => source)).toEqual(['c', 'b']);
    const older = await store.playbookVersions(4100, { before: newest[1]!.version, limit: 2 });
    expect(older.map(({ source }) => source)).toEqual(['a', 'score: []']);
    expect((await store.playbook(4100, older[0]!.version))?.source).toBe('a');
    expect(await store.playbook(4100, 99)).toBeNull();
    expect(await store.playbookVersions(4999, { limit: 2 })).toEqual([]);
  });

  it('refuses to save over a version the editor has not seen, and says whose it is', async () => {
    const playbook = (source: string, author: string): NewPlaybook => ({
      source,
      properties: [],
      author,
      reason: 'larger teams',
      alertReady: true,
    });
    const { version } = (await store.playbook(4100))!;
    const mine = await store.savePlaybook(4100, playbook('mine', 'maria@acme.test'), 200, version);
    expect(mine).toMatchObject({ version: version + 1, alertReady: true });
    expect((await store.playbook(4100))?.alertReady).toBe(true);
    await expect(store.savePlaybook(4100, playbook('theirs', 'tom@acme.test'), 201, version)).rejects.toThrow(
      `You changed version ${version}, but version ${version + 1} is in force, saved by maria@acme.test (larger teams)`,
    );
    await expect(store.savePlaybook(4101, playbook('theirs', 'tom@acme.test'), 201, 0)).rejects.toThrow(
      PlaybookConflictError,
    );
    expect((await store.playbook(4100))?.source).toBe('mine');
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
