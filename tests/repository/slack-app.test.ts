/** The Slack app's manifest, the scopes the code asks for, and the calls it makes say the same. */
import { parse } from 'yaml';
import { authorizeUrl } from '../../backend/slack/connect/authorize-url.ts';
import { slackPaths } from '../../backend/slack/connect/paths.ts';
import { slackCalls, slackScopes } from '../../backend/slack/scopes.ts';
import { methods } from '../../sandbox/slack/methods/table.ts';
import { filesUnder, read } from './source-files.ts';

type Manifest = {
  features: { app_home: Record<string, boolean>; bot_user: { display_name: string } };
  oauth_config: { redirect_urls: string[]; scopes: Record<string, string[]> };
  settings: {
    interactivity: { is_enabled: boolean; request_url: string };
    event_subscriptions: { request_url: string; bot_events: string[] };
    token_rotation_enabled: boolean;
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
  };
};

const place = 'https://zo.acme.test';
const manifest = parse(read('docs/slack-app-manifest.yaml').replaceAll(/\$\{PUBLIC_URL\}/g, place)) as Manifest;
const declared = slackScopes.map(({ scope }) => scope as string);

it('the manifest asks for exactly the declared scopes, as does the link to Slack', () => {
  expect(manifest.oauth_config.scopes).toEqual({ bot: declared });
  const url = new URL(
    authorizeUrl('https://slack.com', { clientId: '1.2', redirectUrl: 'https://zo.test', state: 's' }),
  );
  expect(url.searchParams.get('scope')?.split(',')).toEqual(declared);
  expect(url.searchParams.get('user_scope')).toBeNull();
});

it('no scope reads what people write, and none is declared that no call needs', () => {
  expect(declared.filter((scope) => /history|:join|public|admin|files|search/.test(scope))).toEqual([]);
  expect(new Set(Object.values(slackCalls).flat())).toEqual(new Set(declared));
});

it('every call the code makes is declared, and no other', () => {
  const called = filesUnder('backend', '.ts')
    .flatMap((file) => [...read(file).matchAll(/\bclient\s*\.((?:[a-z][A-Za-z0-9]*\.)+[a-z][A-Za-z0-9]*)\(/g)])
    .map(([, method]) => method!)
    .filter((method) => /^(auth|chat|conversations|oauth|users|views|team|apps|files|reactions)\./.test(method));
  expect([...new Set(called)].toSorted()).toEqual(Object.keys(slackCalls).toSorted());
});

it('the local Slack wants one of the declared scopes of each call', () => {
  for (const [call, scopes] of Object.entries(slackCalls)) {
    const wanted = methods[call]?.scopes ?? [];
    expect([call, wanted.length === 0 || wanted.some((scope) => (scopes as string[]).includes(scope))]).toEqual([
      call,
      true,
    ]);
  }
});

it('the manifest leads to the routes there are', () => {
  const { redirect_urls: redirects } = manifest.oauth_config;
  const { interactivity, event_subscriptions: events } = manifest.settings;
  expect(redirects).toEqual([`${place}${slackPaths.callback}`]);
  expect(interactivity).toEqual({ is_enabled: true, request_url: `${place}${slackPaths.interactivity}` });
  expect(events).toEqual({
    request_url: `${place}${slackPaths.events}`,
    bot_events: ['app_uninstalled', 'tokens_revoked'],
  });
});

it('people can be written to, are invited by the name the words use, and tokens do not expire', () => {
  expect(manifest.features.app_home).toMatchObject({ messages_tab_enabled: true });
  expect(manifest.features.bot_user.display_name).toBe('Zo');
  const { token_rotation_enabled: rotates, org_deploy_enabled: wide, socket_mode_enabled: socket } = manifest.settings;
  expect([rotates, wide, socket]).toEqual([false, false, false]);
});
