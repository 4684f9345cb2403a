/** What lines of the log say about a request, kept on its response. */
import type { Response } from 'express';

type About = { requestId?: string; portalId?: number };

export function aboutRequest(response: Response): About {
  const { requestId, portalId } = response.locals as About;
  return { requestId, portalId };
}

export function noteRequestId(response: Response, requestId: string): void {
  response.locals.requestId = requestId;
  response.setHeader('x-request-id', requestId);
}

/** Only a portal that was proven: by a signature, or by the operator's token. */
export function notePortal(response: Response, portalId: number | null): void {
  if (portalId !== null) response.locals.portalId = portalId;
}
