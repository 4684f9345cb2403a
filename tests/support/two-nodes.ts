/** Two nodes on one new PostgreSQL database, begun anew for each test of a file; each test has a portal of its own. */
import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { createTestDatabase } from './postgres.ts';

export type TwoNodes = {
  url: string;
  portalId: number;
  one: PostgresStore;
  other: PostgresStore;
  /** One more. */
  joins(): Promise<PostgresStore>;
  leaves(node: PostgresStore): Promise<void>;
};

/** Called where a file begins; `use` is given those of each test, before it. */
export function twoNodes(use: (nodes: TwoNodes) => void): void {
  let url: string;
  let portalId = 0;
  const there = new Set<PostgresStore>();

  async function joins(): Promise<PostgresStore> {
    const node = await openPostgresStore(url);
    there.add(node);
    return node;
  }

  async function leaves(node: PostgresStore): Promise<void> {
    there.delete(node);
    await node.close();
  }

  beforeAll(async () => {
    url = await createTestDatabase();
  }, 60_000);
  beforeEach(async () => {
    portalId += 1;
    const [one, other] = await Promise.all([joins(), joins()]);
    use({ url, portalId, one, other, joins, leaves });
  }, 30_000);
  afterEach(() => Promise.all([...there].map(leaves)));
}
