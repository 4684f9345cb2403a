/** The page HubSpot shows before an app is connected: the accounts to choose from, what is asked for, yes or no. */
import type { Portal } from '../portal/portal.ts';
import { someUserOf } from '../portal/users.ts';
import type { OauthApp } from './oauth-app.ts';

/** The form goes to the address of the page itself, with what the app asked for still in it. */
export function authorizePage(app: OauthApp, portals: Portal[]): string {
  return page(
    `Connect ${app.name}`,
    `<form method="post">
<p><label>Account <select name="account">${portals.map(accountChoices).join('')}</select></label></p>
<h2>${escaped(app.name)} asks for</h2>
<ul>${app.requiredScopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>
<h2>and where the account has it</h2>
<ul>${app.optionalScopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>
<p><button name="decision" value="connect">Connect app</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>`,
  );
}

export function blockedPage(message: string): string {
  return page('The app cannot be connected', `<p role="alert">${escaped(message)}</p>`);
}

function accountChoices(portal: Portal): string {
  const { portalId, uiDomain } = portal.settings;
  const users = portal.users.size > 0 ? [...portal.users.values()] : [someUserOf(portal)];
  const choices = users.map(
    ({ email }) => `<option value="${portalId} ${escaped(email)}">${portalId} as ${escaped(email)}</option>`,
  );
  return `<optgroup label="${portalId} (${escaped(uiDomain)})">${choices.join('')}</optgroup>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}
</main></body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
