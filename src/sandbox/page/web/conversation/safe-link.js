const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** The link if it may be opened, otherwise null: https to anywhere, http to this computer only. */
export function safeLink(href) {
  try {
    const url = new URL(href);
    if (url.protocol === 'https:') return url.href;
    return url.protocol === 'http:' && LOOPBACK.test(url.hostname) ? url.href : null;
  } catch {
    return null;
  }
}
