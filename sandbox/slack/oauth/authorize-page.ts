import type { Workspace } from '../workspace.ts';

export function authorizePage(scopes: readonly string[], workspaces: readonly Workspace[]): string {
  const teams = workspaces.map(({ team }) => `<option value="${asText(team.id)}">${asText(team.name)}</option>`);
  return page(
    'Zo Handoff asks for permission',
    `<form method="post">
<p><label>Workspace <select name="team">${teams.join('')}</select></label></p>
<p>It wants to:</p>
<ul>${scopes.map((scope) => `<li><code>${asText(scope)}</code></li>`).join('')}</ul>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="cancel">Cancel</button>
</form>`,
  );
}

export function refusalPage(error: string): string {
  return page('Something is not right', `<p>Slack says <code>${asText(error)}</code>.</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · Local Slack</title>
<main><h1>${title}</h1>${body}</main></html>`;
}

function asText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
