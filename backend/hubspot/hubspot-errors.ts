/**
 * What went wrong with a call to HubSpot, named by what should happen next, so that nobody further up looks at a status.
 * Messages hold names of properties, ids and codes, never a value, an e-mail address or a token: they may be logged.
 */
import type { HubspotCall } from './scopes.ts';

export type HubspotErrorCode =
  | 'retry later'
  | 'rate limited'
  | 'reconnect'
  | 'not permitted'
  | 'fix the record'
  | 'already exists'
  | 'gone'
  | 'ambiguous';

/** Where it happened; `status` is null when no answer came. */
export type CallSite = { call: HubspotCall; status: number | null; correlationId?: string | null; cause?: unknown };

export abstract class HubspotError extends Error {
  abstract readonly code: HubspotErrorCode;
  readonly call: HubspotCall;
  readonly status: number | null;
  readonly correlationId: string | null;
  /** What happened, without the name of the call. */
  readonly reason: string;

  constructor(reason: string, site: CallSite) {
    super(`HubSpot, ${site.call}: ${reason}`, site.cause === undefined ? undefined : { cause: site.cause });
    this.name = new.target.name;
    this.reason = reason;
    this.call = site.call;
    this.status = site.status;
    this.correlationId = site.correlationId ?? null;
  }
}

/** HubSpot is busy or away, and trying again does no harm: nothing was done, or doing it twice is the same as once. */
export class RetryLater extends HubspotError {
  readonly code = 'retry later';
  readonly afterMs: number;
  constructor(reason: string, afterMs: number, site: CallSite) {
    super(reason, site);
    this.afterMs = afterMs;
  }
}

/** Nothing was done. The portal's pacing is already paused; an attempt before `afterMs` waits there. */
export class RateLimited extends HubspotError {
  readonly code = 'rate limited';
  readonly afterMs: number;
  constructor(reason: string, afterMs: number, site: CallSite) {
    super(reason, site);
    this.afterMs = afterMs;
  }
}

/** The token is not accepted: nothing works in this portal until somebody connects it again. */
export class Reconnect extends HubspotError {
  readonly code = 'reconnect';
}

/** The portal has taken the app away, or was disconnected: nothing is asked of it until it is installed again. */
export class Disconnected extends Reconnect {}

/** A scope or a product tier is missing: calls of this kind are not made again until the portal is authorised anew. */
export class NotPermitted extends HubspotError {
  readonly code = 'not permitted';
  /** As HubSpot names them; empty when it is the tier. */
  readonly missingScopes: string[];
  constructor(reason: string, missingScopes: string[], site: CallSite) {
    super(reason, site);
    this.missingScopes = missingScopes;
  }
}

/** HubSpot refuses what we sent; sending it again is refused again. */
export class FixTheRecord extends HubspotError {
  readonly code = 'fix the record';
  readonly properties: string[];
  /** HubSpot does not know these property names at all: they want provisioning, not another value. */
  readonly unknownProperties: string[];
  constructor(reason: string, properties: string[], unknownProperties: string[], site: CallSite) {
    super(reason, site);
    this.properties = properties;
    this.unknownProperties = unknownProperties;
  }
}

/** A record or a definition of that name exists. */
export class AlreadyExists extends HubspotError {
  readonly code = 'already exists';
  readonly existingId: string | null;
  constructor(reason: string, existingId: string | null, site: CallSite) {
    super(reason, site);
    this.existingId = existingId;
  }
}

/** HubSpot has no such record (any more): forget its id and look for the record again. */
export class Gone extends HubspotError {
  readonly code = 'gone';
}

/** No usable answer came to a call that must not be repeated blindly. It may have happened: look before trying again. */
export class Ambiguous extends HubspotError {
  readonly code = 'ambiguous';
}

/** How long to wait before trying again; null when waiting does not help by itself. */
export function waitOf(error: HubspotError): number | null {
  return error instanceof RetryLater || error instanceof RateLimited ? error.afterMs : null;
}
