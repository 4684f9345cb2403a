/**
 * Delivers what happens in the accounts to the app's webhook address: one app, so one array may hold events of several
 * portals. A delivery that fails is tried again up to ten times.
 */
import { fillBaseUrl } from '../actions/app-url.ts';
import type { Portal } from '../portal/portal.ts';
import { headersV1, headersV3 } from '../signing/sign-request.ts';
import type { WebhookSetup } from './read-subscriptions.ts';
import { eventsFor, type WebhookEvent } from './webhook-events.ts';
import { kindSettings, type WebhookSettings } from './webhook-settings.ts';

export type WebhookSender = {
  settings: WebhookSettings;
  /** The newest, oldest first. */
  deliveries: Delivery[];
  /** Listens to an account; the answer ends that, and drops what is still to be delivered for it. */
  follow(portal: Portal): () => void;
  reset(): void;
  stop(): void;
};

/** `status` 0: no answer. */
export type Delivery = { at: number; attemptNumber: number; portalIds: number[]; events: number; status: number };

export type WebhookOptions = {
  setup: WebhookSetup | null;
  baseUrl(): string | null;
  clientSecret: string;
  now(): number;
  retryMs: number;
};

type Following = { ended: boolean };
type Waiting = { event: WebhookEvent; of: Following };

const gatherMs = 100;
const mostEvents = 100;
const mostAttempts = 11;
const keptDeliveries = 1_000;

export function createWebhookSender({ setup, baseUrl, clientSecret, now, retryMs }: WebhookOptions): WebhookSender {
  const halt = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const settings = kindSettings(retryMs);
  const deliveries: Delivery[] = [];
  /** Deliveries that wait for one of the requests the app allows at a time. */
  const queued: (() => Promise<void>)[] = [];
  let sending = 0;
  let waiting: Waiting[] = [];
  let gathering = false;

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  function hold(one: Waiting): void {
    const ms = settings.delayMs + Math.random() * settings.spreadMs;
    if (ms === 0) gather(one);
    else later(ms, () => gather(one));
  }

  function gather(one: Waiting): void {
    waiting.push(one);
    if (gathering) return;
    gathering = true;
    later(gatherMs, flush);
  }

  function flush(): void {
    gathering = false;
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += mostEvents) enqueue(all.slice(at, at + mostEvents), 0);
  }

  function enqueue(all: Waiting[], attempt: number): void {
    queued.push(() => deliver(all, attempt));
    sendNext();
  }

  function sendNext(): void {
    if (!setup || sending >= setup.maxConcurrentRequests) return;
    const next = queued.shift();
    if (!next) return;
    sending += 1;
    void next().finally(() => {
      sending -= 1;
      sendNext();
    });
    sendNext();
  }

  async function deliver(all: Waiting[], attempt: number): Promise<void> {
    const left = all.filter(({ of }) => !of.ended);
    const url = setup && fillBaseUrl(setup.targetUrl, baseUrl());
    if (!url || left.length === 0 || halt.signal.aborted) return;
    const status = await post(url, JSON.stringify(left.map(({ event }) => ({ ...event, attemptNumber: attempt }))));
    if (halt.signal.aborted) return;
    const portalIds = [...new Set(left.map(({ event }) => event.portalId))];
    deliveries.push({ at: now(), attemptNumber: attempt, portalIds, events: left.length, status });
    if (deliveries.length > keptDeliveries) deliveries.shift();
    if ((status >= 200 && status < 300) || attempt + 1 >= mostAttempts) return;
    later(settings.retryMs * 2 ** attempt, () => enqueue(left, attempt + 1));
  }

  async function post(url: string, body: string): Promise<number> {
    const headers = {
      'content-type': 'application/json',
      ...headersV1(clientSecret, body),
      ...headersV3(clientSecret, { method: 'POST', url, body }, now()),
    };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([halt.signal, AbortSignal.timeout(settings.answerWithinMs)]),
    }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    return response?.status ?? 0;
  }

  return {
    settings,
    deliveries,
    follow(portal) {
      const of = { ended: false };
      const unlisten = portal.changes.listen((change) => {
        const isWanted = portal.switches.webhooks && (portal.isInstalled || settings.afterUninstall);
        if (!setup || !isWanted) return;
        for (const event of eventsFor(portal, setup.subscriptions, change))
          for (let copy = 0; copy <= settings.duplicates; copy += 1) hold({ event, of });
      });
      return () => {
        unlisten();
        of.ended = true;
      };
    },
    reset() {
      Object.assign(settings, kindSettings(retryMs));
      deliveries.length = 0;
    },
    stop() {
      halt.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
