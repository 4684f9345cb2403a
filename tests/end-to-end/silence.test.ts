/** What stops without a word is told: an event the definition needs, and values that are not in HubSpot as they were written. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Check } from '../../backend/portals/doctor.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import { addToHubspot, cross, expectAlarm, expectValues, inventCompany, track } from '../support/trial-company.ts';
import { hourMs } from '../support/weekly-events.ts';

const dayMs = 24 * hourMs;
const minuteMs = 60_000;
const patienceMs = 30_000;
const testMs = 60_000;
const onboarding = 'Onboarding Completed';

let folder: string;
let file: string;
let product: RunningProduct;
let startedAt: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-silence-'));
  file = path.join(folder, 'zo.db');
  product = await startProduct({ env: { DATABASE_URL: `file:${file}` } });
  startedAt = product.clock.now();
}, 60_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

it(
  'an event that stops is an alarm and one note in Slack, which names what it may be called now',
  async () => {
    const company = inventCompany('Silent');
    const happens = (event: string) =>
      product.send([track(company.champion, event, new Date(product.clock.now()).toISOString())]);
    await happens(onboarding);
    await product.kill();
    await rememberEveryHour(onboarding);
    await product.start();
    for (const time of [1, 2, 3]) {
      await product.clock.advance(50 * minuteMs);
      expect(await doctorOn('Events')).toEqual([expect.objectContaining({ state: 'ok' })]);
      await happens(`Onboarding Done ${time}`);
    }
    await product.clock.advance(50 * minuteMs);
    const { key, message } = await expectAlarm(product, onboarding, patienceMs);
    expect(key).toBe(`silence:events:${onboarding}`);
    expect(message).toBe(
      `${onboarding} has not arrived since Tue 10:00 Berlin. Usually it comes at least every 1 h. The definition and score need it (activated). Has it been renamed? Onboarding Done 1 is new.`,
    );
    const headline = `${onboarding} has not arrived since Tue 10:00 Berlin`;
    await expectNotes(headline);
    expect(await doctorOn('Events')).toEqual([
      expect.objectContaining({ state: 'problem', remedy: 'Has it been renamed? Onboarding Done 1 is new.' }),
      expect.objectContaining({ state: 'ok' }),
    ]);
    await product.kill();
    await product.start();
    await product.clock.advance(2 * minuteMs);
    await doctorOn('Events');
    expect((await expectNotes(headline)).map(({ place }) => place)).toEqual([expect.stringMatching(/^dm:/)]);

    await happens(onboarding);
    await product.clock.advance(2 * minuteMs);
    await expectNoAlarm(key);
  },
  testMs,
);

it(
  'what somebody writes over our score is found by the next daily sample, named, told once and put right',
  async () => {
    const company = inventCompany('Sampled');
    const { email } = company.champion;
    await addToHubspot(product, company);
    await cross(product, company);
    const { contact } = await expectValues(product, email, { zo_pql_score: '65', zo_handoff_gate: 'handed_off' });
    // The drift check comes first, and then not before the sample.
    await product.clock.advance(startedAt + dayMs - 2 * minuteMs - product.clock.now());
    await product.admin('POST', '/drift');
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${contact.id}`, { properties: { zo_pql_score: '1' } });
    await product.clock.advance(3 * minuteMs);
    const { message } = await expectAlarm(product, 'in the daily sample', patienceMs);
    expect(message).toContain(
      `1 value changed by somebody or something else. contact ${contact.id} has "1" in zo_pql_score, where we wrote "65".`,
    );
    expect(message).toContain('1 of ');
    await expectAlarm(product, 'user 501 writes zo_pql_score');
    await expectValues(product, email, { zo_pql_score: '65' });
    expect(await doctorOn('Daily sample')).toEqual([expect.objectContaining({ state: 'problem', detail: message })]);

    await product.clock.advance(dayMs);
    await expectNoAlarm('sample:contacts');
    expect(await doctorOn('Daily sample')).toEqual([
      expect.objectContaining({ state: 'ok', detail: expect.stringContaining('are in HubSpot as written') }),
    ]);
    expect(await expectNotes('HubSpot does not have what Zo wrote')).toHaveLength(1);
  },
  testMs,
);

it(
  'two weeks in which scores fall and a contact goes back are no difference, and the time nobody watched is no silence',
  async () => {
    const company = inventCompany('Returned');
    await addToHubspot(product, company);
    await cross(product, company);
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'handed_off' });
    await product.clock.advance(14 * dayMs + hourMs);
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'cooling_down', zo_pql_score: '22' });
    for (let day = 0; day < 2; day += 1) {
      const [before] = await doctorOn('Daily sample');
      await product.clock.advance(dayMs);
      await waitUntil(
        'another sample',
        async () => {
          const [check] = await doctorOn('Daily sample');
          return check?.detail === before?.detail ? { instead: String(check?.detail) } : { value: true };
        },
        patienceMs,
      );
      expect(await doctorOn('Daily sample')).toEqual([expect.objectContaining({ state: 'ok' })]);
    }
    const { alarms } = await product.portal();
    expect(alarms.filter(({ key }) => /^(silence|sample):/.test(key))).toEqual([]);
  },
  testMs,
);

/** As if it had come every hour of the four weeks before. */
async function rememberEveryHour(name: string): Promise<void> {
  const store = await openSqliteStore(file);
  const now = Math.floor(product.clock.now() / hourMs) * hourMs;
  const arrivals = Array.from({ length: 28 * 24 }, (_, index) => ({
    name,
    hourStart: now - (28 * 24 - index) * hourMs,
  }));
  await store.noteArrivals(portalId, arrivals, 28 * dayMs);
  await store.close();
}

/** What was posted, once something was. */
function expectNotes(words: string): Promise<{ place: string; shown: string }[]> {
  return waitUntil<{ place: string; shown: string }[]>(
    `a note saying "${words}"`,
    async () => {
      const notes = await product.messagesAbout(words);
      return notes.length > 0 ? { value: notes } : { instead: 'none' };
    },
    patienceMs,
  );
}

/** The doctor looks now. */
async function doctorOn(name: string): Promise<Check[]> {
  const { checks } = await product.admin<{ checks: Check[] }>('GET', '/doctor');
  return checks.filter((check) => check.name === name);
}

async function expectNoAlarm(key: string): Promise<void> {
  await waitUntil(
    `the alarm ${key} to end`,
    async () => {
      const { alarms } = await product.portal();
      return alarms.some((alarm) => alarm.key === key) ? { instead: 'it stands' } : { value: true };
    },
    patienceMs,
  );
}
