/** Of one user's own; what HubSpot draws cards in need not have crypto. */
export function newKey(): string {
  const random = () => Math.random().toString(36).slice(2, 12);
  return `${Date.now().toString(36)}-${random()}-${random()}`;
}
