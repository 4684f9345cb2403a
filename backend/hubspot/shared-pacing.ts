/** The windows of a portal's calls, kept together with the other nodes on the database. */
import type { ChangeWindow } from '../store/nodes-store.ts';
import type { AskWindows } from './pacing.ts';
import { givePermits, type SharedWindow } from './shared-window.ts';

/** Null where there are no other nodes. */
export function sharedPacing(changeWindow: ChangeWindow | null, portalId: number): AskWindows | null {
  if (changeWindow === null) return null;
  return (kind, start) => (ask) =>
    changeWindow<SharedWindow, ReturnType<typeof givePermits>['permits']>(portalId, kind, (kept, now) => {
      const { window, permits } = givePermits(kept, start, ask, now);
      return { keep: window, answer: permits };
    });
}
