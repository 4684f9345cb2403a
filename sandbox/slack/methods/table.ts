/** The methods this Slack knows. Any other answers `unknown_method` and shows up in the request log. */
import { authRevoke, authTest } from './auth.ts';
import { deleteMessage, getPermalink, postMessage, updateMessage } from './chat.ts';
import {
  conversationInfo,
  conversationMembers,
  joinConversation,
  listConversations,
  openConversation,
} from './conversations.ts';
import type { Method } from './method.ts';
import { postEphemeral } from './post-ephemeral.ts';
import { listUsers, lookupByEmail, userInfo } from './users.ts';
import { openModal } from './views.ts';

export const methods: Record<string, Method> = {
  'auth.test': authTest,
  'auth.revoke': authRevoke,
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': deleteMessage,
  'chat.getPermalink': getPermalink,
  'conversations.open': openConversation,
  'conversations.list': listConversations,
  'conversations.info': conversationInfo,
  'conversations.members': conversationMembers,
  'conversations.join': joinConversation,
  'users.lookupByEmail': lookupByEmail,
  'users.info': userInfo,
  'users.list': listUsers,
  'views.open': openModal,
};
