/**
 * An error as it may be written down: what it is called, what it says and where it happened. What libraries hang on errors
 * (settings of the request with its token, headers, bodies, records) is left out, whatever it is called.
 */
export type DescribedFailure = {
  type: string;
  message: string;
  code?: string | number;
  status?: number;
  stack?: string;
  cause?: DescribedFailure;
};

const deepestCause = 3;
const longestText = 4_000;

export function describeFailure(error: unknown, depth = 0): DescribedFailure {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    // Anything may be thrown, and may hold anything.
    return { type: typeof error, message: typeof error === 'string' ? shorten(error) : 'something that is no error' };
  }
  const { code, status, statusCode, cause } = error as {
    code?: unknown;
    status?: unknown;
    statusCode?: unknown;
    cause?: unknown;
  };
  const answered = status ?? statusCode;
  return {
    type: shorten(String(error.name)),
    message: messageOf(error),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof answered === 'number' ? { status: answered } : {}),
    ...(typeof error.stack === 'string' ? { stack: framesOf(error.stack) } : {}),
    ...(cause !== undefined && cause !== null && depth < deepestCause
      ? { cause: describeFailure(cause, depth + 1) }
      : {}),
  };
}

/** As lines, for a terminal. */
export function failureText(error: unknown): string {
  const lines: string[] = [];
  for (let failure: DescribedFailure | undefined = describeFailure(error); failure; failure = failure.cause) {
    const { type, message, code, stack = '' } = failure;
    lines.push(
      `${lines.length === 0 ? '' : 'because of '}${type}: ${message}${code === undefined ? '' : ` (${code})`}`,
    );
    if (stack !== '') lines.push(stack);
  }
  return lines.join('\n');
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** JSON.parse shows what it could not read. */
function messageOf({ name, message }: Error): string {
  const text = String(message);
  return shorten(name === 'SyntaxError' ? (text.split(/,? *(?:\.\.\.)?"/)[0] ?? '') : text);
}

/** The message stands in front of the frames, once more. */
function framesOf(stack: string): string {
  return shorten(
    stack
      .split('\n')
      .filter((line) => /^\s+at\s/.test(line))
      .join('\n'),
  );
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
