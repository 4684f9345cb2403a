/**
 * Who else wrote a property of ours, read from its history. Pure. Whether a write is ours is told by the app's id, and by
 * the source of the value we know we wrote: an app that does not know its own id still knows its own hand.
 */
import { findProperty } from '@zo/shared';
import type { PropertyVersion } from '../hubspot/read-history.ts';

export type Ours = {
  appId: number | null;
  /** Our workflows in this portal: what they set, they set for us. */
  flowIds: readonly string[];
};

/** HubSpot's own doing: nobody to talk to. */
const nobodys = new Set(['CALCULATED', 'MERGE_OBJECTS', 'MERGE_CONTACTS', 'MERGE_COMPANIES', 'HUBSPOT', 'BACKFILL']);

const setByOurWorkflows: ReadonlySet<string> = new Set(['zo_handoff_at']);

/** The newest write, where it is somebody else's. `history` oldest first. */
export function foreignWrite(
  property: string,
  history: readonly PropertyVersion[],
  written: string,
  ours: Ours,
): PropertyVersion | null {
  const newest = history.at(-1);
  if (newest === undefined || nobodys.has(newest.sourceType) || isOurApp(newest, ours)) return null;
  if (isWorkflow(newest)) return isOurWorkflow(property, newest, ours) ? null : newest;
  if (!isApp(newest)) return newest;
  const ownHand = history.findLast(({ value }) => isSameValue(property, value, written));
  // An app that knows neither its id nor any write of its own cannot tell who it is.
  if (ownHand === undefined) return ours.appId === null ? null : newest;
  return ownHand.sourceType === newest.sourceType && ownHand.sourceId === newest.sourceId ? null : newest;
}

/** HubSpot writes numbers and moments in its own way, and ends lines and texts as it likes. */
export function isSameValue(property: string, live: string, written: string): boolean {
  if (live === written) return true;
  if (live === '' || written === '') return false;
  switch (findProperty(property)?.type) {
    case 'number':
      return Number(live) === Number(written);
    case 'datetime':
      return momentOf(live) === momentOf(written);
    default:
      return plainText(live) === plainText(written);
  }
}

/** Whether nobody but our app has any business writing it: the rest of our properties is set by our workflows. */
export function isOnlyOurs(property: string): boolean {
  return property.startsWith('zo_') && !setByOurWorkflows.has(property);
}

export function isWorkflow({ sourceType }: PropertyVersion): boolean {
  return sourceType === 'AUTOMATION_PLATFORM' || sourceType === 'WORKFLOWS';
}

/** The workflow that wrote, where HubSpot names it: "enrollmentId:1;flowId:2". */
export function flowIdOf(version: PropertyVersion): string | null {
  return isWorkflow(version) ? (/flowId:(\d+)/.exec(version.sourceId ?? '')?.[1] ?? null) : null;
}

/** "userId:7" names the person, where HubSpot does not say it otherwise. */
export function userIdOf({ sourceType, sourceId, userId }: PropertyVersion): string | null {
  if (!['CRM_UI', 'CRM_UI_BULK_ACTION', 'MOBILE_IOS', 'MOBILE_ANDROID'].includes(sourceType)) return null;
  return userId ?? /userId:(\d+)/.exec(sourceId ?? '')?.[1] ?? null;
}

/** Where HubSpot does not say which workflow it was, what ours sets is taken for ours. */
function isOurWorkflow(property: string, version: PropertyVersion, { flowIds }: Ours): boolean {
  const flowId = flowIdOf(version);
  return flowId === null ? setByOurWorkflows.has(property) : flowIds.includes(flowId);
}

function isOurApp(version: PropertyVersion, { appId }: Ours): boolean {
  return appId !== null && isApp(version) && version.sourceId === String(appId);
}

function isApp({ sourceType }: PropertyVersion): boolean {
  return sourceType === 'INTEGRATION' || sourceType === 'API';
}

function plainText(value: string): string {
  return value.replaceAll('\r\n', '\n').trim();
}

function momentOf(value: string): number {
  return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}
