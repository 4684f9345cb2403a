/** Alerts compete for attention: one thread per company, so many a day, none at night. */
import type { RunningProduct } from '../support/running-product.ts';
import { expectAlert, expectSaid, press, saidIn, startWithButtons } from '../support/slack-hands.ts';
import {
  addToHubspot,
  cross,
  expectEnrolled,
  expectHandoff,
  inventCompany,
  lastStep,
  pass,
  type TrialCompany,
  useBefore,
} from '../support/trial-company.ts';

const channel = '#pql-handoff';
const dm = 'dm:maria';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const testMs = 60_000;
let product: RunningProduct;

beforeAll(async () => {
  product = await startWithButtons({
    playbook: (yaml) =>
      yaml
        .replace('[maria@acme.test, tom@acme.test, lee@acme.test]', '[maria@acme.test]')
        .replace('handoff:\n', 'handoff:\n  alerts per day: 3\n  quiet hours: 20:00-7:30\n'),
  });
}, 60_000);
afterAll(() => product?.stop());

async function crossed(words: string): Promise<TrialCompany> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  await cross(product, company);
  return company;
}

it(
  'the second contact of a company is told of in the first one’s thread, and in the channel',
  async () => {
    const company = await crossed('Thread');
    const first = {
      inDm: await expectAlert(product, company, dm),
      inChannel: await expectAlert(product, company, channel),
    };
    const swapped = { ...company, champion: company.teammate, teammate: company.champion };
    await product.send([...useBefore(product, swapped), lastStep(product, swapped)]);
    const second = {
      inDm: await expectAlert(product, swapped, dm),
      inChannel: await expectAlert(product, swapped, channel),
    };
    expect(second.inDm).toMatchObject({ threadTs: first.inDm.ts, broadcast: true });
    expect(second.inChannel).toMatchObject({ threadTs: first.inChannel.ts, broadcast: true });
    await press(product, second.inDm, 'maria', 'zo_accept');
    expect((await expectAlert(product, swapped, channel, 'On it since')).ts).toBe(second.inChannel.ts);
    expect((await expectAlert(product, company, channel)).shown).not.toContain('On it since');
  },
  testMs,
);

it(
  'the fourth and fifth alert of the day stand in one list; the channel has each of them',
  async () => {
    const third = await crossed('Third');
    await expectAlert(product, third, dm);
    const fourth = await crossed('Fourth');
    await expectEnrolled(product, fourth);
    const list = await expectSaid(product, dm, 'More leads today');
    const fifth = await crossed('Fifth');
    const [enrolment] = await expectEnrolled(product, fifth);
    expect(enrolment?.steps.at(-1)?.outputs).toMatchObject({ zo_delivery_status: 'sent' });
    const grown = await expectSaid(product, dm, new RegExp(`More leads today[\\s\\S]*${fifth.champion.lastName}`));
    expect(grown.ts).toBe(list.ts);
    expect(grown.shown.split('\n')).toEqual([
      'More leads today:',
      expect.stringMatching(`^• Ada ${fourth.champion.lastName} at ${fourth.name} - first call due by 12:0`),
      expect.stringMatching(`^• Ada ${fifth.champion.lastName} at ${fifth.name} - first call due by 12:0`),
    ]);
    for (const company of [fourth, fifth]) await expectAlert(product, company, channel);
    const { alerts } = await expectHandoff(product, fifth, 'gathered', ({ status }) => status === 'alerted');
    expect(Object.values(alerts).map(({ state }) => state)).toEqual(['gathered', 'posted']);
  },
  testMs,
);

it(
  'at night the direct message waits for the morning, and neither the channel nor HubSpot’s workflow does',
  async () => {
    // From 10:00 to 21:00; the day after has a budget of its own.
    await product.clock.advance(11 * hourMs);
    const company = await crossed('Night');
    const [enrolment] = await expectEnrolled(product, company);
    expect(enrolment?.steps.at(-1)?.outputs).toMatchObject({ zo_delivery_status: 'sent' });
    await expectAlert(product, company, channel);
    const aboutIt = async () => (await saidIn(product, dm)).filter(({ shown }) => shown.includes(company.name));
    expect(await aboutIt()).toEqual([]);
    await product.clock.advance(10 * hourMs);
    await pass(500);
    expect(await aboutIt()).toEqual([]);
    await product.clock.advance(31 * minuteMs);
    await expectAlert(product, company, dm);
  },
  testMs,
);
