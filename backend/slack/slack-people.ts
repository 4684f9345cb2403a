/** Who somebody in Slack is, by e-mail address and by Slack's id. All remembered. */
import type { WebClient } from '@slack/web-api';
import { createRemembered, type SlackUser } from './slack-cache.ts';
import type { Lookup } from './slack-directory.ts';
import { absentWhen, readSlackFailure } from './slack-failure.ts';

export type SlackPeople = {
  findUserByEmail(email: string): Promise<Lookup<SlackUser>>;
  /** By Slack's id. */
  findUser(userId: string): Promise<Lookup<SlackUser>>;
  /** Everybody who is active, for choosing one. */
  listPeople(): Promise<Lookup<SlackUser[]>>;
  /**
   * Lower case. Only an address under which Slack itself finds this very person is told: somebody of another company, in a
   * channel both share, may carry anybody's.
   */
  findEmail(userId: string): Promise<Lookup<string>>;
};

const hourMs = 60 * 60_000;
const keepFoundMs = 24 * hourMs;
const keepAbsentMs = hourMs;
const keepListMs = 10 * 60_000;
const pageSize = 200;
const mostPages = 50;

export function createSlackPeople(client: WebClient, monotonicNow?: () => number): SlackPeople {
  const users = createRemembered<Lookup<SlackUser>>(monotonicNow);
  const byId = createRemembered<Lookup<SlackUser>>(monotonicNow);
  const lists = createRemembered<Lookup<SlackUser[]>>(monotonicNow);
  const emails = createRemembered<Lookup<string>>(monotonicNow);
  const keepEmail = (email: Lookup<unknown>) => keepFor(email, hourMs);

  async function findUserByEmail(email: string): Promise<Lookup<SlackUser>> {
    const address = email.trim().toLowerCase();
    return users.get(
      address,
      () => lookUpUser(client, address),
      (user) => keepFor(user, keepFoundMs),
    );
  }

  async function askForEmail(userId: string): Promise<Lookup<string>> {
    const email = await readEmail(client, userId);
    if (email.outcome !== 'found') return email;
    const user = await findUserByEmail(email.value);
    if (user.outcome === 'found' && user.value.userId === userId) return email;
    return user.outcome === 'found' || user.outcome === 'absent' ? nobody : user;
  }

  return {
    async findUserByEmail(email) {
      const user = await findUserByEmail(email);
      // Whoever was alerted will press: then Slack need not be asked who that is.
      if (user.outcome === 'found') {
        const known: Lookup<string> = { outcome: 'found', value: email.trim().toLowerCase() };
        await emails.get(user.value.userId, async () => known, keepEmail);
      }
      return user;
    },
    findUser: (userId) =>
      byId.get(
        userId,
        () => readUser(client, userId),
        (user) => keepFor(user, keepFoundMs),
      ),
    listPeople: () =>
      lists.get(
        'all',
        () => readPeople(client),
        (people) => keepFor(people, keepListMs),
      ),
    findEmail: (userId) => emails.get(userId, () => askForEmail(userId), keepEmail),
  };
}

const nobody = { outcome: 'absent', reason: 'Slack does not tell the e-mail address of this person' } as const;

function keepFor(lookup: Lookup<unknown>, foundMs: number): number {
  if (lookup.outcome === 'found') return foundMs;
  return lookup.outcome === 'absent' ? keepAbsentMs : 0;
}

async function lookUpUser(client: WebClient, email: string): Promise<Lookup<SlackUser>> {
  try {
    const { user } = await client.users.lookupByEmail({ email });
    if (!user?.id || user.deleted || user.is_bot)
      return { outcome: 'absent', reason: `${email} is no active person in Slack` };
    return { outcome: 'found', value: { userId: user.id, name: user.profile?.display_name || user.name || email } };
  } catch (error) {
    return absentWhen(
      ['users_not_found', 'user_not_found', 'user_not_visible'],
      `${email} was not found in Slack`,
      error,
    );
  }
}

async function readEmail(client: WebClient, userId: string): Promise<Lookup<string>> {
  try {
    const { user } = await client.users.info({ user: userId });
    const email = user?.profile?.email?.trim().toLowerCase();
    return email && !user?.deleted && !user?.is_bot ? { outcome: 'found', value: email } : nobody;
  } catch (error) {
    return absentWhen(['user_not_found', 'user_not_visible'], nobody.reason, error);
  }
}

async function readUser(client: WebClient, userId: string): Promise<Lookup<SlackUser>> {
  const absent = { outcome: 'absent', reason: `${userId} is no active person in Slack` } as const;
  try {
    const { user } = await client.users.info({ user: userId });
    if (!user?.id || user.deleted || user.is_bot) return absent;
    return { outcome: 'found', value: { userId: user.id, name: user.profile?.display_name || user.name || userId } };
  } catch (error) {
    return absentWhen(['user_not_found', 'user_not_visible'], absent.reason, error);
  }
}

/** Slack's own helper is in the list of every workspace and takes no messages. */
const slackbot = 'USLACKBOT';

async function readPeople(client: WebClient): Promise<Lookup<SlackUser[]>> {
  const found: SlackUser[] = [];
  let cursor: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await client.users.list({ limit: pageSize, cursor });
      for (const { id, name, deleted, is_bot: isBot, profile } of answer.members ?? []) {
        if (!id || deleted || isBot || id === slackbot) continue;
        found.push({ userId: id, name: profile?.real_name || profile?.display_name || name || id });
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor) break;
    }
    return { outcome: 'found', value: found };
  } catch (error) {
    return readSlackFailure(error);
  }
}
