/** Sample activity as a page in HubSpot presses it, and what is left of it: in the database, in its file, in HubSpot. */
import { existsSync, readFileSync } from 'node:fs';
import { type SampleActivityAnswer, type SampleActivityRequest, sampleActivityPath } from '@zo/shared';
import Database from 'better-sqlite3';
import { sampleEmail } from '../../backend/sample/sample-names.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { RunningProduct } from './running-product.ts';
import { askAsPage } from './signed-call.ts';

const ops = 'ops@acme.test';

export type KnownSample = Extract<SampleActivityAnswer, { waiting: string[] }>;

/** `product` as it is at each act. */
export function samplePresses(product: () => RunningProduct) {
  let pressed = 0;
  function press(
    action: SampleActivityRequest['action'],
    { by = ops, key }: { by?: string; key?: string } = {},
  ): Promise<SampleActivityAnswer> {
    pressed += 1;
    const body = { action, idempotencyKey: key ?? `press-number-${pressed}` };
    return askAsPage(product(), sampleActivityPath, { userEmail: by, body });
  }
  const look = (by = ops) => askAsPage<SampleActivityAnswer>(product(), sampleActivityPath, { userEmail: by });

  /** Until it stands so, and nothing waits any more. */
  function untilIt(is: KnownSample['status']): Promise<KnownSample> {
    return waitUntil<KnownSample>(
      `the sample activity to be ${is}`,
      async () => {
        const answer = await look();
        if (!('waiting' in answer)) return { instead: JSON.stringify(answer) };
        const isSo = answer.status === is && answer.waiting.length === 0;
        return isSo ? { value: answer } : { instead: JSON.stringify(answer) };
      },
      20_000,
      100,
    );
  }

  /** All rows of the database that hold these words. */
  function rowsWith(words: string): string[] {
    const database = new Database(product().databaseFile, { readonly: true });
    try {
      // One moment of it: an erasure makes a table for a while.
      return database.transaction(() => {
        const tables = database
          .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
          .all();
        return tables.flatMap(({ name }) =>
          database
            .prepare(`SELECT * FROM "${name}"`)
            .all()
            .filter((row) => JSON.stringify(row).toLowerCase().includes(words))
            .map((row) => `${name}: ${JSON.stringify(row)}`),
        );
      })();
    } finally {
      database.close();
    }
  }

  function bytesHold(words: string): boolean {
    return [product().databaseFile, `${product().databaseFile}-wal`]
      .filter(existsSync)
      .some((file) => readFileSync(file, 'latin1').toLowerCase().includes(words));
  }

  const contactsWithAddress = async () => {
    const { contacts } = await product().hubspotState();
    return contacts.filter(({ values }) => values.email === sampleEmail);
  };

  return { press, look, untilIt, rowsWith, bytesHold, contactsWithAddress };
}
