/**
 * Messages name the tool `zo`, wherever they are made. From a checkout it is called through npm: whatever is printed to whoever
 * runs it is brought to what they can run, here and nowhere else.
 */

/** A message with its commands as they are run. What is JSON is for programs and stays. Pure. */
export function printAsRun(text: string, zo: string): string {
  return /^\s*[[{]/.test(text) ? text : text.replaceAll(/`zo (?=[^`]+`)/g, `\`${zo} `);
}

/** The same of a help, whose examples stand in lines of their own. Pure. */
export function writeAsRun(text: string, zo: string): string {
  return printAsRun(text, zo).replaceAll(/^( {2,}(?:.*\| )?)zo (?=[a-z])/gm, `$1${zo} `);
}

/** From here on this process prints so. */
export function printCommandsAsRun(zo: string): void {
  if (zo === 'zo') return;
  for (const kind of ['log', 'error'] as const) {
    const print = console[kind];
    console[kind] = (...said: unknown[]) =>
      print(...said.map((one) => (typeof one === 'string' ? printAsRun(one, zo) : one)));
  }
}
