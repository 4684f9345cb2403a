/** The workflow's history for the chosen contact: enrolled, then each action with its state, time and outputs. */
import type { ActionView, ContactView, EnrolmentView, PageState } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { showMoment, showSeconds } from './show-time.ts';

const stateWords: Record<ActionView['state'], string> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

export function drawWorkflow(state: PageState, contact: ContactView | undefined): void {
  const enrolments = contact?.enrolments ?? [];
  redraw(
    byId('workflow'),
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id: 'workflow-title' }, 'Workflow history'),
      el('span', { class: 'hint' }, contact ? contact.name : ''),
    ),
    el('div', { class: 'flows' }, ...drawFlows(state)),
    enrolments.length === 0
      ? el(
          'p',
          { class: 'empty' },
          contact ? `${contact.name} has not been enrolled in a workflow. ` : '',
          'HubSpot enrols a contact when its own filters hold and the gate opens.',
        )
      : el(
          'div',
          { class: 'scroll', 'data-scroll': 'workflow', tabindex: 0, role: 'region', 'aria-label': 'Enrolments' },
          ...enrolments.map((enrolment) => drawEnrolment(enrolment, state)),
        ),
  );
}

function drawFlows(state: PageState): HTMLElement[] {
  if (state.flows.length === 0) {
    return [el('p', { class: 'hint' }, 'No workflows in the local HubSpot yet: provisioning makes them.')];
  }
  return state.flows.map((flow) =>
    el(
      'span',
      { class: flow.enabled ? 'flow on' : 'flow' },
      el('span', { class: 'dot', 'aria-hidden': 'true' }),
      `${flow.name} `,
      el('strong', {}, flow.enabled ? 'on' : 'off'),
    ),
  );
}

function drawEnrolment(enrolment: EnrolmentView, state: PageState): HTMLElement {
  return el(
    'section',
    { class: 'section enrolment' },
    el('h3', {}, enrolment.flow, el('span', { class: 'hint' }, ` · ${enrolment.state}`)),
    el(
      'ol',
      { class: 'steps' },
      el(
        'li',
        { class: 'step done' },
        el(
          'p',
          { class: 'step-line' },
          el('span', { class: 'step-label' }, 'Enrolled'),
          el('time', {}, showMoment(enrolment.enrolledAt, state.timeZone)),
        ),
      ),
      ...enrolment.actions.map((action) => drawAction(action, state)),
    ),
  );
}

function drawAction(action: ActionView, state: PageState): HTMLElement {
  return el(
    'li',
    { class: `step ${action.state}` },
    el(
      'p',
      { class: 'step-line' },
      el('span', { class: 'step-label' }, action.label),
      el('span', { class: `pill ${action.state}` }, stateWords[action.state]),
      action.at !== null && el('time', {}, showSeconds(action.at, state.timeZone)),
    ),
    action.details.length > 0 &&
      el(
        'dl',
        { class: 'outputs' },
        ...action.details.flatMap((detail) => [el('dt', {}, detail.name), el('dd', {}, detail.value)]),
      ),
  );
}
