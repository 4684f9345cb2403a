import { portalNumber } from '../../portals/portal-number.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';

/** Throws 404 when we know no such portal. */
export async function knownPortal(store: Pick<PortalStore, 'portal'>, text: unknown): Promise<number> {
  const portalId = portalNumber.parse(text);
  if ((await store.portal(portalId)) === null) throw new HttpError(404, 'not_found', `there is no portal ${portalId}`);
  return portalId;
}
