/** Going live begins to alert people, so what `zo doctor` finds is said first, and who goes live all the same says so. */
import type { Check } from '../portals/doctor.ts';
import type { Portal } from '../store/store.ts';
import { counted } from '../text/counted.ts';
import { type AdminClient, AdminError } from './admin-client.ts';
import { isConfirmed } from './confirm.ts';
import { describeCheck } from './doctor.ts';

type How = { yes?: boolean; json?: boolean };

/** Whether to go on. Throws AdminError where there are problems and nobody can be asked; a portal that is live is not asked about. */
export async function mayGoLive(client: AdminClient, portalId: number, { yes, json }: How): Promise<boolean> {
  const { portal } = await client.call<{ portal: Portal }>('GET', `/portals/${portalId}`);
  if (portal.goLiveAt !== null) return true;
  const { checks } = await client.call<{ checks: Check[] }>('GET', `/portals/${portalId}/doctor`);
  // What provisioning itself mends is none to be asked about.
  const problems = checks.filter(({ state, remedy }) => state === 'problem' && !remedy?.includes('`zo provision'));
  if (problems.length === 0) return true;
  for (const problem of problems) (json ? console.error : console.log)(describeCheck(problem));
  if (yes) return true;
  const found = `zo doctor finds ${counted(problems.length, 'problem')}`;
  if (json || !process.stdin.isTTY) {
    throw new AdminError(client.words(`Nothing was done: ${found}. Mend them, or say --yes to go live all the same.`));
  }
  if (await isConfirmed(`${found}. Go live all the same?`)) return true;
  console.log('Nothing was done.');
  return false;
}
