/** The PLAYBOOK file and the portal's own properties, with a real database and the local HubSpot. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { learnProperties } from '../../../backend/catalogue/portal-catalogue.ts';
import { readPortalPlaybook } from '../../../backend/catalogue/read-portal-playbook.ts';
import { watchUsedProperties } from '../../../backend/catalogue/watch-properties.ts';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { PlaybookFileError, savePlaybookFile, settleAwaiting } from '../../../backend/portals/playbook-file.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const portalId = 424242;
const now = 1_770_000_000_000;
let portal: TestPortal;
let store: SqliteStore;
let folder: string;
let file: string;

beforeEach(async () => {
  portal = await startTestPortal();
  store = await openSqliteStore(':memory:');
  folder = await mkdtemp(path.join(tmpdir(), 'zo-playbook-file-'));
  file = path.join(folder, 'playbook.yaml');
});
afterEach(async () => {
  await portal.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const acme = path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml');

/** Acme's playbook with another condition more; it stands in a line of its own. */
async function playbookWith(condition: string): Promise<string> {
  const source = (await readFile(acme, 'utf8')).replace(/(A free user becomes an SQL when)/, `$1 ${condition}\n  AND`);
  await writeFile(file, source);
  return source;
}

async function makeSeats(change: Record<string, string> = {}): Promise<void> {
  const type = { type: 'number', fieldType: 'number', ...change };
  await portal.gateway.createProperty('contact', {
    name: 'seats_wanted',
    label: 'Seats wanted',
    groupName: 'contactinformation',
    description: '',
    ...type,
  });
}

async function deleteSeats(): Promise<void> {
  const response = await fetch(`${portal.sandbox.url}/crm/v3/properties/contacts/seats_wanted`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
  });
  expect(response.status).toBe(204);
}

const alarms = async () => (await store.alarms(portalId)).map(({ message }) => message);

it('waits for HubSpot where a property is none every portal has, and is in force once HubSpot has it', async () => {
  await playbookWith('seats_wanted >= 5');
  const awaiting = await savePlaybookFile(store, portalId, file, now);
  expect(awaiting).not.toBeNull();
  expect(await store.playbook(portalId)).toBeNull();
  expect(await alarms()).toEqual([expect.stringContaining("waits for HubSpot's list of properties")]);

  await learnProperties(store, portal.gateway, now);
  const problems = await settleAwaiting(store, awaiting!, now);
  expect(problems).toEqual([expect.stringMatching(/^line \d+, column \d+: There is no property .*seats_wanted/)]);
  expect(await alarms()).toEqual([expect.stringContaining('is not in force')]);

  await makeSeats();
  await learnProperties(store, portal.gateway, now);
  expect(await settleAwaiting(store, awaiting!, now)).toEqual([]);
  const stored = await store.playbook(portalId);
  expect(stored?.properties).toContainEqual(expect.objectContaining({ name: 'seats_wanted', type: 'number' }));
  expect(await alarms()).toEqual([]);
});

it("refuses every other mistake at once, also beside a property that may be the portal's", async () => {
  await playbookWith('seats_wanted >= 5 AND zo_plq_score >= 50');
  await expect(savePlaybookFile(store, portalId, file, now)).rejects.toThrow(PlaybookFileError);
  await playbookWith('zo_plq_score >= 50');
  await expect(savePlaybookFile(store, portalId, file, now)).rejects.toThrow(/line \d+, column \d+/);
});

it('stays readable, and in force at the next start, when the property is deleted; an alarm names it', async () => {
  await makeSeats();
  await learnProperties(store, portal.gateway, now);
  await playbookWith('seats_wanted >= 5');
  expect(await savePlaybookFile(store, portalId, file, now)).toBeNull();
  await watchUsedProperties(store, portalId, await learnProperties(store, portal.gateway, now), now);
  expect(await alarms()).toEqual([]);

  await deleteSeats();
  await watchUsedProperties(store, portalId, await learnProperties(store, portal.gateway, now), now);
  expect(await alarms()).toEqual([expect.stringContaining('The contact property seats_wanted')]);
  expect(await savePlaybookFile(store, portalId, file, now)).toBeNull();
  const stored = (await store.playbook(portalId))!;
  expect(stored.version).toBe(1);
  expect(parseStored(stored).definition.sentence).toContain('seats_wanted >= 5');

  await makeSeats({ type: 'string', fieldType: 'text' });
  await watchUsedProperties(store, portalId, await learnProperties(store, portal.gateway, now), now);
  expect(await alarms()).toEqual([expect.stringContaining('is now of type string')]);
});

it('a draft may name a property that was made in HubSpot a minute ago', async () => {
  const source = await playbookWith('seats_wanted >= 5');
  const parts = { store, gateway: portal.gateway, now: () => now };
  await learnProperties(store, portal.gateway, now);
  expect(await readPortalPlaybook(parts, portalId, source)).toMatchObject({ readWith: 'portal', properties: [] });
  await makeSeats();
  const { read, properties } = await readPortalPlaybook(parts, portalId, source);
  expect('playbook' in read).toBe(true);
  expect(properties.map(({ name }) => name)).toContain('seats_wanted');
});
