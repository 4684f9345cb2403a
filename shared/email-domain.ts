/**
 * What an e-mail address says about its owner. `personal` is a mailbox provider (gmail.com), `disposable` a throw-away
 * one; both read "on a personal email domain". No e-mail: null, which is "not known".
 */
export type EmailDomainType = 'business' | 'personal' | 'disposable';
