/** Who sends, where no key tells it: the network of an address. Limits by sender count by it. */
import { isIPv6 } from 'node:net';

/** Whoever has one address of IPv6 has the 2^64 around it. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = '', after = ''] = address.split('::');
  const first = before === '' ? [] : before.split(':');
  const last = after === '' ? [] : after.split(':');
  const between = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...between, ...last].slice(0, 4).join(':');
}
