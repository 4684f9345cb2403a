import { messagesIn, readableText, type SlackState, viewSlack } from '../../../sandbox/demo/slack-view.ts';

const state: SlackState = {
  version: 3,
  users: [
    { id: 'U1', name: 'maria', realName: 'Maria', isBot: false },
    { id: 'U0', name: 'zo', realName: 'Zo', isBot: true },
  ],
  channels: [
    { id: 'C9', name: 'sales-floor', kind: 'public', members: [] },
    { id: 'C1', name: 'marketing', kind: 'public', members: [] },
    { id: 'C2', name: 'pql-handoff', kind: 'public', members: [] },
    { id: 'D1', name: 'maria', kind: 'im', members: ['U0', 'U1'] },
  ],
  messages: [message('C2', 'one'), message('D1', 'two')],
};

function message(channel: string, text: string): SlackState['messages'][number] {
  return { channel, ts: `1.${text}`, threadTs: null, text, blocks: [], at: 1, edits: [] };
}

it('shows the playbook’s channels always, others once something was said there', () => {
  expect(viewSlack(state).conversations).toEqual([
    { id: 'C2', label: '#pql-handoff', kind: 'channel' },
    { id: 'C1', label: '#marketing', kind: 'channel' },
    { id: 'D1', label: 'DM maria', kind: 'dm' },
  ]);
});

it('finds the messages of a channel and of a person’s direct messages', () => {
  expect(messagesIn(state, '#pql-handoff').map(({ text }) => text)).toEqual(['one']);
  expect(messagesIn(state, 'dm:maria').map(({ text }) => text)).toEqual(['two']);
  expect(messagesIn(state, '#marketing')).toEqual([]);
});

it.each([
  ['Owner: <@U1> - first call', 'Owner: @maria - first call'],
  ['Open in HubSpot: <https://app.hubspot.com/contacts/1>', 'Open in HubSpot: https://app.hubspot.com/contacts/1'],
  ['<!date^1^{date}|Mon 11:00> a &lt;b&gt; &amp;amp;', 'Mon 11:00 a <b> &amp;'],
])('reads %s as %s', (text, read) => {
  expect(readableText(state, text)).toBe(read);
});
