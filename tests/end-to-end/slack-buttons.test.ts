/** Everything a person does with an alert: the one message says what has become of it, in every place. */
import type { RunningProduct } from '../support/running-product.ts';
import {
  buttonsIn,
  expectAlert,
  expectSaid,
  expectWhisper,
  fillIn,
  optionsIn,
  press,
  type Said,
  type Somebody,
  startWithButtons,
  whispersTo,
} from '../support/slack-hands.ts';
import {
  addToHubspot,
  cross,
  expectHandoff,
  expectValues,
  handoffOf,
  inventCompany,
  type TrialCompany,
} from '../support/trial-company.ts';

const channel = '#pql-handoff';
const minuteMs = 60_000;
const testMs = 60_000;
let product: RunningProduct;

beforeAll(async () => {
  product = await startWithButtons({
    playbook: (yaml) =>
      yaml.replace(
        'owners: [maria@acme.test, tom@acme.test, lee@acme.test]',
        'owners:\n    - { email: maria@acme.test, manager: lee@acme.test }\n    - { email: tom@acme.test, manager: lee@acme.test }',
      ),
  });
}, 60_000);
afterAll(() => product?.stop());

type Alerted = { company: TrialCompany; owner: Somebody; other: Somebody; message: Said; dm: string };

/** Somebody has crossed, and Maria or Tom has been told. */
async function alerted(words: string): Promise<Alerted> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  await cross(product, company);
  const handoff = await expectHandoff(
    product,
    company,
    'alerted',
    ({ alerts }) => Object.values(alerts).filter(({ state }) => state === 'posted').length === 2,
  );
  const owner = handoff.owner!.email.split('@')[0] as Somebody;
  const dm = `dm:${owner}`;
  const message = await expectAlert(product, company, dm);
  return { company, owner, other: owner === 'maria' ? 'tom' : 'maria', message, dm };
}

/** Both of its messages come to say so, and neither is another one. */
async function expectShown({ company, dm }: Alerted, words: string): Promise<Said> {
  await expectAlert(product, company, channel, words);
  return expectAlert(product, company, dm, words);
}

it(
  'taken on, snoozed and called: each in its moment, in both places, and in HubSpot',
  async () => {
    const lead = await alerted('Working');
    const { company, owner, message } = lead;
    expect(buttonsIn(message)).toEqual([
      'zo_accept',
      'zo_call',
      'zo_snooze',
      'zo_return',
      'zo_not_a_fit',
      'zo_open_record',
    ]);
    expect(await press(product, message, owner, 'zo_accept')).toMatchObject({ acknowledged: true, status: 200 });
    const accepted = await expectShown(lead, 'On it since 10:0');
    expect(accepted.shown).toContain(' - first call due by 12:0');
    expect(buttonsIn(accepted)).not.toContain('zo_accept');
    expect((await handoffOf(product, company))?.acceptedAt).toEqual(expect.any(Number));

    const [hour = ''] = optionsIn(accepted, 'zo_snooze');
    await press(product, accepted, owner, 'zo_snooze', { option: hour });
    const snoozed = await expectShown(lead, 'Snoozed until 11:0');
    expect(snoozed.shown).toContain(' - still due 12:0');
    await product.clock.advance(61 * minuteMs);
    const woken = await expectShown(lead, 'On it since 10:0');

    await press(product, woken, owner, 'zo_call');
    const called = await expectShown(lead, 'Called 11:0');
    expect(called.shown).toMatch(/, 6\d working minutes after the handoff - in time/);
    expect(called.shown).toContain('Score 65 - activated 3 days ago');
    expect(buttonsIn(called)).toEqual(['zo_return', 'zo_not_a_fit', 'zo_open_record']);
    await expectValues(product, company.champion.email, { zo_handoff_status: 'engaged', zo_sla_status: 'met' });
    expect(await whispersTo(product, owner)).toEqual([]);
  },
  testMs,
);

it(
  'somebody who does not have it is told so, alone, and nothing changes; the manager and the operators may',
  async () => {
    const lead = await alerted('Rights');
    const { company, owner, other } = lead;
    const message = await expectAlert(product, company, channel);
    const before = await handoffOf(product, company);
    await press(product, message, other, 'zo_accept');
    const told = await expectWhisper(product, other, 'has it. Only the owner, their manager or an operator');
    expect(told.toLowerCase()).toContain(owner);
    await press(product, message, other, 'zo_return');
    expect(await handoffOf(product, company)).toEqual(before);
    await press(product, message, 'lee', 'zo_accept');
    await expectShown(lead, 'On it since');
    await press(product, await expectAlert(product, company, channel), 'ops', 'zo_call');
    await expectShown(lead, 'Called by a colleague');
    expect(await whispersTo(product, 'ops')).toEqual([]);
  },
  testMs,
);

it(
  'returned with a reason from the form',
  async () => {
    const lead = await alerted('Returned');
    const { company, owner, message } = lead;
    await press(product, message, owner, 'zo_return');
    expect(await fillIn(product, owner, 'No answer', 'rang <three> times')).toMatchObject({ closed: true, errors: {} });
    await expectShown(lead, `Back with marketing: No answer: rang <three> times (${owner}@acme.test)`);
    await expectValues(product, company.champion.email, { zo_handoff_status: 'returned' });
  },
  testMs,
);

it(
  'not a fit with a reason, and undone: it goes on where it was',
  async () => {
    const lead = await alerted('Unfit');
    const { company, owner, message } = lead;
    await press(product, message, owner, 'zo_not_a_fit');
    await fillIn(product, owner, 'Too small');
    const unfit = await expectShown(lead, `Not a fit (Too small), said ${owner}@acme.test`);
    expect(buttonsIn(unfit)).toEqual(['zo_undo', 'zo_open_record']);
    await expectValues(product, company.champion.email, {
      zo_handoff_status: 'not_a_fit',
      hs_lead_status: 'UNQUALIFIED',
      hubspot_owner_id: null,
    });
    await press(product, unfit, owner, 'zo_undo');
    const undone = await expectShown(lead, 'Owner: ');
    expect(buttonsIn(undone)).toContain('zo_accept');
    await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted', hs_lead_status: null });
  },
  testMs,
);

it(
  'overdue: told in the thread and in the channel, and claimed by a colleague, whose own message it is from then on',
  async () => {
    const lead = await alerted('Overdue');
    const { company, owner, other, dm } = lead;
    await product.clock.advance(125 * minuteMs);
    const overdue = await expectShown(lead, 'First call overdue since');
    expect(buttonsIn(overdue).slice(0, 2)).toEqual(['zo_accept', 'zo_call']);
    const { firstName, lastName } = company.champion;
    const words = `@${owner}: the first call to ${firstName} ${lastName} at ${company.name} has been overdue since`;
    const inChannel = await expectAlert(product, company, channel);
    expect(await expectSaid(product, channel, words)).toMatchObject({ threadTs: inChannel.ts, broadcast: true });
    const inDm = await expectSaid(product, dm, words);
    expect([inDm.threadTs, inDm.broadcast ?? false]).toEqual([overdue.ts, false]);

    await press(product, inChannel, other, 'zo_claim');
    const mine = await expectAlert(product, company, `dm:${other}`);
    expect(mine.shown).toContain(`Owner: @${other}`);
    await expectAlert(product, company, dm, 'Now with ');
    await expectAlert(product, company, channel, `Owner: @${other}`);
    await expectHandoff(
      product,
      company,
      'with the colleague',
      ({ owner: now, status }) => now?.email === `${other}@acme.test` && status === 'alerted',
    );
    expect(buttonsIn(await expectAlert(product, company, dm, 'Now with '))).toEqual(['zo_open_record']);
  },
  testMs,
);

it(
  'forged, stale and repeated presses are refused',
  async () => {
    const lead = await alerted('Forged');
    const { company, owner, message } = lead;
    const before = await handoffOf(product, company);
    for (const forge of ['wrong signature', 'no signature', 'old timestamp']) {
      expect(await press(product, message, owner, 'zo_call', { forge })).toMatchObject({ status: 401 });
    }
    expect(await handoffOf(product, company)).toEqual(before);
    expect(await press(product, message, owner, 'zo_accept', { repeat: true })).toMatchObject({
      acknowledged: true,
      repeated: { acknowledged: false, status: 401 },
    });
    await expectShown(lead, 'On it since');
  },
  testMs,
);

it(
  'ten presses at once: one of them counts, whoever else pressed is told who has it',
  async () => {
    const lead = await alerted('Crowd');
    const { company, owner, other } = lead;
    await product.clock.advance(125 * minuteMs);
    await expectShown(lead, 'First call overdue since');
    const message = await expectAlert(product, company, channel);
    const pressed = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => press(product, message, index % 2 ? owner : other, 'zo_claim')),
    );
    // The edited message may be there before the last press: then there is nothing left to press.
    const taken = pressed.flatMap((one) => (one.status === 'fulfilled' ? [one.value.acknowledged] : []));
    expect(taken.length).toBeGreaterThan(1);
    expect(taken).toEqual(taken.map(() => true));
    const handoff = await expectHandoff(
      product,
      company,
      'claimed or kept',
      ({ breachedAt, earlierOwners }) => breachedAt === null && earlierOwners.length === 1,
    );
    expect(handoff.owner?.email).toBe(`${other}@acme.test`);
    expect(handoff.earlierOwners.map(({ email, by }) => [email, by])).toEqual([
      [`${owner}@acme.test`, `${other}@acme.test`],
    ]);
    await expectWhisper(product, owner, 'has it.');
    expect(Object.keys(handoff.alerts).filter((key) => key.includes(':dm:'))).toHaveLength(2);
  },
  testMs,
);
