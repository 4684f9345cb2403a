/** An erased person is erased in the database, in our Slack messages and, when asked, in our HubSpot properties. */
import { readFile } from 'node:fs/promises';
import { contactProperties } from '@zo/shared';
import { redactedText } from '../../backend/outbox/redact-message.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { addToHubspot, alertsAbout, cross, expectAlerts, inventCompany } from '../support/trial-company.ts';

type Erasure = {
  found: number;
  kept?: Record<string, number>;
  erased: { persons: number; handoffs: number; messages: number };
  outside: { done: number; waiting: number; failed: { what: string; reason: string }[] };
};

let product: RunningProduct;
beforeAll(async () => {
  product = await startProduct({ withoutActionIds: true });
}, 60_000);
afterAll(() => product?.stop());

const erase = (order: object) => product.admin<Erasure>('POST', '/erasures', order);

it('in the database file, in Slack, and in HubSpot when asked; nobody else is touched', async () => {
  const [company, other] = [inventCompany('Forgotten'), inventCompany('Remembered')];
  for (const one of [company, other]) {
    await addToHubspot(product, one);
    await cross(product, one);
    await expectAlerts(product, one, 2);
  }
  const { email } = company.champion;
  const preview = await erase({ email, dryRun: true });
  expect(preview).toMatchObject({ found: 1, kept: { person: 1, handoff: 1, 'HubSpot record': 1 } });
  expect(preview.kept!.event).toBeGreaterThan(3);
  expect(await alertsAbout(product, company)).toHaveLength(2);

  const { erased, outside } = await erase({ email, confirm: true, hubspot: true });
  expect(erased).toMatchObject({ persons: 1, handoffs: 1, messages: 2 });
  expect(outside).toEqual({ done: 3, waiting: 0, failed: [] });

  expect(await alertsAbout(product, company)).toEqual([]);
  expect(await product.messagesAbout(redactedText)).toHaveLength(2);
  const { contact } = await product.contact(email);
  const left = contactProperties.filter(({ name }) => (contact.values[name] ?? '') !== '').map(({ name }) => name);
  expect(left).toEqual([]);
  expect(contact.values.email).toBe(email);
  expect(await erase({ email, dryRun: true })).toMatchObject({ found: 0, kept: {} });
  for (const file of [product.databaseFile, `${product.databaseFile}-wal`]) {
    const bytes = (await readFile(file, 'latin1')).toLowerCase();
    expect(bytes.includes(email.toLowerCase())).toBe(false);
  }

  expect(await alertsAbout(product, other)).toHaveLength(2);
  expect((await product.contact(other.champion.email)).contact.values.zo_handoff_status).toBe('alerted');
  const { entries } = await product.admin<{ entries: { deed: string; detail: string }[] }>('GET', '/audit');
  expect(entries).toContainEqual(
    expect.objectContaining({ deed: 'erase person', detail: 'one person, and in HubSpot' }),
  );
}, 60_000);

it('what Slack does not let us change is told', async () => {
  const company = inventCompany('Stuck');
  await addToHubspot(product, company);
  await cross(product, company);
  await expectAlerts(product, company, 2);
  await product.slack('POST', '/sandbox/failures', {
    match: { method: 'chat.update' },
    times: 1,
    mode: 'error',
    error: 'edit_window_closed',
  });
  const { outside } = await erase({ email: company.champion.email, confirm: true });
  expect(outside).toMatchObject({
    done: 1,
    failed: [
      {
        what: expect.stringContaining('in Slack channel'),
        reason: expect.stringContaining('the message is too old to be changed'),
      },
    ],
  });
  const { alarms } = await product.portal();
  expect(alarms).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('could not be redacted in Slack') }),
  );
}, 60_000);
