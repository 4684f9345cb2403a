import { messagesIn, readableText, type SlackState, viewSlack } from '../../../sandbox/demo/slack-view.ts';

const state: SlackState = {
  version: 3,
  users: [
    { id: 'U1', name: 'maria', realName: 'Maria', email: 'maria@acme.test', isBot: false, deleted: false },
    { id: 'U2', name: 'tom', realName: 'Tom', email: 'tom@acme.test', isBot: false, deleted: false },
    { id: 'U3', name: 'left', realName: 'Left', email: 'left@acme.test', isBot: false, deleted: true },
    { id: 'U0', name: 'zo', realName: 'Zo', email: null, isBot: true, deleted: false },
  ],
  channels: [
    { id: 'C9', name: 'sales-floor', kind: 'public', members: [] },
    { id: 'C1', name: 'marketing', kind: 'public', members: ['U0', 'U2'] },
    { id: 'C2', name: 'pql-handoff', kind: 'public', members: ['U0', 'U1', 'U2', 'U3'] },
    { id: 'D1', name: 'maria', kind: 'im', members: ['U0', 'U1'] },
  ],
  messages: [message('C2', '1', 'one'), message('D1', '2', 'two')],
  ephemerals: [],
  views: [],
};

function message(channel: string, ts: string, text = '', threadTs: string | null = null) {
  return { channel, ts, threadTs, text, blocks: [], at: 1, edits: [] };
}

it('shows the playbook’s channels always, others once something was said there, with who is in them', () => {
  expect(viewSlack(state)).toMatchObject({
    people: [
      { id: 'U1', name: 'Maria', email: 'maria@acme.test' },
      { id: 'U2', name: 'Tom' },
    ],
    conversations: [
      { id: 'C2', label: '#pql-handoff', kind: 'channel', members: ['U1', 'U2'], leftOut: 0 },
      { id: 'C1', label: '#marketing', kind: 'channel', members: ['U2'], leftOut: 0 },
      { id: 'D1', label: 'DM maria', kind: 'dm', members: ['U1'], leftOut: 0 },
    ],
  });
});

it('tells replies, changes and what one person sees from the rest, in the order they were said', () => {
  const { messages } = viewSlack({
    ...state,
    messages: [
      { ...message('C2', '1'), edits: [{ at: 5 }, { at: 9 }] },
      { ...message('C2', '3', '', '1'), broadcast: true },
    ],
    ephemerals: [{ ...message('C2', '2'), user: 'U1' }],
  });
  const plain = { editedAt: null, threadTs: null, broadcast: false, onlyFor: null };
  expect(messages).toMatchObject([
    { ...plain, ts: '1', editedAt: 9 },
    { ...plain, ts: '2', onlyFor: 'U1' },
    { ...plain, ts: '3', threadTs: '1', broadcast: true },
  ]);
});

it('sends the newest messages of a long conversation with their replies, and says how many it leaves out', () => {
  const ts = (number: number) => String(number).padStart(4, '0');
  const long = Array.from({ length: 230 }, (_, index) => message('C2', ts(index)));
  const replies = [message('C2', '1000', 'to an old one', ts(29)), message('C2', '1001', 'to a newer one', ts(30))];
  const { messages, conversations } = viewSlack({ ...state, messages: [...long, ...replies] });
  expect(conversations[0]).toMatchObject({ id: 'C2', leftOut: 30 });
  expect(messages.map((one) => one.ts)).toEqual([...long.slice(30).map((one) => one.ts), '1001']);
});

it('shows an open modal with its words', () => {
  const title = { type: 'plain_text', text: 'Send back' };
  const blocks = [{ type: 'divider' }];
  const views = [{ id: 'V1', user: 'U1', hash: 'h', view: { title, submit: null, blocks } }];
  expect(viewSlack({ ...state, views }).modals).toEqual([
    { id: 'V1', user: 'U1', hash: 'h', title: 'Send back', submit: null, close: 'Cancel', blocks },
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
