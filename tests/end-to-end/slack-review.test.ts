/** Crossings that somebody looks at first, and handoffs that somebody is asked about before they go back. */
import type { RunningProduct } from '../support/running-product.ts';
import {
  buttonsIn,
  expectAlert,
  expectSaid,
  expectWhisper,
  fillIn,
  press,
  type Said,
  type Somebody,
  saidIn,
  startWithButtons,
} from '../support/slack-hands.ts';
import {
  addToHubspot,
  cross,
  expectHandoff,
  expectValues,
  inventCompany,
  type TrialCompany,
} from '../support/trial-company.ts';

const reviewChannel = '#pql-review';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const testMs = 60_000;
let product: RunningProduct;

beforeAll(async () => {
  product = await startWithButtons({
    playbook: (yaml) =>
      yaml.replace('review:\n', 'review:\n  reviewers: [tom@acme.test]\n  escalate after: 4 working hours\n'),
  });
}, 60_000);
afterAll(() => product?.stop());

/** 400 people at 120 each: more than the playbook lets through unseen. */
async function underReview(words: string): Promise<{ company: TrialCompany; message: Said }> {
  const company = inventCompany(words);
  await addToHubspot(product, company, { employees: 400 });
  await cross(product, company);
  const message = await expectSaid(product, reviewChannel, new RegExp(`Review: .*${company.champion.lastName} at`));
  return { company, message };
}

const alertsAbout = async (company: TrialCompany) =>
  (await saidIn(product, '#pql-handoff')).filter(({ shown }) => shown.includes(company.champion.lastName));

it(
  'says who, what is at stake, by which rule and why; approved, it is handed off, and the message says by whom and when',
  async () => {
    const { company, message } = await underReview('Approved');
    const { firstName, lastName, email } = company.champion;
    expect(message.shown.split('\n')).toEqual([
      `Review: ${firstName} ${lastName} at ${company.name} (~400 employees)`,
      'Expected contract value: 48,000 a year',
      'Rule: expected contract value at least 15,000',
      `Why now: 2nd active user at ${company.name} (needs 2)`,
      'Score 65',
      '• +25 activated: yes',
      '• +28 14 key actions in the last 7 days',
      expect.stringMatching(/^• \+12 2 /),
      expect.stringMatching(/^Last: Dashboard Shared, 3 min ago; /),
      expect.stringMatching(/^Open in HubSpot: https:/),
    ]);
    expect(buttonsIn(message)).toEqual(['zo_approve', 'zo_reject', 'zo_open_record']);
    await press(product, message, 'maria', 'zo_approve');
    await expectWhisper(product, 'maria', 'Only tom@acme.test may decide this.');
    expect(await alertsAbout(company)).toEqual([]);
    await product.clock.advance(12 * minuteMs);
    await press(product, message, 'tom', 'zo_approve');
    const approved = await expectSaid(
      product,
      reviewChannel,
      new RegExp(`${lastName} [\\s\\S]*Approved by Tom Becker`),
    );
    expect(approved.ts).toBe(message.ts);
    expect(approved.shown).toContain('Approved by Tom Becker after 12 minutes');
    expect(buttonsIn(approved)).toEqual(['zo_open_record']);
    await expectAlert(product, company, '#pql-handoff');
    await expectValues(product, email, { zo_handoff_status: 'alerted' });
  },
  testMs,
);

it(
  'rejected with a reason, nobody is alerted',
  async () => {
    const { company, message } = await underReview('Rejected');
    await press(product, message, 'ops', 'zo_reject');
    await fillIn(product, 'ops', 'Competitor', 'their founder works for another one');
    const words = 'Rejected by ops at once: Competitor: their founder works for another one';
    expect((await expectSaid(product, reviewChannel, words)).ts).toBe(message.ts);
    await expectValues(product, company.champion.email, { zo_handoff_status: 'rejected' });
    expect(await alertsAbout(company)).toEqual([]);
  },
  testMs,
);

it(
  'that nobody looks at is told to the operators, once; one that is deleted is asked of them',
  async () => {
    const { company } = await underReview('Unreviewed');
    const { lastName } = company.champion;
    await product.clock.advance(4 * 60 * minuteMs + minuteMs);
    await expectSaid(product, reviewChannel, new RegExp(`${lastName} [\\s\\S]*Nobody has decided yet`));
    await expectSaid(product, 'dm:ops', new RegExp(`${lastName} .*waits for a review since .*nobody has decided yet`));
    const other = await underReview('Deleted');
    await product.slack('DELETE', '/sandbox/messages', { channel: other.message.channel, ts: other.message.ts });
    await product.clock.advance(dayMs);
    const again = await expectSaid(product, 'dm:ops', new RegExp(`Review: .*${other.company.champion.lastName}`));
    await press(product, again, 'ops', 'zo_approve');
    await expectSaid(product, 'dm:ops', new RegExp(`${other.company.champion.lastName} [\\s\\S]*Approved by ops`));
  },
  testMs,
);

it.each<[string, string, RegExp, string]>([
  ['kept', 'zo_keep', / stays with sales/, 'engaged'],
  ['returned', 'zo_return_after_all', / goes back to marketing/, 'returned'],
])(
  'an AE at work on a lead whose score has fallen is asked; the answer: %s',
  async (what, button, words, status) => {
    const company = inventCompany(`Asked ${what}`);
    const { champion } = company;
    await addToHubspot(product, company);
    await cross(product, company);
    const { owner } = await expectHandoff(
      product,
      company,
      'alerted',
      ({ alerts }) => Object.values(alerts).filter(({ state }) => state === 'posted').length === 2,
    );
    const who = owner!.email.split('@')[0] as Somebody;
    const dm = `dm:${who}`;
    const alert = await expectAlert(product, company, dm);
    await product.clock.advance(11 * dayMs);
    await press(product, await expectAlert(product, company, dm), who, 'zo_call');
    await expectAlert(product, company, dm, 'Called ');
    await product.clock.advance(3 * dayMs);
    const question = await expectSaid(
      product,
      dm,
      new RegExp(`${champion.firstName} ${champion.lastName} at .* would go back to marketing: score \\d+, below 30`),
    );
    expect(question).toMatchObject({ threadTs: alert.ts, broadcast: true });
    expect(question.shown).toContain('Keep or return?');
    expect(buttonsIn(question)).toEqual(['zo_keep', 'zo_return_after_all', 'zo_open_record']);
    await press(product, question, who, button);
    const answered = await expectSaid(
      product,
      dm,
      new RegExp(`^${champion.firstName} ${champion.lastName} at.*${words.source}`),
    );
    expect([answered.ts, buttonsIn(answered)]).toEqual([question.ts, ['zo_open_record']]);
    await expectValues(product, champion.email, { zo_handoff_status: status });
  },
  testMs,
);
