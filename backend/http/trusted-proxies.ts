/** The setting TRUST_PROXY: whose word is taken for who sends. Names as Express has them. Pure. */
import { isIP } from 'node:net';

/** This machine, and the networks that are nobody's on the internet. */
const names = new Set(['loopback', 'linklocal', 'uniquelocal']);

export const defaultProxies: readonly string[] = ['loopback'];

export function parseProxies(text: string): { proxies: string[]; problems: string[] } {
  const proxies = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const problems = proxies.flatMap((one) => problemOf(one) ?? []);
  if (proxies.length === 0) problems.push(`names no proxy; ${examples}`);
  return { proxies: proxies.map(inShort), problems };
}

/** Express does not know every spelling of IPv6, such as ::10.0.0.5. */
function inShort(one: string): string {
  const [address = '', ...bits] = one.split('/');
  const short = isIP(address) === 6 ? URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) : undefined;
  return [short ?? address, ...bits].join('/');
}

const examples = 'say where proxies stand, such as loopback, 10.0.0.5 or 172.16.0.0/12';

function problemOf(one: string): string | null {
  if (names.has(one)) return null;
  const [address = '', bits, ...more] = one.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || address.includes('%') || more.length > 0)
    return `"${one}" is no address and no network; ${examples}`;
  if (bits === undefined) return null;
  if (bits === '0') return `"${one}" is every address: anybody could name any sender; ${examples}`;
  const isLength = /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most;
  return isLength ? null : `"${one}": a network of ${address} ends with /1 to /${most}`;
}
