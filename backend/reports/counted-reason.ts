/** Reasons as they are counted: without the values of whoever they were about, and without what somebody wrote besides. */

const limit = '(exactly|not|at least|above|at most|below)';
const score = new RegExp(`\\bscore -?[\\d.]+, ${limit} `, 'g');
const counted = new RegExp(`(^| and )-?[\\d.]+ ([^,]+), ${limit} `, 'g');
const measured = / \(-?[\d.]+\)(?= and |$)/g;
const saidBy = / \([^()\s]+@[^()\s]+\)$/;

/**
 * Why it went back. Of a rule that was met, as shared/met-reasons.ts words it, "score 22, below 30" is "score below 30"; of an
 * AE's "No answer: rang three times (tom@acme.test)" it is "No answer".
 */
export function returnReason(words: string): string {
  if (saidBy.test(words)) return chosenReason(words.replace(saidBy, ''));
  return words.replace(score, 'score $1 ').replace(counted, '$1$2 $3 ').replace(measured, '');
}

/** Of the form that asks why, what was chosen from its list: "Too small" of "Too small: two people". */
export function chosenReason(words: string): string {
  return words.split(': ')[0]!;
}
