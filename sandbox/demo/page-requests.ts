<<<<<<< HEAD
/** What the demo page's buttons do: real events, moved time, another definition, and what people do in Slack. */
=======

/** What the demo page's buttons do: real events, moved time, clicks on Slack's buttons. */
import type { Followed } from './follow-sandbox.ts';
import type { HubspotState } from './hubspot-state.ts';

>>>>>>> hubspot-activity

import { calendarDaysLater, hourMs } from './local-time.ts';
import type { PageRequests } from './page-routes.ts';
import { type Product, productActions } from './product.ts';

<<<<<<< HEAD

import { slackRequests } from './slack-requests.ts';

=======

import { doAsSales } from './sales-deeds.ts';
import type { SlackState } from './slack-view.ts';

>>>>>>> hubspot-activity

import { type Demo, timeZone } from './start-demo.ts';

/** Teammates whom the "Invite teammate" button brings, in this order. */
const invitedNames = ['Alex Morgan', 'Robin Silva', 'Kim Larsen', 'Jamie Okafor', 'Toni Marek', 'Luca Brandt'];

<<<<<<< HEAD
export function answerPage(demo: Demo, product: Product): PageRequests {
=======
export function answerPage(
  demo: Demo,
  product: Product,
  hubspot: Followed<HubspotState>,
  slack: Followed<SlackState>,
): PageRequests {
>>>>>>> hubspot-activity
  async function invite(inviterId: string): Promise<void> {
    const inviter = product.find(inviterId);
    if (!inviter) return;
    const teammates = product.people().filter((person) => person.company === inviter.company).length;
    const name = invitedNames[(teammates - 1) % invitedNames.length] ?? 'Alex Morgan';
    const domain = inviter.email.split('@')[1] ?? 'acme.test';
    const email = `${name.split(' ')[0]?.toLowerCase()}.${teammates}@${domain}`;
    await product.signUp({ ...inviter, userId: email, name, email });
  }

  return {
    ...slackRequests(demo.slackUrl),
    async act(userId, actionId) {
      const action = productActions.find((one) => one.id === actionId);
      if (!action) throw new Error(`The product has no button "${actionId}".`);
      if (!product.find(userId)) throw new Error(`Nobody with the id "${userId}" has signed up.`);
      product.use(userId, action.use);
      if (action.invites) await invite(userId);
      await product.delivered();
    },
    async signUp({ name, email, company }) {
      if (product.find(email)) throw new Error(`${email} has signed up already.`);
      const companyId = company.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      await product.signUp({ userId: email, name, email, company, companyId, plan: 'free' });
      await product.delivered();
    },
    simulate: (definition, signal) => demo.playbooks.simulate(definition, signal),
    async saveDefinition(definition, version) {
      await demo.playbooks.save(definition, version);
      // HubSpot's workflow enrols by the definition's filters: it has to follow.
      await demo.goLive();
    },
    async moveTime(by) {
      const now = demo.clock.now();
      const then = 'days' in by ? calendarDaysLater(now, by.days, timeZone) : now + by.hours * hourMs;
      await demo.clock.advance(then - now);
    },
<<<<<<< HEAD
=======
    doAsSales: (contactId, deed) =>
      doAsSales(url: demo.hubspotUrl, state: () => hubspot.state() , contactId, deed, demo.clock.now()),
    async click(channel, ts, actionId ) {
      const conversation = slack.state().channels.find((one) => one.id === channel);
      const people = new Set(slack.state().users.flatMap((user) => (user.isBot ? [] : [user.id])));
      const user = conversation?.members.find((member) => people.has(member));
      const response = await fetch(`${demo.slackUrl}/sandbox/click`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel, ts, actionId, user }),
      });
      const result = (await response.json()) as { acknowledged?: boolean; reason?: string; error?: string };
      if (!result.acknowledged) throw new Error(`Slack says: ${result.reason ?? result.error ?? response.status}`);
    },
>>>>>>> hubspot-activity
  };
}
