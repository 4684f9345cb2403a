/** How a portal is named by people: the digits of its HubSpot account's number, and nothing that is a number otherwise. */
import { z } from 'zod';

export const portalNumber = z
  .string()
  .regex(/^\d+$/, 'must be the number of a HubSpot account, in digits')
  .transform(Number)
  .pipe(z.number().int().positive());
