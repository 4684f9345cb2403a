import type { Portal } from '../portal/portal.ts';
import type { WriteSource } from '../portal/tables.ts';

/** The app itself, writing by its API token. */
export function appSource(portal: Portal): WriteSource {
  return { sourceType: 'INTEGRATION', sourceId: String(portal.settings.appId) };
}
