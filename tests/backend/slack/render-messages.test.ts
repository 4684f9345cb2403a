/** Every message about a handoff, whatever the names say and whatever it shows. */
import fc from 'fast-check';
import type { MessageState, MessageView } from '../../../backend/handoff/message-view.ts';
import { openRecordActionId } from '../../../backend/slack/buttons.ts';
import { type RenderedMessage, renderAlert, type ShownState } from '../../../backend/slack/render-alert.ts';
import { renderLeadList } from '../../../backend/slack/render-lead-list.ts';
import { renderQuestion } from '../../../backend/slack/render-question.ts';
import { type ReviewFacts, renderReview } from '../../../backend/slack/render-review.ts';
import { wordReminder } from '../../../backend/slack/word-reminder.ts';
import { findLiveMarkup } from '../../../sandbox/slack/live-markup.ts';
import { validateBlocks } from '../../../sandbox/slack/validate-blocks.ts';
import { sampleAlert } from '../../support/sample-alert.ts';

const now = Date.parse('2026-03-10T10:00+01:00');
const times = { zone: 'Europe/Berlin', namesCity: false, reference: now };
const link = 'https://app.hubspot.com/contacts/424242/record/0-1/151';
const shown = (state: MessageState, buttons: MessageView['buttons'] = []): ShownState => ({
  view: { state, buttons },
  times,
  pressed: { portalId: 424242, handoffId: 7 },
});
const toReview: MessageState = {
  is: 'to review',
  contractValue: 48_000,
  rule: 'zo_expected_acv >= 15000',
  isLate: false,
};
const review: ReviewFacts = {
  personName: 'Sarah Chen',
  companyName: 'FinPilot',
  link,
  employees: 400,
  askedAt: now,
  contractValue: 48_000,
  decidedBy: null,
  whyNow: '2nd active user at FinPilot (needs 2)',
  score: {
    points: 50,
    receipt: [
      { text: '+25 when activated', value: 'activated: yes', points: 25 },
      { text: '+12 when visited pricing', value: 'visited pricing: no', points: 0 },
      { text: '-15 when inactive', value: 'inactive for 20 days', points: -15 },
    ],
  },
  events: ['Dashboard Shared', 'Report Created', 'Report Created', 'Page'].map((name, index) => ({
    name,
    at: now - (index * 50 + 3) * 60_000,
  })),
  now,
};

it('an alert says in its text and in its blocks what has become of it, under its facts', () => {
  const accepted: MessageState = { is: 'accepted', owner: 'Maria', at: now + 240_000, dueAt: now + 7_200_000 };
  const { text, blocks } = renderAlert(sampleAlert(), shown(accepted, ['call']));
  expect(text.split('\n').slice(4)).toEqual([
    'Owner: <@U0MARIA01>',
    'On it since 10:04 - first call due by 12:00',
    `Open in HubSpot: <${link}>`,
  ]);
  expect(blocks[2]).toMatchObject({
    text: { text: 'Owner: <@U0MARIA01>\nOn it since 10:04 - first call due by 12:00' },
  });
  const moved = renderAlert(sampleAlert(), shown({ is: 'moved on', to: 'Tom <!here>', why: 'a & b' })).text;
  expect(moved.split('\n').slice(4, -1)).toEqual(['Now with Tom &lt;!here&gt;: a &amp; b']);
});

it('a review says what is at stake and what it is decided on, and afterwards who decided', () => {
  expect(renderReview(review, shown(toReview, ['approve', 'reject'])).text.split('\n')).toEqual([
    'Review: Sarah Chen at FinPilot (~400 employees)',
    'Expected contract value: 48,000 a year',
    'Rule: expected contract value at least 15,000',
    'Why now: 2nd active user at FinPilot (needs 2)',
    'Score 50',
    '• +25 activated: yes',
    '• −15 inactive for 20 days',
    'Last: Dashboard Shared, 3 min ago; Report Created, 53 min ago; Report Created, 1 h ago',
    `Open in HubSpot: <${link}>`,
  ]);
  const after = (state: MessageState) => renderReview(review, shown(state)).text.split('\n').slice(1, -1);
  const at = now + 75 * 60_000;
  expect(after({ is: 'approved', by: 'tom@acme.test', at })).toEqual([
    'Approved by tom@acme.test after 1 hour 15 minutes',
    'Expected contract value: 48,000 a year',
    'Why now: 2nd active user at FinPilot (needs 2)',
    'Score 50',
  ]);
  const byName = renderReview(
    { ...review, decidedBy: 'Tom Becker' },
    shown({ is: 'approved', by: 'tom@acme.test', at: now + 20_000 }),
  );
  expect(byName.text.split('\n')[1]).toBe('Approved by Tom Becker at once');
  expect(after({ is: 'rejected', by: 'tom@acme.test', at, reason: 'Competitor' })).toContain(
    'Rejected by tom@acme.test after 1 hour 15 minutes: Competitor',
  );
  expect(after({ is: 'withdrawn' })).toContain('Withdrawn: there is nothing to decide any more');
  expect(after({ ...toReview, isLate: true })).toContain('Nobody has decided yet, for longer than agreed.');
});

it.each<[MessageState, string[]]>([
  [
    { is: 'asked', reasons: ['score 22, below 30', '14 days without AE activity'] },
    [
      'Sarah Chen at FinPilot would go back to marketing: score 22, below 30; 14 days without AE activity',
      'Keep or return? While nobody answers, it stays with sales.',
    ],
  ],
  [{ is: 'answered', answer: 'kept' }, ['Sarah Chen at FinPilot stays with sales']],
  [{ is: 'answered', answer: 'goes back' }, ['Sarah Chen at FinPilot goes back to marketing']],
  [{ is: 'answered', answer: 'no longer asked' }, ['Sarah Chen at FinPilot: nobody needs to decide this any more']],
])('a question: %j', (state, lines) => {
  const { text } = renderQuestion(review, shown(state));
  expect(text.split('\n')).toEqual([...lines, `Open in HubSpot: <${link}>`]);
});

it('a list of leads says how many did not fit', () => {
  const leads = Array.from({ length: 80 }, (_, index) => ({ ...review, personName: `P${index}`, dueAt: now }));
  const { text, blocks } = renderLeadList(leads, times);
  const lines = text.split('\n');
  expect(lines.slice(0, 2)).toEqual(['More leads today:', `• <${link}|P0 at FinPilot> - first call due by 10:00`]);
  expect(lines.at(-1)).toBe(`• and ${80 - (lines.length - 2)} more: HubSpot shows them as yours`);
  expect(validateBlocks(blocks)).toEqual({ ok: true });
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!here>',
        '<@U0TOM0001>',
        '<https://evil.test|x>',
        '&',
        '*',
        '\n',
        '\u202e',
        '👩‍👩‍👧',
        'x'.repeat(400),
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const buttons: MessageView['buttons'] = ['accept', 'claim', 'call', 'snooze', 'return', 'not a fit'];

it('Slack takes each as a post and as an edit, and nothing but people and the record can be pressed in the text', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (personName, companyName, reason, name) => {
      const about = { personName, companyName, link };
      const states: MessageState[] = [
        { is: 'not a fit', reason, by: name },
        { is: 'returned', reasons: Array(20).fill(reason) },
        { is: 'moved on', to: name, why: reason },
      ];
      const alert = sampleAlert({ personName, companyName, note: reason, owner: { name, slackUserId: null } });
      const facts = { ...review, ...about, events: [{ name, at: 0 }], whyNow: reason };
      const messages: RenderedMessage[] = [
        ...states.map((state) => renderAlert(alert, shown(state, buttons))),
        renderReview(facts, shown({ ...toReview, rule: reason }, ['approve', 'reject'])),
        renderReview(facts, shown({ is: 'rejected', by: name, at: now, reason })),
        renderQuestion(about, shown({ is: 'asked', reasons: Array(20).fill(reason) }, ['keep', 'return after all'])),
        renderLeadList(Array(70).fill({ ...about, dueAt: now }), times),
        {
          text: wordReminder(
            { what: 'taken further', about, owner: { name, slackUserId: null }, dueAt: now, askedAt: null },
            times,
          ),
          blocks: [],
        },
      ];
      for (const { text, blocks } of messages) {
        expect(validateBlocks(blocks)).toEqual({ ok: true });
        expect(text.length).toBeLessThanOrEqual(4_000);
        const live = findLiveMarkup(text, blocks, { linkNames: false }).map(({ token }) => token);
        expect(live.filter((token) => !token.startsWith(`<${link}`))).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

it('without SLACK_SIGNING_SECRET there is nothing to press but the link', () => {
  const state = { ...shown({ is: 'asked', reasons: [] }, buttons), pressed: null };
  const messages = [renderAlert(sampleAlert(), state), renderQuestion(review, state), renderReview(review, state)];
  for (const { blocks } of messages) {
    const ids = JSON.stringify(blocks).match(/"action_id":"[^"]*"/g);
    expect(ids).toEqual([`"action_id":"${openRecordActionId}"`]);
  }
});
