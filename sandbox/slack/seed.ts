/** The workspaces the local Slack can start with. */
import { troubleChannels } from './failures.ts';
import type { Channel, User } from './workspace.ts';

export type Seed = { users: User[]; channels: Channel[] };

export const botUser: User = {
  id: 'U0ZOBOT01',
  name: 'zo',
  realName: 'Zo Handoff',
  email: null,
  deleted: false,
  isBot: true,
  messagesTab: true,
};

export function user(name: string, id: string, changes: Partial<User> = {}): User {
  const realName = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    id,
    name,
    realName,
    email: `${name}@acme.test`,
    deleted: false,
    isBot: false,
    messagesTab: true,
    ...changes,
  };
}

function channel(name: string, id: string, changes: Partial<Channel> = {}): Channel {
  return { id, name, kind: 'public', archived: false, members: [botUser.id], trouble: null, ...changes };
}

/** Acme: three AEs, an operator, the playbook's channels, and places where things go wrong. */
export function seedAcme(): Seed {
  const people = [
    user('maria', 'U0MARIA01'),
    user('tom', 'U0TOM0001'),
    user('lee', 'U0LEE0001'),
    user('ops', 'U0OPS0001'),
    user('left', 'U0LEFT001', { realName: 'Left Acme', deleted: true }),
    user('no-dm', 'U0NODM001', { realName: 'No Direct Messages', messagesTab: false }),
  ];
  const everyone = [botUser.id, ...people.filter((person) => !person.deleted).map((person) => person.id)];
  return {
    users: [botUser, ...people],
    channels: [
      channel('pql-handoff', 'C0HANDOFF', { members: everyone }),
      channel('marketing', 'C0MARKET1', { members: everyone }),
      channel('pql-review', 'C0REVIEW1', { members: everyone }),
      channel('sales-floor', 'C0FLOOR01', { members: everyone.slice(1) }),
      channel('leadership', 'C0LEADER1', { kind: 'private', members: ['U0OPS0001'] }),
      channel('pql-vip', 'C0VIP0001', { kind: 'private', members: everyone }),
      channel('old-handoffs', 'C0OLD0001', { archived: true }),
      ...Object.keys(troubleChannels).map((name, index) =>
        channel(name, `C0TRBL${String(index).padStart(3, '0')}`, { trouble: name }),
      ),
    ],
  };
}

/** Acme's sister company, a workspace of its own: no app is installed there yet. */
export const europeBot: User = { ...botUser, id: 'U1ZOBOT01' };

export function seedAcmeEurope(): Seed {
  const people = [user('maria', 'U1MARIA01'), user('ops', 'U1OPS0001'), user('nils', 'U1NILS001')];
  const members = [europeBot.id, ...people.map(({ id }) => id)];
  return {
    users: [europeBot, ...people],
    channels: [
      channel('pql-handoff', 'C1HANDOFF', { members }),
      channel('marketing', 'C1MARKET1', { members }),
      channel('pql-review', 'C1REVIEW1', { members }),
    ],
  };
}

export function seedEmpty(): Seed {
  return { users: [botUser], channels: [] };
}
