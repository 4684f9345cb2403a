/** Receipts from the running server, page by page. */
import type { ReceiptsAnswer } from '../http/admin/receipts-routes.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { type AdminClient, AdminError } from './admin-client.ts';

const perPage = 500;

/** Everything written at `since` or later, oldest first. */
export async function* allReceipts(client: AdminClient, portalId: number, since: number): AsyncGenerator<Receipt[]> {
  for (let after = 0; ; ) {
    const query = `after=${after}&since=${since}&limit=${perPage}`;
    const page = await receiptsPage(client, portalId, query);
    if (page.length > 0) yield page;
    if (page.length < perPage) return;
    after = page.at(-1)!.receiptId;
  }
}

export async function receiptsPage(client: AdminClient, portalId: number, query: string): Promise<Receipt[]> {
  const answer = await client.call<ReceiptsAnswer>('GET', `/portals/${portalId}/receipts?${query}`);
  if (answer.isKnown === false) {
    throw new AdminError(
      'Nobody is known by that. `zo handoffs` lists who was handed off; whether there is somebody by an e-mail address, a user ' +
        'id or a HubSpot contact says `zo privacy export WHO`.',
    );
  }
  return answer.receipts;
}

export async function receiptById(client: AdminClient, portalId: number, text: string): Promise<Receipt> {
  const id = text.replace(/^#/, '');
  if (!/^[1-9]\d{0,15}$/.test(id)) {
    throw new AdminError(client.words(`"${text}" is not the number of a receipt: \`zo receipts\` lists them.`));
  }
  return (await client.call<{ receipt: Receipt }>('GET', `/portals/${portalId}/receipts/${id}`)).receipt;
}
