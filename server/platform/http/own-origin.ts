/** Whether a page may use the session cookie: one of ours may, by the public address or by the host that it asked. */
export const isOwnOrigin =
  (publicUrl: string | undefined) =>
  (origin: string, host: string | undefined): boolean => {
    if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
  };
