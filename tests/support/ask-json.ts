/** Calls as a test makes them: of the product's routes, and of what the local platforms tell about themselves. */

/** The answer's JSON; of long work, which answers line by line, the result on its last line. */
export async function askJson<Answer>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  const result = text.trimEnd().split('\n').at(-1) ?? '';
  return result === '' ? (undefined as Answer) : (JSON.parse(result) as Answer);
}

export type ActionDefinition = { uid: string; definitionId: string; version: number };

/** As HUBSPOT_ACTION_IDS names it. */
export function wordOfAction({ uid, definitionId, version }: ActionDefinition): string {
  return `${uid.replace(/^zo_/, '').replaceAll('_', '-')}=${definitionId}:${version}`;
}

/** For HUBSPOT_ACTION_IDS: what the local HubSpot calls our workflow actions. */
export async function readActionIds(hubspotUrl: string): Promise<string> {
  type Settings = { actionDefinitions: ActionDefinition[] };
  const { actionDefinitions } = await askJson<Settings>('GET', `${hubspotUrl}/sandbox/settings`);
  return actionDefinitions.map(wordOfAction).join(',');
}
