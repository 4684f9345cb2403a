/** The few pages of our own that a browser is shown, outside HubSpot: one message and what to do next. */
import { createHash } from 'node:crypto';
import type { Response } from 'express';

export type Page = {
  status: number;
  tone: 'good' | 'bad';
  title: string;
  paragraphs: string[];
  /** The next step. */
  action: { label: string; href: string } | null;
  /** Something to decide, which is sent to a path of ours. */
  question?: Question;
};

export type Question = {
  path: string;
  /** Sent along unseen. */
  hidden: Record<string, string>;
  /** One of these is pressed; the first is what most people want. */
  answers: { name: string; value: string; label: string }[];
};

const style = `
:root { color-scheme: light dark; --ink: #1f2d3d; --quiet: #52637a; --page: #f3f6fa; --card: #fff; --line: #dbe3ec; --act: #0b5fd0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef6; --quiet: #a9b8ca; --page: #10161e; --card: #19222d; --line: #2c3947; --act: #7db4ff; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 34rem; padding: 32px; background: var(--card); border: 1px solid var(--line); border-top: 4px solid #1d8a5f; border-radius: 10px; }
main.bad { border-top-color: #c2410c; }
.name { margin: 0 0 20px; color: var(--quiet); font-size: 14px; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
form { margin: 0; }
a, button { display: inline-block; margin-top: 12px; padding: 10px 18px; border: 1px solid var(--act); border-radius: 6px; color: var(--act); font: inherit; font-weight: 600; text-decoration: none; }
button { margin-right: 12px; background: none; cursor: pointer; }
a:hover, a:focus-visible, button:hover, button:focus-visible { text-decoration: underline; outline: 2px solid var(--act); outline-offset: 2px; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

export function sendPage(response: Response, page: Page): void {
  response
    .status(page.status)
    .set({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${page.question === undefined ? "'none'" : "'self'"}; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .send(renderPage(page));
}

export function renderPage({ tone, title, paragraphs, action, question }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} - Zo Handoff</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<main class="${tone}">`,
    '<p class="name">Zo Handoff</p>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(question === undefined ? [] : renderQuestion(question)),
    ...(action === null ? [] : [`<a href="${escapeHtml(action.href)}">${escapeHtml(action.label)}</a>`]),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function renderQuestion({ path, hidden, answers }: Question): string[] {
  return [
    `<form method="post" action="${escapeHtml(path)}">`,
    ...Object.entries(hidden).map(
      ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    ),
    ...answers.map(
      ({ name, value, label }) =>
        `<button name="${escapeHtml(name)}" value="${escapeHtml(value)}">${escapeHtml(label)}</button>`,
    ),
    '</form>',
  ];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
