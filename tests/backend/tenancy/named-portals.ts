/** The two portals of the matrix by number, and the words that are of one of them only. */

/** In everything of the other portal that a caller cannot have named, and nowhere else. */
export const canary = 'quillfeather';
/** In what calls name of the other portal: addresses, user ids, requests. */
export const called = 'harbour';

/** The other portal comes first in every table: a statement that forgot its portal would meet it before our own. */
export const other = { portalId: 7001, email: `ops@${called}.test` };
export const own = { portalId: 7002, email: 'ops@acme.test' };
