/**
 * Of statements about events that are kept, $1 being the portal. Those that retention has taken leave of may stand a while longer:
 * they go with their week (event-weeks.ts), and what they add up to is in usage_before already.
 */
export const isKept = `seq > coalesce((SELECT f.seq FROM forgotten f WHERE f.portal_id = $1 AND f.kind = 'events'), 0)`;
