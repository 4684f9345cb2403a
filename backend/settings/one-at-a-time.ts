/** One piece of work for each who asks: whoever asks for another meanwhile is told to come again. */
export type OneAtATime = <Answer>(who: string, work: () => Promise<Answer>) => Promise<Answer | 'busy'>;

export function createOneAtATime(): OneAtATime {
  const atWork = new Set<string>();
  return async (who, work) => {
    if (atWork.has(who)) return 'busy';
    atWork.add(who);
    try {
      return await work();
    } finally {
      atWork.delete(who);
    }
  };
}
