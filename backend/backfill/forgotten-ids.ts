/**
 * An event counts once because its id is known, and ids are forgotten after some days. History that may have come before then
 * would count again, and nobody would notice: it is refused until somebody says that it did not, or leaves it out.
 */
import type { Backfill, BackfillOrder, BackfillStore } from '../store/backfill-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { PortalStore } from '../store/store.ts';

/** The message says what to do. */
export class MayCountAgainError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MayCountAgainError';
  }
}

export type Question = {
  /** Ids that came before are forgotten. */
  idsKnownFrom: number;
  /** Nothing came live before. */
  liveSince: number;
  /** Of the portal. */
  backfills: readonly Pick<Backfill, 'key' | 'name' | 'begunAt' | 'counts'>[];
  key: string;
  restart: boolean;
  /** Rows that happened then or later are left out. */
  before: number | null;
};

/** Why rows of the file may have come before without anybody knowing; null: they cannot. Pure. */
export function whyMayCountAgain({
  idsKnownFrom,
  liveSince,
  backfills,
  key,
  restart,
  before,
}: Question): string | null {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const forgotten = `ids that came before ${day(idsKnownFrom)} are forgotten`;
  const loaded = backfills.filter(({ begunAt, counts }) => counts.accepted > 0 && begunAt < idsKnownFrom);
  const itself = loaded.find((one) => one.key === key);
  if (itself !== undefined) {
    return restart
      ? `this file was loaded on ${day(itself.begunAt)}, and ${forgotten}: from its beginning it would count again`
      : null;
  }
  const [other] = loaded;
  if (other !== undefined) {
    return `${other.name} was loaded on ${day(other.begunAt)}, and ${forgotten}: rows that are in both would count again`;
  }
  if (liveSince >= idsKnownFrom || (before !== null && before <= liveSince)) return null;
  return `events may have come in live since ${day(liveSince)}, and ${forgotten}: of what happened in between, rows that came live would count again. Leave them out with --before ${day(liveSince)}; if you began to send events later, with that day and --new`;
}

const mostLookedAt = 1_000;

export async function refuseForgotten(
  store: Pick<BackfillStore, 'backfill' | 'backfills'> & Pick<PrivacyStore, 'forgotten'> & Pick<PortalStore, 'portal'>,
  portalId: number,
  { key }: BackfillOrder,
  { restart, before }: Pick<Question, 'restart' | 'before'>,
): Promise<void> {
  const ids = (await store.forgotten(portalId)).find(({ kind }) => kind === 'messageIds');
  if (ids === undefined) return;
  const known = await store.backfill(portalId, key);
  // One that goes on was asked about when it began.
  if (known !== null && known.reached.byte > 0 && !restart) return;
  const why = whyMayCountAgain({
    idsKnownFrom: ids.before,
    liveSince: (await store.portal(portalId))?.createdAt ?? 0,
    backfills: await store.backfills(portalId, mostLookedAt),
    key,
    restart,
    before,
  });
  if (why !== null) throw new MayCountAgainError(`${why}. If none of its rows has come before, say --new`);
}
