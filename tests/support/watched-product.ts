/** A running product whose database is looked into, for what becomes of contacts that people change in HubSpot. */
import Database from 'better-sqlite3';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { headersV1 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { clientSecret, type RunningProduct, startProduct } from './running-product.ts';
import { addToHubspot, cross, expectAlerts, expectValues, inventCompany, type TrialCompany } from './trial-company.ts';

/** The contact a product user is linked to, and the one that was deleted. */
export type StoredLink = { record_id: string | null; deleted_id: string | null };

export type WatchedProduct = {
  product: RunningProduct;
  database: Database.Database;
  /** Whether HubSpot tells of anything. */
  webhooks(isOn: boolean): Promise<unknown>;
  handedOff(words: string): Promise<TrialCompany & { contactId: string }>;
  linkOf(userId: string): StoredLink | undefined;
  expectLink(what: string, userId: string, isIt: (link: StoredLink) => boolean, withinMs?: number): Promise<StoredLink>;
  /** Sends it as HubSpot, signed. */
  tell(sent: unknown): Promise<number>;
  stop(): Promise<void>;
};

export async function watchProduct(): Promise<WatchedProduct> {
  const product = await startProduct({ withoutActionIds: true });
  const database = new Database(product.databaseFile, { readonly: true });
  const linkOf = (userId: string) =>
    database
      .prepare(
        `SELECT record_id, deleted_id FROM records r JOIN identities i ON i.person_id = r.subject_id
         WHERE r.kind = 'contact' AND i.identity = ?`,
      )
      .get(`u:${userId}`) as StoredLink | undefined;
  return {
    product,
    database,
    webhooks: (webhooks) => product.hubspot('POST', '/sandbox/settings', { webhooks }),
    async handedOff(words) {
      const company = inventCompany(words);
      const contactId = await addToHubspot(product, company);
      await cross(product, company);
      await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
      await expectAlerts(product, company, 2);
      return { ...company, contactId };
    },
    linkOf,
    expectLink: (what, userId, isIt, withinMs = 15_000) =>
      waitUntil<StoredLink>(
        what,
        async () => {
          const link = linkOf(userId);
          return link !== undefined && isIt(link) ? { value: link } : { instead: JSON.stringify(link) };
        },
        withinMs,
        50,
      ),
    async tell(sent) {
      const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
      const headers = { 'content-type': 'application/json', ...headersV1(clientSecret, body) };
      return (await fetch(`${product.backendUrl}/hubspot/webhooks`, { method: 'POST', headers, body })).status;
    },
    async stop() {
      database.close();
      await product.stop();
    },
  };
}
