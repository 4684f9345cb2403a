import type { Command } from 'commander';
import type { Rotation } from '../tokens/rotate-keys.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type InUse = Pick<Rotation, 'uses' | 'keyId' | 'unused'>;
type Line = { done: number; total: number } | Rotation;

export function addKeys(zo: Command): void {
  const keys = zo.command('keys').description('The keys that stored tokens are encrypted with');
  keys
    .command('status')
    .description('Say which keys are in use, and which of ENCRYPTION_KEYS can be taken out')
    .option('--json', 'print the answer as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingErrors(async () => {
        const inUse = await adminClient().call<InUse>('GET', '/keys');
        console.log(json ? JSON.stringify(inUse) : describe(inUse).join('\n'));
      }),
    );
  keys
    .command('rotate')
    .description('Encrypt every stored token anew with the first of ENCRYPTION_KEYS, while the server runs')
    .option('--json', 'print the result as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingErrors(async () => {
        for await (const line of adminClient().lines<Line>('POST', '/keys/rotate')) {
          if ('done' in line) process.stderr.write(`\r${line.done} of ${line.total} tokens`);
          else {
            if (line.sealedAnew + line.broken.length > 0) process.stderr.write('\n');
            console.log(json ? JSON.stringify(line) : describeRotation(line).join('\n'));
            if (line.broken.length > 0) process.exitCode = 1;
          }
        }
      }),
    );
}

function describeRotation(rotation: Rotation): string[] {
  const { sealedAnew, broken } = rotation;
  return [
    `${sealedAnew === 1 ? '1 token' : `${sealedAnew} tokens`} encrypted anew with key "${rotation.keyId}".`,
    ...broken.map(({ reason }) => `${reason}. It is left as it is: put its key back, or connect the portal again.`),
    ...describe(rotation),
  ];
}

function describe({ uses, keyId, unused }: InUse): string[] {
  const lines = uses.map(({ keyId: id, credentials, states }) => {
    const flows = states === 0 ? '' : ` and ${states} installations under way, for ten minutes at most`;
    return `Key "${id}": ${credentials} tokens${flows}${id === keyId ? ' (the first: it encrypts)' : ''}.`;
  });
  const dropped =
    unused.length === 0
      ? 'No key can be taken out of ENCRYPTION_KEYS.'
      : `No longer needed, and can be taken out of ENCRYPTION_KEYS: ${unused.join(', ')}.`;
  return [...lines, dropped];
}
