import { pause } from './product.ts';

/** Waits until the door holds no event that is not committed. */
export async function untilDrained(url: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const waiting = /^zo_waiting_events (\d+)/m.exec(text)?.[1];
    if (waiting === undefined) throw new Error('/metrics does not say how many events wait');
    if (waiting === '0') return;
    await pause(5);
  }
}
