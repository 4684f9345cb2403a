/** Addresses of this machine. */
const hosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return hosts.has(hostname);
}
