import { slackOnceOnDisk } from '../outbox/once-on-disk.ts';
import { restoreValue } from '../outbox/post-drift-note.ts';
import { portalWords } from '../portals/name-portal.ts';
import { renderDriftNote } from '../slack/drift-note.ts';
import { type Differing, driftSettings, type PostedNote } from './drift.ts';
import type { DriftParts } from './drift-parts.ts';
import { headlineOf } from './note-differences.ts';

export type Revision = {
  past: Differing;
  /** mrkdwn, escaped. */
  footer: string;
  /** False: the difference is gone, and so is the button. */
  keepsButton: boolean;
};

/**
 * Says in the note about a difference what became of it. A note that cannot be changed is left as it is: its button finds
 * nothing to restore.
 */
export async function reviseNote(
  { store, slack, clock }: Pick<DriftParts, 'store' | 'slack' | 'clock'>,
  portalId: number,
  { past, footer, keepsButton }: Revision,
): Promise<void> {
  const name = driftSettings.note(past.kind);
  const note = (await store.setting(portalId, name)) as PostedNote | null;
  if (note === null || note.since !== past.since) return;
  const { text, blocks } = renderDriftNote({
    headline: headlineOf(past),
    lines: past.differences,
    button: keepsButton ? restoreValue(portalId, { workflow: past.kind, since: past.since }) : null,
    footer,
    words: await portalWords(store, portalId),
  });
  const gateway = slack.get(portalId);
  if (gateway !== undefined) {
    await slackOnceOnDisk(gateway, store).updateMessage({ channel: note.channel, ts: note.ts, text, blocks });
  }
  if (!keepsButton) await store.saveSetting(portalId, name, null, clock.now());
}
