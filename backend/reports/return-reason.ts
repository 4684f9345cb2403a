/** Why handoffs went back, without the values of whoever went back: "score 22, below 30" is "score below 30". */

const limit = '(exactly|not|at least|above|at most|below)';
const score = new RegExp(`\\bscore -?[\\d.]+, ${limit} `, 'g');
const counted = new RegExp(`(^| and )-?[\\d.]+ ([^,]+), ${limit} `, 'g');
const measured = / \(-?[\d.]+\)(?= and |$)/g;

/** As shared/met-reasons.ts words a met rule; what a person wrote stays as it is. */
export function returnReason(words: string): string {
  return words.replace(score, 'score $1 ').replace(counted, '$1$2 $3 ').replace(measured, '');
}
