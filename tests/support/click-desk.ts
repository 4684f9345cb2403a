/**
 * The path of a click without the rest of the product: the signed route, the outbox's worker with its Slack lanes, a SQLite
 * file, and the local Slack, all over real HTTP. Whoever starts it closes it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runClicksLane } from '../../backend/clicks/follow-clicks.ts';
import { takeInteractions } from '../../backend/clicks/take-interactions.ts';
import type { Clock } from '../../backend/clock.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { sendAlerts } from '../../backend/handoff/steps/alerting.ts';
import { closeHttpServer, createHttpServer } from '../../backend/http/create-server.ts';
import { createExpressApp } from '../../backend/http/express-app.ts';
import { createSlackRoutes } from '../../backend/http/slack-routes.ts';
import { runEditsLane } from '../../backend/outbox/edit-message.ts';
import { type AlertPlace, clicksLane, editsLane } from '../../backend/outbox/effect.ts';
import { startOutboxWorker } from '../../backend/outbox/outbox-worker.ts';
import { tellUnconfirmed } from '../../backend/outbox/recover-effects.ts';
import { runSlackLane, type SlackLane } from '../../backend/outbox/slack-lane.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import { createSlackGateway } from '../../backend/slack/slack-gateway.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type ClickResult, sendClick } from '../../sandbox/slack/interaction.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/start-slack-sandbox.ts';
import { submitView } from '../../sandbox/slack/view-interaction.ts';
import type { Message } from '../../sandbox/slack/workspace.ts';
import { event } from './events.ts';
import { alertedHandoff, facts, now, portalState, timeZone } from './handoffs.ts';

export const channelPlace: AlertPlace = { to: 'channel', channel: '#pql-handoff' };
export const mariaPlace: AlertPlace = { to: 'dm', email: 'maria@acme.test' };

export type ClickDesk = {
  slack: SlackSandbox;
  store: SqliteStore;
  lane: SlackLane;
  portalId: number;
  /** The calendar; starts at the moment of handoffs.ts. */
  clock: Clock & { moveTo(ms: number): void };
  /** Another person of the same company, handed off to Maria and alerted there. */
  handOff(change?: Partial<Handoff>, places?: AlertPlace[]): Promise<Handoff>;
  handoff(handoffId: number): Promise<Handoff>;
  /** Waits until it looks so. */
  expectHandoff(handoffId: number, isIt: (handoff: Handoff) => boolean): Promise<Handoff>;
  messageOf(handoff: Handoff, key: string): Message;
  press(message: Message, user: string, actionId: string, option?: string): Promise<ClickResult | string>;
  submit(user: string, values: Record<string, Record<string, string>>): ReturnType<typeof submitView>;
  whispersTo(user: string): string[];
  /** Nothing is under way, and nothing is due. */
  settled(): Promise<void>;
  /** While it is off nothing in the outbox is worked off. */
  work(isOn: boolean): Promise<void>;
  close(): Promise<void>;
};

const signingSecret = 'signing-secret-of-the-tests';

export async function startClickDesk(change: Partial<PortalState> = {}): Promise<ClickDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zo-clicks-'));
  const store = await openSqliteStore(path.join(folder, 'zo.db'));
  const state = portalState(change);
  const { portalId } = state.portal;
  await store.savePortal(state.portal);
  const slack = await startSlackSandbox({ rateLimits: false, signingSecret, clock: { now: () => clock.now() } });
  const gateway = createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl });
  let moment = now;
  const clock = {
    now: () => moment,
    plausibleNows: () => [moment],
    moveTo(ms: number) {
      moment = ms;
    },
  };
  const operator = { emails: ['ops@acme.test'], canPress: true };
  const lane: SlackLane = { portalId, store, gateway, state, clock, operator };
  const errors: unknown[] = [];
  const startWorker = () =>
    startOutboxWorker({
      memory: createPortalMemory(),
      store,
      clock,
      portalIds: async () => [portalId],
      lanes: [
        { startsWith: 'slack:', atOnce: 1, gapMs: 0, run: (_portal, effects) => runSlackLane(lane, effects) },
        { startsWith: editsLane, atOnce: 1, gapMs: 0, run: (_portal, effects) => runEditsLane(lane, effects) },
        {
          startsWith: clicksLane,
          atOnce: 100,
          gapMs: 0,
          run: (_portal, effects) =>
            runClicksLane({ ...lane, slackApiUrl: slack.apiUrl, onFollowed: () => worker?.wake(portalId) }, effects),
        },
        // HubSpot is not here: what is meant for it stays undone.
        {
          startsWith: 'hubspot',
          atOnce: 100,
          gapMs: 0,
          run: async (_portal, effects) => effects.map((effect) => ({ effect, outcome: { outcome: 'done' } })),
        },
      ],
      tellUnconfirmed: (portal) => tellUnconfirmed(store, portal, clock),
      onSettled: () => {},
      onError: (_portal, _lane, error) => errors.push(error),
      everyMs: 20,
    });
  let worker: ReturnType<typeof startWorker> | null = startWorker();
  const app = createExpressApp({ error: (...said: unknown[]) => errors.push(said) }, (express) => {
    express.use(
      createSlackRoutes({
        signingSecret,
        clock,
        onInteraction: takeInteractions({
          store,
          states: { get: async (portal) => (portal === portalId ? state : null) },
          slack: new Map([[portalId, gateway]]),
          isOfWorkspace: async () => true,
          clock,
          operatorsOf: async () => operator.emails,
          slackApiUrl: slack.apiUrl,
          onOtherPress: () => {},
          onKept: (portal) => worker?.wake(portal),
          log: { error: (...said: unknown[]) => errors.push(said) },
        }),
      }),
    );
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const interactivityUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/interactivity`;

  const load = async (handoffId: number) => (await store.handoff(portalId, handoffId))!;
  let people = 0;

  async function addPerson(): Promise<number> {
    people += 1;
    const userId = `sarah-${people}`;
    const email = `${userId}@finpilot.test`;
    const identified = event({ type: 'identify', userId, email, groupId: 'finpilot', receivedAt: now });
    await store.acceptEvents(portalId, [[identified]], { playbook: state.playbook, timeZone });
    const { personId } = (await store.personByIdentity(portalId, `u:${userId}`))!;
    const contactId = String(500 + people);
    await store.saveFacts(portalId, [{ personId, facts: facts({ contactId, email }) }], now);
    const linked = { subjectId: personId, recordId: contactId, written: {}, problem: null };
    await store.acknowledge(portalId, 'contact', [linked]);
    return personId;
  }

  const desk: ClickDesk = {
    slack,
    store,
    lane,
    portalId,
    clock,
    handoff: load,
    async handOff(change = {}, places = [mariaPlace]) {
      const personId = await addPerson();
      const handoffId = (await store.transactHandoff(portalId, { personId }, clock.now(), (context) => {
        const id = context.newHandoffId();
        const opened = alertedHandoff({ handoffId: id, personId, companyId: null, alerts: {}, timers: {}, ...change });
        return { answer: id, change: sendAlerts(opened, places, null) };
      }))!;
      worker?.wake(portalId);
      return desk.expectHandoff(handoffId, ({ alerts }) =>
        Object.values(alerts).every(({ state: is }) => is !== 'queued'),
      );
    },
    expectHandoff: (handoffId, isIt) =>
      waitUntil<Handoff>(
        `handoff ${handoffId} to look as wanted`,
        async () => {
          if (errors.length > 0) throw new Error(`something failed: ${errors.map(String).join('; ')}`);
          const handoff = await load(handoffId);
          return isIt(handoff) ? { value: handoff } : { instead: JSON.stringify({ ...handoff, receipt: null }) };
        },
        10_000,
        5,
      ),
    messageOf({ alerts }, key) {
      const alert = alerts[key];
      if (alert?.state !== 'posted') throw new Error(`${key} is not posted: ${JSON.stringify(alert)}`);
      return slack.workspace.messages.find(({ channel, ts }) => channel === alert.channel && ts === alert.ts)!;
    },
    press: ({ channel, ts }, user, actionId, option) =>
      sendClick(slack.workspace, { channel, ts, user, actionId, option }, interactivityUrl, slack.control.responseUrls),
    submit(user, values) {
      const view = slack.workspace.views.find((open) => open.user === user);
      return submitView(slack.workspace, { viewId: view?.id ?? 'none', user, values }, interactivityUrl);
    },
    whispersTo: (user) => slack.workspace.ephemerals.filter((one) => one.user === user).map(({ text }) => text),
    async settled() {
      do {
        worker?.wake(portalId);
        await worker?.settled();
      } while ((await store.readyLanes(portalId, clock.now())).length > 0);
    },
    async work(isOn) {
      if (isOn) worker ??= startWorker();
      else {
        await worker?.stop();
        worker = null;
      }
    },
    async close() {
      await worker?.stop();
      await closeHttpServer(server);
      await slack.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}
