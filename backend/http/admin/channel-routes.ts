/** Channels of the portal's Slack that people of another company read. Mounted behind the admin token. */
import { Router } from 'express';
import type { SharedChannel } from '../../slack/shared-channel.ts';
import type { PortalStore } from '../../store/store.ts';
import { knownPortal } from './known-portal.ts';

export type ChannelRoutesParts = {
  store: PortalStore;
  /** Null: Slack is not connected, or could not be asked. */
  sharedChannels: (portalId: number) => Promise<SharedChannel[] | null>;
};

export function createChannelRoutes({ store, sharedChannels }: ChannelRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/shared-channels', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({ channels: await sharedChannels(portalId) });
  });
  return router;
}
