/** Where Slack, and whoever connects it, reaches us; below PUBLIC_URL. The app's manifest names them too. */
export const slackPaths = {
  install: '/slack/oauth/install',
  callback: '/slack/oauth/callback',
  confirm: '/slack/oauth/confirm',
  interactivity: '/slack/interactivity',
  events: '/slack/events',
} as const;
