import type { Command } from 'commander';
import { counted } from '../text/counted.ts';
import type { KeysInUse, Rotation } from '../tokens/rotate-keys.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';

type Line = { done: number; total: number } | Rotation;

export function addKeys(zo: Command): void {
  const keys = zo.command('keys').description('The keys that stored tokens are encrypted with');
  keys
    .command('status')
    .description('Say which keys are in use, which are missing, and which of ENCRYPTION_KEYS can be taken out')
    .option('--json', 'print the answer as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingErrors(async () => {
        const inUse = await adminClient().call<KeysInUse>('GET', '/keys');
        console.log(json ? JSON.stringify(inUse) : describeKeys(inUse).join('\n'));
        if (inUse.broken.length > 0) process.exitCode = 1;
      }),
    );
  keys
    .command('rotate')
    .description('Encrypt every stored token anew with the first of ENCRYPTION_KEYS, while the server runs')
    .option('--json', 'print the result as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingErrors(async () => {
        for await (const line of adminClient().lines<Line>('POST', '/keys/rotate')) {
          if ('done' in line) showProgress(`${line.done} of ${line.total} tokens`);
          else {
            endProgress();
            console.log(json ? JSON.stringify(line) : describeRotation(line).join('\n'));
            if (line.broken.length > 0) process.exitCode = 1;
          }
        }
      }),
    );
}

function describeRotation(rotation: Rotation): string[] {
  return [
    `${counted(rotation.sealedAnew, 'token')} encrypted anew with key "${rotation.keyId}".`,
    ...describeKeys(rotation),
  ];
}

/** Each key with what needs it, and what cannot be opened with what helps. Pure. */
export function describeKeys({ uses, keyId, unused, missing, broken }: KeysInUse): string[] {
  const lines = uses.map(({ keyId: id, credentials, states }) => {
    const flows = states === 0 ? '' : ` and ${counted(states, 'installation')} under way, for ten minutes at most`;
    const first = id === keyId ? ' (the first: it encrypts)' : '';
    const gone = missing.includes(id) ? ' (MISSING: it is not in ENCRYPTION_KEYS)' : '';
    return `Key "${id}": ${counted(credentials, 'token')}${flows}${first}${gone}.`;
  });
  const dropped =
    unused.length === 0
      ? 'No key can be taken out of ENCRYPTION_KEYS.'
      : `No longer needed, and can be taken out of ENCRYPTION_KEYS: ${unused.join(', ')}.`;
  return [...lines, ...broken.map(({ reason, remedy }) => `${reason}.\n  → ${remedy}`), dropped];
}
