/** Slack's mrkdwn drawn as elements: bold, italics, strike, code, mentions, channels, links, dates. Never as markup. */
import { type Child, el } from '../dom.ts';
import { isPlain } from './plain.ts';

export type MrkdwnContext = {
  /** User and channel ids to names. */
  names: Record<string, string>;
  /** Draws a link; the demo opens HubSpot links inside the page. */
  link: (url: string, label: string) => HTMLElement;
};

const token =
  /<([^<>]+)>|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])|\n/g;

export function drawMrkdwn(text: string, context: MrkdwnContext): Child[] {
  const children: Child[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > from) children.push(unescapeText(text.slice(from, match.index)));
    children.push(drawToken(match, context));
    from = match.index + match[0].length;
  }
  if (from < text.length) children.push(unescapeText(text.slice(from)));
  return children;
}

function drawToken(match: RegExpMatchArray, context: MrkdwnContext): Child {
  const [whole, angle, code, bold, italic, strike] = match;
  if (whole === '\n') return el('br');
  if (angle !== undefined) return drawAngle(angle, context);
  if (code !== undefined) return el('code', {}, unescapeText(code));
  if (bold !== undefined) return el('strong', {}, ...drawMrkdwn(bold, context));
  if (italic !== undefined) return el('em', {}, ...drawMrkdwn(italic, context));
  return el('s', {}, ...drawMrkdwn(strike ?? '', context));
}

function drawAngle(inside: string, context: MrkdwnContext): Child {
  const [target = '', label] = inside.split('|', 2);
  if (target.startsWith('@')) return mention(`@${context.names[target.slice(1)] ?? label ?? target.slice(1)}`);
  if (target.startsWith('#')) return mention(`#${context.names[target.slice(1)] ?? label ?? target.slice(1)}`);
  if (target.startsWith('!date^')) return unescapeText(label ?? target);
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1)}`);
  return context.link(unescapeText(target), unescapeText(label ?? target));
}

function mention(text: string): HTMLElement {
  return el('span', { class: 'mention' }, text);
}

export function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** A text object: mrkdwn, or plain text as it is. */
export function drawText(text: unknown, context: MrkdwnContext): Child[] {
  if (!isPlain(text) || typeof text.text !== 'string') return [];
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, context) : [text.text];
}
