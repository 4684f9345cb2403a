import { describeKeys } from '../../../backend/cli/keys.ts';
import type { KeysInUse } from '../../../backend/tokens/rotate-keys.ts';

const fine: KeysInUse = {
  uses: [
    { keyId: 'k2', credentials: 2, states: 0 },
    { keyId: 'k1', credentials: 1, states: 1 },
  ],
  keyId: 'k2',
  unused: [],
  missing: [],
  broken: [],
};

it('counts what each key seals, one as one', () => {
  expect(describeKeys(fine)).toEqual([
    'Key "k2": 2 tokens (the first: it encrypts).',
    'Key "k1": 1 token and 1 installation under way, for ten minutes at most.',
    'No key can be taken out of ENCRYPTION_KEYS.',
  ]);
});

it('says which key is missing, what cannot be opened without it, and what helps', () => {
  const broken = { portalId: 42, kind: 'hubspot', keyId: 'k1', reason: 'It cannot be opened', remedy: 'Put it back.' };
  expect(describeKeys({ ...fine, missing: ['k1'], broken: [broken] }).slice(1)).toEqual([
    'Key "k1": 1 token and 1 installation under way, for ten minutes at most (MISSING: it is not in ENCRYPTION_KEYS).',
    'It cannot be opened.\n  → Put it back.',
    'No key can be taken out of ENCRYPTION_KEYS.',
  ]);
});
