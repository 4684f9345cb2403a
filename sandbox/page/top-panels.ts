/** The upper part of the page: demo time, latencies, the story's progress, problems. */
import type { PageState, StoryStepView } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { showClock, showDay, showDuration } from './show-time.ts';

export type TimeChoices = { busy: boolean; move: (by: { hours: number } | { days: number }) => void };

export function drawTime(state: PageState, choices: TimeChoices): void {
  const button = (label: string, spoken: string, by: { hours: number } | { days: number }) =>
    el(
      'button',
      {
        type: 'button',
        'data-key': `time-${label}`,
        'aria-label': `Move time forward by ${spoken}`,
        'aria-disabled': choices.busy ? 'true' : null,
        onclick: () => !choices.busy && choices.move(by),
      },
      label,
    );
  redraw(
    byId('time'),
    el('span', { class: 'hint' }, 'Demo time'),
    el('strong', { id: 'demo-time', class: 'demo-time' }),
    el('span', { class: 'hint' }, state.timeZone),
    button('+1 h', 'one hour', { hours: 1 }),
    button('+1 day', 'one day', { days: 1 }),
    button('+14 days', '14 days', { days: 14 }),
  );
  tick(state);
}

/** Only the clock's text changes each second. */
export function tick(state: PageState): void {
  const clock = document.getElementById('demo-time');
  if (!clock) return;
  const now = Date.now() + state.offsetMs;
  const shown = `${showDay(now, state.timeZone)}, ${showClock(now, state.timeZone)}`;
  if (clock.textContent !== shown) clock.textContent = shown;
}

export function drawLatencies(state: PageState): void {
  const { of, eventToPropertyMs, propertyToActionMs, actionToSlackMs } = state.latencies;
  const wait = showDuration(state.enrolmentDelayMs);
  const tiles: [string, number | null, string][] = [
    ['Event → property', eventToPropertyMs, 'event sent to HubSpot property'],
    ['Property → action', propertyToActionMs, `of which HubSpot waits ${wait} (set)`],
    ['Action → Slack', actionToSlackMs, 'signed call to posted alert'],
  ];
  redraw(
    byId('latencies'),
    ...tiles.map(([title, ms, note]) =>
      el(
        'div',
        { class: 'tile' },
        el('p', { class: 'tile-title' }, title),
        el('p', { class: 'tile-value' }, showDuration(ms)),
        el('p', { class: 'hint' }, note),
      ),
    ),
    el('p', { class: 'hint tiles-of' }, of ? `Last handoff: ${of}` : 'Nobody has been handed off yet.'),
  );
}

const storyWords: Record<StoryStepView['state'], string> = {
  waiting: 'to come',
  playing: 'playing now',
  done: 'seen',
  failed: 'did not happen',
};

export function drawStory(state: PageState, opened: Set<string>): void {
  if (state.story.length === 0) {
    redraw(byId('story'));
    return;
  }
  const done = state.story.filter((step) => step.state === 'done').length;
  const current =
    state.story.find((step) => step.state === 'failed') ?? state.story.find((step) => step.state === 'playing');
  const headline =
    current?.state === 'failed' ? `Did not happen: ${current.title}` : (current?.title ?? 'The whole story was seen.');
  redraw(
    byId('story'),
    el(
      'details',
      {
        open: opened.has('story'),
        ontoggle: (event) => {
          if ((event.currentTarget as HTMLDetailsElement).open) opened.add('story');
          else opened.delete('story');
        },
      },
      el(
        'summary',
        { 'data-key': 'story' },
        el('span', { class: 'tile-title' }, `The story, ${done} of ${state.story.length}`),
        el('span', { class: 'story-now' }, headline),
      ),
      el(
        'ol',
        { class: 'story-steps' },
        ...state.story.map((step) =>
          el(
            'li',
            { class: step.state },
            el('span', {}, step.title),
            el('span', { class: 'hint' }, ` ${step.said ?? storyWords[step.state]}`),
          ),
        ),
      ),
    ),
  );
}

export function drawProblems(problems: string[]): void {
  const panel = byId('problems');
  panel.hidden = problems.length === 0;
  redraw(panel, ...problems.map((problem) => el('p', {}, problem)));
}
