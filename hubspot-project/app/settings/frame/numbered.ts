/** Items that may be equal, each with a key by its place. */
export function numbered<Item>(items: readonly Item[]): { id: string; item: Item; index: number }[] {
  return items.map((item, index) => ({ id: `item ${index}`, item, index }));
}
