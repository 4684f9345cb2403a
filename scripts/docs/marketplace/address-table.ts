/** The addresses that the app and its listing name, from the project that is uploaded and the profile's variables. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { code, table } from '../markdown.ts';

/** Where installing begins; HubSpot comes back to the redirect. */
const installPath = '/hubspot/oauth/install';

type AppFile = {
  config: {
    auth: { redirectUrls: string[] };
    permittedUrls: { fetch: string[] };
    support: { supportEmail: string; documentationUrl: string; supportUrl: string };
  };
};

export async function addressTable(root: string): Promise<string> {
  const read = async (file: string) => JSON.parse(await readFile(path.join(root, 'hubspot-project', file), 'utf8'));
  const { config }: AppFile = await read('app/app-hsmeta.json');
  const webhooks: { config: { settings: { targetUrl: string } } } = await read('app/webhooks/zo-webhooks-hsmeta.json');
  const { auth, permittedUrls, support } = config;
  const rows: [string, string][] = [
    ['Redirect after installing', auth.redirectUrls.join(', ')],
    ['Install button of the listing', `${permittedUrls.fetch[0]}${installPath}`],
    ['Webhooks', webhooks.config.settings.targetUrl],
    ['What cards and pages may ask', permittedUrls.fetch.join(', ')],
    ['Documentation', support.documentationUrl],
    ['Support', support.supportUrl],
    ['Support by e-mail', support.supportEmail],
  ];
  return table(
    ['what', 'address'],
    rows.map(([what, address]) => [what, code(address)]),
  );
}
