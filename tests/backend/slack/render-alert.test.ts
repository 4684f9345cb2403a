import fc from 'fast-check';
import { renderAlert } from '../../../backend/slack/render-alert.ts';
import { wordReturnNote } from '../../../backend/slack/return-note.ts';
import { findLiveMarkup } from '../../../sandbox/slack/live-markup.ts';
import { validateBlocks } from '../../../sandbox/slack/validate-blocks.ts';
import { sampleAlert } from '../../support/sample-alert.ts';

it('reads line by line like the worked example', () => {
  expect(renderAlert(sampleAlert()).text.split('\n')).toEqual([
    'New SQL: Sarah Chen at FinPilot (~85 employees)',
    'Why now: 2nd active user at FinPilot (needs 2)',
    'Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week',
    'Last: Dashboard Shared, 3 min ago',
    'Owner: <@U0MARIA01> - first call due within 2 hours',
    'Open in HubSpot: <https://app.hubspot.com/contacts/424242/record/0-1/151>',
  ]);
});

it('says the same in blocks, with one button to the record', () => {
  expect(renderAlert(sampleAlert()).blocks).toEqual([
    {
      type: 'header',
      text: { type: 'plain_text', text: 'New SQL: Sarah Chen at FinPilot (~85 employees)', emoji: false },
    },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        verbatim: true,
        text: 'Why now: 2nd active user at FinPilot (needs 2)\nScore 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week\nLast: Dashboard Shared, 3 min ago',
      },
    },
    {
      type: 'section',
      text: { type: 'mrkdwn', verbatim: true, text: 'Owner: <@U0MARIA01> - first call due within 2 hours' },
    },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'zo_open_record',
          text: { type: 'plain_text', text: 'Open in HubSpot', emoji: false },
          accessibility_label: 'Open Sarah Chen in HubSpot',
          url: 'https://app.hubspot.com/contacts/424242/record/0-1/151',
        },
      ],
    },
  ]);
});

it('names an owner who is not in Slack, and says when there is none', () => {
  const named = renderAlert(sampleAlert({ owner: { name: 'Maria & Co', slackUserId: null } })).text;
  expect(named).toContain('Owner: Maria &amp; Co - first call due within 2 hours');
  expect(renderAlert(sampleAlert({ owner: null })).text).toContain(
    'Owner: no owner yet - first call due within 2 hours',
  );
});

it('stands without anything that is not known', () => {
  const { text, blocks } = renderAlert(
    sampleAlert({
      companyName: null,
      employees: null,
      whyNow: null,
      score: null,
      activatedDaysAgo: null,
      teammatesInvited30d: 0,
      keyActionsThisWeek: 0,
      lastEvent: null,
      owner: null,
      dueAt: null,
      contactId: null,
    }),
  );
  expect(text).toBe('New SQL: Sarah Chen\nOwner: no owner yet');
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section']);
});

it('is accepted by Slack and holds no live markup but the owner and the record, whatever the names say', () => {
  const piece = fc.constantFrom(
    '<!here>',
    '<@U0TOM0001>',
    '<https://evil.test|FinPilot>',
    '&',
    '<',
    '>',
    '*',
    '_',
    '`',
    '\n',
    '> ',
    '\u202e',
    '👩‍👩‍👧',
    'x'.repeat(400),
  );
  const hostile = fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, hostile, (personName, companyName, name, whyNow, ownerName) => {
      const alert = sampleAlert({
        personName,
        companyName,
        whyNow,
        lastEvent: { name, at: 0 },
        owner: { name: ownerName, slackUserId: ownerName.length % 2 ? 'U0MARIA01' : null },
      });
      const { text, blocks } = renderAlert(alert);
      expect(validateBlocks(blocks)).toEqual({ ok: true });
      expect(text.split('\n').length).toBeLessThanOrEqual(6);
      const live = findLiveMarkup(text, blocks, { linkNames: false }).map(({ token }) => token);
      const ours = ['<@U0MARIA01>', '<https://app.hubspot.com/contacts/424242/record/0-1/151>'];
      expect(live.filter((token) => !ours.includes(token))).toEqual([]);
    }),
  );
});

describe('the note about a return', () => {
  it('names the person and every reason', () => {
    const reasons = ['score 22, below 30', '14 days without AE activity'];
    expect(wordReturnNote({ personName: 'Sarah Chen', companyName: 'FinPilot', reasons })).toBe(
      'Sarah Chen at FinPilot is back with marketing: score 22, below 30; 14 days without AE activity',
    );
  });

  it('links to the record and lets nothing through', () => {
    const note = wordReturnNote({
      personName: '<!here>',
      companyName: null,
      reasons: [],
      link: 'https://app.hubspot.com/contacts/1/record/0-1/2',
    });
    expect(note).toBe(
      '&lt;!here&gt; is back with marketing\nOpen in HubSpot: <https://app.hubspot.com/contacts/1/record/0-1/2>',
    );
  });
});

it('puts the note of the workflow under the owner, escaped', () => {
  const { text, blocks } = renderAlert(sampleAlert({ note: 'Ask about <!channel> seats' }));
  expect(text.split('\n').at(-2)).toBe('Note: Ask about &lt;!channel&gt; seats');
  expect(findLiveMarkup(text, [], { linkNames: false }).map(({ token }) => token)).not.toContain('<!channel>');
  expect(blocks.at(-2)).toMatchObject({ text: { text: 'Note: Ask about &lt;!channel&gt; seats' } });
});
