/** A browser that connects Slack: it keeps cookies, follows our redirects, and presses what Slack's page and ours offer. */
import { type SlackLinkAnswer, settingsPaths } from '@zo/shared';

export const acmeTeam = 'T0ACME001';
export const europeTeam = 'T1ACMEEU1';

/** Where the service and the local Slack are, and how the settings are written. */
export type Connectable = {
  url(): string;
  slackUrl: string;
  post<Answer>(path: string, body: object, as?: string): Promise<Answer>;
};

export type Page = { status: number; title: string; text: string; offer: string | null };

export type SlackBrowser = {
  visit(url: string): Promise<{ page: Page; location: string | null }>;
  /** On Slack's page; answers where it sends the browser. */
  allow(url: string, decision: { team?: string; user?: string; answer?: 'allow' | 'cancel' }): Promise<string>;
  confirm(offer: string, answer: 'connect' | 'keep'): Promise<Page>;
};

export function slackBrowser(zo: Connectable): SlackBrowser {
  let cookie = '';
  async function send(url: string, init: RequestInit = {}) {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }) },
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0]!;
    return response;
  }
  return {
    async visit(url) {
      const response = await send(url);
      return { page: await readPage(response), location: response.headers.get('location') };
    },
    async allow(url, { team = acmeTeam, user = 'U0OPS0001', answer = 'allow' }) {
      const response = await fetch(`${zo.slackUrl}/sandbox/authorize`, {
        method: 'POST',
        body: JSON.stringify({ url, team, user, answer }),
      });
      const body = (await response.json()) as { location?: string; error?: string };
      if (body.location === undefined) throw new Error(body.error);
      return body.location;
    },
    async confirm(offer, answer) {
      const body = new URLSearchParams({ offer, answer });
      return readPage(await send(`${zo.url()}/slack/oauth/confirm`, { method: 'POST', body }));
    },
  };
}

async function readPage(response: Response): Promise<Page> {
  const html = await response.text();
  return {
    status: response.status,
    title: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
    text: html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' '),
    offer: /name="offer" value="([^"]+)"/.exec(html)?.[1] ?? null,
  };
}

/** Registers the service with the local Slack, as its developer does once. */
export async function registerApp(zo: Connectable): Promise<void> {
  const response = await fetch(`${zo.slackUrl}/sandbox/settings`, {
    method: 'POST',
    body: JSON.stringify({
      redirectUrls: [`${zo.url()}/slack/oauth/callback`],
      interactivityUrl: `${zo.url()}/slack/interactivity`,
      eventsUrl: `${zo.url()}/slack/events`,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}

export async function askForLink(zo: Connectable, as?: string): Promise<string> {
  const answer = await zo.post<SlackLinkAnswer>(settingsPaths.slackLink, {}, as);
  if (answer.status !== 'made') throw new Error(JSON.stringify(answer));
  return answer.url;
}

/** From the settings to our page after it. */
export async function connectSlack(
  zo: Connectable,
  decision: Parameters<SlackBrowser['allow']>[1] = {},
  browser = slackBrowser(zo),
): Promise<Page> {
  const { location } = await browser.visit(await askForLink(zo));
  if (location === null) throw new Error('the link leads nowhere');
  return (await browser.visit(await browser.allow(location, decision))).page;
}
