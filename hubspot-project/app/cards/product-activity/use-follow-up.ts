import { useCallback, useEffect, useRef } from 'react';

/** HubSpot and Slack have it by then. */
const soonMs = 3_000;

/** Calls `look` a moment after something was done, because what follows from it is written in the background. */
export function useFollowUp(look: () => void, isOn: boolean): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    clearTimeout(timer.current);
    if (isOn) timer.current = setTimeout(() => latest.current(), soonMs);
  }, [isOn]);
}
