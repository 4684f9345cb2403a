/**
 * The error answers of HubSpot's API, as `facts/hubspot-api.md` §1.2 describes them. A handler throws a `Refusal`; the
 * server turns it into an answer in one place and adds the correlation id.
 */
export type ErrorDetail = {
  message: string;
  code?: string;
  in?: string;
  subCategory?: string;
  context?: Record<string, string[]>;
};

export type ErrorBody = {
  message: string;
  category?: string;
  subCategory?: string;
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  errors?: ErrorDetail[];
};

export class Refusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
  }
}

export function invalid(message: string, extra: Partial<ErrorBody> = {}): Refusal {
  return new Refusal(400, { message, category: 'VALIDATION_ERROR', ...extra });
}

export function notFound(message = 'resource not found'): Refusal {
  return new Refusal(404, { message, category: 'OBJECT_NOT_FOUND' });
}

export function conflict(message: string, extra: Partial<ErrorBody> = {}): Refusal {
  return new Refusal(409, { message, category: 'CONFLICT', ...extra });
}

/** The sandbox does not imitate this part of HubSpot. Better a loud answer than a plausible wrong one. */
export function notImitated(what: string): Refusal {
  return new Refusal(501, { message: `The sandbox does not imitate ${what}`, category: 'SANDBOX_NOT_IMPLEMENTED' });
}
