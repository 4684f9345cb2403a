/** What `npm audit` says of the packages we hand on, as lines to read. It warns and never fails: advisories come overnight. */

type Advisory = { title?: string; url?: string };
type Vulnerability = { severity?: string; range?: string; fixAvailable?: unknown; via?: (string | Advisory)[] };

/** `output`: the JSON on standard output. Lines that begin with "warning" are for whoever reads the check. */
export function auditLines(output: string): string[] {
  const report = parse(output);
  const { vulnerabilities } = report as { vulnerabilities?: Record<string, Vulnerability> };
  if (vulnerabilities === undefined)
    return [`npm audit could not be asked (${whyNot(report)}): nothing is known of advisories`];
  const found = Object.entries(vulnerabilities);
  if (found.length === 0) return ['npm audit: no advisory concerns what we hand on'];
  return found.map(([name, { severity = 'unknown', range = '', fixAvailable, via = [] }]) => {
    const advisories = via.filter((one): one is Advisory => typeof one === 'object');
    const what = advisories.map(({ title, url }) => `${title ?? 'advisory'} ${url ?? ''}`.trim()).join('; ');
    const through = what === '' ? `through ${via.join(', ')}` : what;
    return `warning: ${name} ${range} (${severity}): ${through}${fixAvailable ? '; a fixed version exists' : ''}`;
  });
}

function whyNot(report: object): string {
  const { message, error } = report as { message?: unknown; error?: { summary?: unknown; code?: unknown } };
  const said = [message, error?.summary, error?.code].find((text) => typeof text === 'string' && text !== '');
  // Without the address: it is whatever registry somebody has set.
  return typeof said === 'string' ? said.replaceAll(/\s*-?\s*\w*\s*https?:\/\/\S+/g, '').split('\n')[0]! : 'no answer';
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
