/** Who may change a portal's settings: those of ADMIN_EMAILS. */
export function mayChangeSettings({ adminEmails }: { adminEmails: readonly string[] }, email: string | null): boolean {
  return email !== null && adminEmails.includes(email.trim().toLowerCase());
}
