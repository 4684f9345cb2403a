/**
 * What a Slack client would make of a message's text: everything in angle brackets is live. A test that feeds hostile
 * names through the product asserts that nothing appears here but what the product meant.
 */

export type LiveMarkup = {
  kind: 'channel alert' | 'user mention' | 'group mention' | 'channel link' | 'date' | 'link' | 'unescaped';
  /** 'text' or a JSON pointer into the blocks. */
  where: string;
  token: string;
};

export function findLiveMarkup(text: string, blocks: unknown[], options: { linkNames: boolean }): LiveMarkup[] {
  const found = scanText(text, 'text', options.linkNames);
  collectMrkdwn(blocks, '/blocks', (value, where) => found.push(...scanText(value, where, false)));
  return found;
}

function scanText(text: string, where: string, linkNames: boolean): LiveMarkup[] {
  const found: LiveMarkup[] = [];
  const rest = text.replace(/<([^<>]*)>/g, (token, inside: string) => {
    found.push({ kind: kindOf(inside), where, token });
    return '';
  });
  for (const match of rest.matchAll(/[<>]|&(?!(?:amp|lt|gt);)/g)) {
    found.push({ kind: 'unescaped', where, token: match[0] });
  }
  if (linkNames) {
    for (const match of rest.matchAll(/@(?:here|channel|everyone)\b/g)) {
      found.push({ kind: 'channel alert', where, token: match[0] });
    }
  }
  return found;
}

function kindOf(inside: string): LiveMarkup['kind'] {
  if (/^!subteam\^/.test(inside)) return 'group mention';
  if (/^!date\^/.test(inside)) return 'date';
  if (inside.startsWith('!')) return 'channel alert';
  if (inside.startsWith('@')) return 'user mention';
  if (inside.startsWith('#')) return 'channel link';
  return 'link';
}

/** Every mrkdwn text object, wherever it stands. */
function collectMrkdwn(value: unknown, where: string, visit: (text: string, where: string) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      collectMrkdwn(item, `${where}/${index}`, visit);
    });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as Record<string, unknown>;
  if (object.type === 'mrkdwn' && typeof object.text === 'string') visit(object.text, `${where}/text`);
  for (const [key, item] of Object.entries(object)) {
    if (typeof item === 'object') collectMrkdwn(item, `${where}/${key}`, visit);
  }
}
