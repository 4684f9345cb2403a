import type { EventMatcher, Signal } from '@zo/shared';
import { isMap, isSeq, type Node } from 'yaml';
import { playbookKeys } from './playbook-keys.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

const maxSignals = 100;
const maxMatchers = 100;
const maxEventName = 200;
const nameShape = /^[\p{L}\p{N}][\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+)*$/u;
/** Names a score line could not say. */
const unsayable = /(^| )(in the last|up to)( |$)|^inactive for( |$)/i;

/** `signals:` — the name of a signal and the events that carry it. */
export function readSignals(source: YamlSource, node: Node | null): Signal[] {
  const signals: Signal[] = [];
  for (const entry of source.entries(node, 'signals', null).values()) {
    const known = signals.some((signal) => signal.name.toLowerCase() === entry.key.toLowerCase());
    if (!nameShape.test(entry.key) || entry.key.length > 60 || unsayable.test(entry.key)) {
      source.report(`"${entry.key.slice(0, 80)}" cannot be the name of a signal`, entry.keySpan, {
        suggestion: 'a few words such as "key action"',
      });
    } else if (known) source.report(`The signal "${entry.key}" stands here twice`, entry.keySpan);
    else if (signals.length === maxSignals) source.report(`There are at most ${maxSignals} signals`, entry.keySpan);
    else signals.push({ name: entry.key, matchers: readMatchers(source, entry) });
  }
  return signals;
}

function readMatchers(source: YamlSource, entry: Entry): EventMatcher[] {
  const nodes = isSeq(entry.value) ? (entry.value.items as Node[]) : [entry.value];
  if (nodes.length > maxMatchers) source.report(`A signal has at most ${maxMatchers} events`, entry.keySpan);
  if (nodes.length === 0) source.report(`The signal "${entry.key}" names no event`, entry.keySpan);
  return nodes.slice(0, maxMatchers).flatMap((node) => readMatcher(source, entry, node) ?? []);
}

function readMatcher(source: YamlSource, entry: Entry, node: Node | null): EventMatcher | null {
  if (!isMap(node)) {
    const text = node === entry.value ? source.textOf(entry) : source.text(node, `An event of "${entry.key}"`, true);
    return text === null ? null : readEventName(source, text);
  }
  const parts = source.entries(node, `The signal "${entry.key}"`, playbookKeys.matcher);
  const [part, another] = [...parts.values()];
  if (part === undefined) return null;
  if (another !== undefined) return source.report('One matcher is either an event or a page', another.keySpan);
  const text = source.textOf(part);
  if (text === null) return null;
  return part.key === 'event' ? readEventName(source, text) : readPage(source, text);
}

type Text = NonNullable<ReturnType<YamlSource['text']>>;

function readEventName(source: YamlSource, { text, span }: Text): EventMatcher | null {
  const event = text.trim();
  if (event.length <= maxEventName) return { event };
  return source.report(`The name of an event has at most ${maxEventName} characters`, span);
}

/** The path without query and trailing slash, as events are compared. */
function readPage(source: YamlSource, { text, span }: Text): EventMatcher | null {
  const path = text.trim().split(/[?#]/)[0]!;
  if (!path.startsWith('/') || path.length > maxEventName) {
    return source.report('A page is given by its path', span, { suggestion: '{ page: /pricing }' });
  }
  return { page: path.length > 1 ? path.replace(/\/+$/, '') || '/' : path };
}
