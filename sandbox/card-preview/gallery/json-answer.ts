/** What a backend in a state of a gallery does when asked. */
export type Behaviour = object | 'silence' | 'refusal' | 'failure';

export function behave(behaviour: Behaviour): Promise<Response> {
  if (behaviour === 'silence') return new Promise<Response>(() => {});
  if (behaviour === 'refusal') return json({}, 401);
  if (behaviour === 'failure') return json({}, 503);
  return json(behaviour as object);
}

function json(body: object, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status }));
}
