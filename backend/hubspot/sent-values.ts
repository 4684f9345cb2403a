/** HubSpot repeats in its refusals what was sent: values that are about somebody, and must not be logged. */

const shortestValue = 3;

/** Names of properties and the like stay: they say what is wrong. */
const isName = (text: string) => /^[a-z][a-z0-9_]*$/.test(text);

/** `sent`: the JSON of the request. */
export function withoutSentValues(message: string, sent: string | undefined): string {
  const values = [...textsIn(parse(sent ?? ''))].filter((text) => text.length >= shortestValue && !isName(text));
  // The longest first: a value may begin with another.
  values.sort((one, other) => other.length - one.length);
  return values.reduce((text, value) => text.replaceAll(value, '[value]'), message);
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* textsIn(member);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
