/**
 * Acme Analytics, the toy product: it knows who signed up and tells the backend what they do through an ordinary Segment
 * SDK of which only the host is changed. Every moment is given as "how long ago": a Segment server reads timestamps
 * against `sentAt`, so a moved demo clock needs no arithmetic here.
 */
import { Analytics } from '@segment/analytics-node';
import type { ProductPerson } from './page-state.ts';

export type ProductUse = { track: string; properties?: Record<string, unknown> } | { page: string };

/** What a person can do in the product; `invites` also makes a teammate to play with. */
export type ProductAction = { id: string; label: string; use: ProductUse; invites?: true };

export const productActions: ProductAction[] = [
  { id: 'onboarding', label: 'Complete onboarding', use: { track: 'Onboarding Completed' } },
  { id: 'report', label: 'Create report', use: { track: 'Report Created' } },
  { id: 'dashboard', label: 'Share dashboard', use: { track: 'Dashboard Shared' } },
  { id: 'invite', label: 'Invite teammate', use: { track: 'Teammate Invited' }, invites: true },
  { id: 'pricing', label: 'Visit pricing', use: { page: '/pricing' } },
  { id: 'limit', label: 'Hit plan limit', use: { track: 'Plan Limit Reached' } },
];

export type SignUp = ProductPerson & { companyId: string; plan: string };

export type Product = {
  people(): ProductPerson[];
  find(userId: string): SignUp | undefined;
  /** Whether they have done anything but sign up. */
  hasActed(userId: string): boolean;
  /** Tells who the person is and which company's workspace they work in. */
  signUp(person: SignUp, agoMs?: number): Promise<void>;
  use(userId: string, use: ProductUse, agoMs?: number): void;
  /** Resolves when the backend has answered for everything sent so far; the demo time of that answer. */
  delivered(): Promise<number>;
  /** Demo time at which the newest event was sent that was sent no later than this. */
  sentBefore(at: number): number | null;
  onChange(listener: () => void): void;
  close(): Promise<void>;
};

const keptMoments = 1_000;

export function openProduct(options: { host: string; writeKey: string; now: () => number }): Product {
  const analytics = new Analytics({
    host: options.host,
    writeKey: options.writeKey,
    flushInterval: 1000,
    maxRetries: 2,
  });
  const people = new Map<string, SignUp>();
  const active = new Set<string>();
  const sent: number[] = [];
  const listeners: (() => void)[] = [];
  let failure: string | null = null;
  let flushed: Promise<void> = Promise.resolve();
  analytics.on('error', (error) => {
    failure = `The Segment SDK could not deliver: ${JSON.stringify(error)}`;
  });

  const at = (agoMs: number) => new Date(Date.now() - agoMs);
  const settled = (userId: string) => (error?: unknown) => {
    if (error) failure = `An event of ${userId} was not taken: ${String(error)}`;
  };

  return {
    people: () => [...people.values()].map(({ userId, name, email, company }) => ({ userId, name, email, company })),
    find: (userId) => people.get(userId),
    hasActed: (userId) => active.has(userId),
    async signUp(person, agoMs = 0) {
      people.set(person.userId, person);
      const { userId, name, email, plan, companyId, company } = person;
      const timestamp = at(agoMs);
      analytics.identify({ userId, traits: { name, email, plan }, timestamp });
      analytics.group({ userId, groupId: companyId, traits: { name: company }, timestamp });
      for (const listener of listeners) listener();
    },
    use(userId, use, agoMs = 0) {
      active.add(userId);
      if (sent.push(options.now()) > keptMoments) sent.shift();
      const timestamp = at(agoMs);
      if ('page' in use) {
        const url = `https://app.acme.test${use.page}`;
        analytics.page({ userId, properties: { path: use.page, url }, timestamp }, settled(userId));
      } else {
        analytics.track({ userId, event: use.track, properties: use.properties, timestamp }, settled(userId));
      }
    },
    async delivered() {
      // The SDK answers a flush during another at once, with nothing delivered, and prints a warning.
      flushed = flushed.then(() => analytics.flush({ timeout: 15_000 }));
      await flushed;
      if (failure) {
        const said = failure;
        failure = null;
        throw new Error(said);
      }
      return options.now();
    },
    sentBefore: (at) => sent.findLast((one) => one <= at) ?? null,
    onChange: (listener) => listeners.push(listener),
    close: () => analytics.closeAndFlush({ timeout: 3_000 }),
  };
}
