const IN_FLIGHT = 8;

/** The answers for all items, in their order, with at most eight asked for at the same time. Rejects as soon as one does. */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [index, item] of waiting) results[index] = await ask(item, index);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return results;
}
