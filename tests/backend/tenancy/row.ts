/** A row of the matrix: a mounted route, who may call it, and the calls of it that name something of one portal. */
import type { Ids } from './ids.ts';

export type Credential = 'HubSpot signature' | 'Slack signature' | 'write key' | 'admin token' | 'state' | 'none';

export type Call = {
  /** Instead of the row's own path. */
  path?: string;
  query?: string;
  body?: object;
  /** Instead of a body: rows, one JSON object a line. */
  lines?: object[];
  /** What the call that names something of the other portal, or of nobody, is answered with. */
  status: number;
};

export type Row = {
  route: string;
  credential: Credential;
  calls: (ids: Ids, about: { own: Ids }) => Call[];
  /** Why the answer may differ from that for what nobody has. */
  differs?: string;
  /** Not made with what is its own: it would end our own portal, or the service's keys. */
  foreignOnly?: string;
};

export const signed = (route: string, calls: Row['calls'], more: Partial<Row> = {}): Row => ({
  route,
  credential: 'HubSpot signature',
  calls,
  ...more,
});
/** Names nothing but the portal, which is signed: with the other's in the query or body besides. */
export const ofPortal = (route: string, body?: object, query?: string): Row =>
  signed(route, () => [{ status: 200, ...(body && { body }), ...(query && { query }) }]);
export const saving = (route: string, of: (ids: Ids) => object): Row =>
  signed(route, (ids) => [{ body: of(ids), status: 200 }]);
export const requestOf = ({ requestId }: Ids, name: string) => `${requestId}-${name}`;
