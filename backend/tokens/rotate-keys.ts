/** Seals everything anew under the first key, while the service runs and renews tokens: nothing is sealed over. */
import type { CredentialStore, KeyUse, SealedRow } from '../store/credential-store.ts';
import { keyIdOf, SealBrokenError, type Sealer } from './sealer.ts';

export type KeysInUse = {
  uses: KeyUse[];
  /** The first: it seals. */
  keyId: string;
  /** Of ENCRYPTION_KEYS, those nothing needs any more: they can be taken out. */
  unused: string[];
  /** Not in ENCRYPTION_KEYS, and needed. */
  missing: string[];
  /** What is stored and cannot be opened with the keys there are. */
  broken: { portalId: number; kind: string; keyId: string; reason: string; remedy: string }[];
};

export type Rotation = KeysInUse & { sealedAnew: number };

export type RotationStore = Pick<CredentialStore, 'keyUses' | 'sealedOtherwise' | 'sealAnew'>;

const most = 1_000_000;
/** Nothing is sealed with it. */
const noKey = '';

export async function rotateKeys(
  store: RotationStore,
  sealer: Sealer,
  now: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<Rotation> {
  let sealedAnew = 0;
  const rows = await store.sealedOtherwise(sealer.keyId, most);
  for (const [index, row] of rows.entries()) {
    const { portalId, kind } = row;
    try {
      const secret = sealer.open(row.sealed, row);
      // Renewed in between: it is sealed with the first key already.
      if (await store.sealAnew(row, sealer.seal(secret, { portalId, kind }))) sealedAnew += 1;
    } catch (error) {
      // It is left as it is, and told below.
      if (!(error instanceof SealBrokenError)) throw error;
    }
    progress(index + 1, rows.length);
  }
  return { sealedAnew, ...(await keysInUse(store, sealer, now)) };
}

export async function keysInUse(
  store: Pick<CredentialStore, 'keyUses' | 'sealedOtherwise'>,
  sealer: Sealer,
  now: number,
): Promise<KeysInUse> {
  const uses = await store.keyUses(now);
  const inUse = new Set([sealer.keyId, ...uses.map(({ keyId }) => keyId)]);
  const stored = await store.sealedOtherwise(noKey, most);
  return {
    uses,
    keyId: sealer.keyId,
    unused: sealer.keyIds.filter((id) => !inUse.has(id)),
    missing: [...inUse].filter((id) => !sealer.keyIds.includes(id)),
    broken: stored.flatMap((row) => whyBroken(row, sealer)),
  };
}

function whyBroken({ sealed, portalId, kind }: SealedRow, sealer: Sealer): KeysInUse['broken'] {
  try {
    sealer.open(sealed, { portalId, kind });
    return [];
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    return [{ portalId, kind, keyId: keyIdOf(sealed), reason: error.message, remedy: error.remedy }];
  }
}
