/** What Slack tells of the app: signed on the raw body, answered once it is kept. Slack repeats what is not answered in 3 s. */
import { Router } from 'express';
import type { LoseWorkspace } from '../slack/connect/lose-workspace.ts';
import { slackPaths } from '../slack/connect/paths.ts';
import { readSlackEvent } from '../slack/read-event.ts';
import { HttpError } from './http-error.ts';
import { type SlackSignedParts, slackSigned } from './slack-signed.ts';

export type SlackEventsParts = SlackSignedParts & {
  /** Null: no portal connected Slack itself, so none can lose it this way. */
  onLoss: LoseWorkspace | null;
};

export function createSlackEventsRoutes({ onLoss, ...signed }: SlackEventsParts): Router {
  const router = Router();
  router.post(slackPaths.events, ...slackSigned(signed), async (request, response) => {
    const event = readSlackEvent(parseJson(request.body as Buffer));
    if (event?.kind === 'challenge') {
      response.status(200).type('text/plain').send(event.challenge);
      return;
    }
    if (event?.kind === 'loss') await onLoss?.(event);
    response.status(200).end();
  });
  return router;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpError(400, 'unreadable_request', 'the body is not JSON');
  }
}
