/** What people do with our messages in Slack. Signed on the raw body, each request once, answered once it is kept. */
import { Router } from 'express';
import { slackPaths } from '../slack/connect/paths.ts';
import { type Interaction, readInteraction } from '../slack/read-interaction.ts';
import { HttpError } from './http-error.ts';
import { readHeader } from './signatures/read-header.ts';
import { type SlackSignedParts, slackSigned } from './slack-signed.ts';

export type SlackRoutesParts = SlackSignedParts & {
  /** Resolves when it is on disk; a failure is told to whoever did it, by Slack. */
  onInteraction: (interaction: Interaction) => Promise<void>;
};

/** Longer than any signature is taken, in monotonic milliseconds. */
const rememberedMs = 15 * 60_000;

export function createSlackRoutes({ onInteraction, ...signed }: SlackRoutesParts): Router {
  const router = Router();
  const isNew = rememberSignatures();
  router.post(slackPaths.interactivity, ...slackSigned(signed), async (request, response) => {
    if (!isNew(readHeader(request.headers, 'x-slack-signature') ?? '')) {
      throw new HttpError(401, 'repeated_request', 'this very request has been taken before');
    }
    const interaction = readInteraction(request.body as Buffer);
    if (interaction !== null) await onInteraction(interaction);
    // Slack waits three seconds and wants an empty 200; links in messages are reported too and need nothing.
    response.status(200).end();
  });
  return router;
}

/** A signature covers the moment of sending, so a genuine request never has the one of another. */
function rememberSignatures(): (signature: string) => boolean {
  const seen = new Map<string, number>();
  return (signature) => {
    const now = performance.now();
    for (const [known, at] of seen) {
      if (now - at < rememberedMs) break;
      seen.delete(known);
    }
    if (seen.has(signature)) return false;
    seen.set(signature, now);
    return true;
  };
}
