/**
 * The PLAYBOOK file at start. A file with mistakes refuses the start: a wrong rule must not begin to run. Only what HubSpot
 * alone can tell may wait for HubSpot: a property that is none of those every portal has.
 */
import { readFile } from 'node:fs/promises';
import type { Problem } from '@zo/shared';
import { catalogueOfVersion } from '../catalogue/portal-catalogue.ts';
import { readAsKept } from '../catalogue/read-portal-playbook.ts';
import { readPlaybook } from '../playbook/read-playbook.ts';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';
import { counted } from '../text/counted.ts';
import { whyUnread } from '../text/why-unread.ts';

export class PlaybookFileError extends Error {
  constructor(file: string, problems: string[]) {
    super(`The playbook ${file} has ${counted(problems.length, 'problem')}:\n- ${problems.join('\n- ')}`);
    this.name = 'PlaybookFileError';
  }
}

type Store = Pick<PortalStore, 'playbook' | 'savePlaybook' | 'setting' | 'raiseAlarm' | 'clearAlarm'>;

/** A file that waits for HubSpot's list of properties before it can be in force. */
export type AwaitingPlaybook = { portalId: number; file: string; source: string };

/** Raised while the file is not in force. */
export const playbookFileAlarm = 'playbook-file';

/** Puts the file in force; answers it when it has to wait for HubSpot. Throws PlaybookFileError. */
export async function savePlaybookFile(
  store: Store,
  portalId: number,
  file: string,
  now: number,
): Promise<AwaitingPlaybook | null> {
  const source = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PlaybookFileError(file, [`the file ${whyUnread(error)}`]);
  });
  if (isInForce(await store.playbook(portalId), source)) {
    await store.clearAlarm(portalId, playbookFileAlarm);
    return null;
  }
  const awaiting = { portalId, file, source };
  const problems = await putInForce(store, awaiting, now);
  if (problems.length === 0) return null;
  if (problems.some((problem) => !problem.isUnknownProperty)) throw new PlaybookFileError(file, problems.map(inWords));
  const message =
    `The playbook ${file} waits for HubSpot's list of properties and is not in force yet: ${inWords(problems[0]!)}. ` +
    'It comes into force by itself once HubSpot has answered.';
  await store.raiseAlarm(portalId, playbookFileAlarm, message, now);
  return awaiting;
}

/** Once HubSpot has told its properties. Returns the problems that are left, which an alarm tells; none: it is in force. */
export async function settleAwaiting(store: Store, awaiting: AwaitingPlaybook, now: number): Promise<string[]> {
  const problems = (await putInForce(store, awaiting, now)).map(inWords);
  if (problems.length > 0) {
    const message =
      `The playbook ${awaiting.file} is not in force, now that HubSpot has told its properties: ${problems.join('; ')}. ` +
      'Correct the file, or make the property in HubSpot; HubSpot is asked again every hour and at every start.';
    await store.raiseAlarm(awaiting.portalId, playbookFileAlarm, message, now);
  }
  return problems;
}

/** What was saved from the same text stays as it was read then, whatever HubSpot has become since. */
function isInForce(newest: StoredPlaybook | null, source: string): boolean {
  if (newest?.source !== source) return false;
  return 'playbook' in readPlaybook(source, catalogueOfVersion(newest.properties));
}

async function putInForce(store: Store, { portalId, file, source }: AwaitingPlaybook, now: number): Promise<Problem[]> {
  const { read, properties } = await readAsKept(store, portalId, source);
  if ('errors' in read) return read.errors;
  const playbook = { source, properties, author: 'PLAYBOOK file', reason: `read from ${file}` };
  await store.savePlaybook(portalId, playbook, now);
  await store.clearAlarm(portalId, playbookFileAlarm);
  return [];
}

function inWords({ message, span, nearest, suggestion }: Problem): string {
  const advice = nearest !== undefined ? ` (did you mean ${nearest}?)` : suggestion ? ` (write ${suggestion})` : '';
  return `line ${span.line}, column ${span.column}: ${message}${advice}`;
}
