/** `scheme://user:password@host`, also with slashes escaped as in PHP's JSON. A password ends at the last @ before the path. */
const userinfo = /(\b[a-z][a-z\d+.-]{1,20}:\\?\/\\?\/[^\s/:@"'<>\\]{0,200}:)([^\s/"'<>\\]{1,400})@/gi

export function hasUrlPassword(text: string): boolean {
  return text.includes('@') && text.search(userinfo) !== -1
}

/** Replaces the passwords of URLs and DSNs anywhere in a text. */
export function replaceUrlPasswords(text: string, replace: (password: string) => string): string {
  if (!text.includes('@')) return text
  return text.replace(userinfo, (_, before: string, password: string) => `${before}${replace(password)}@`)
}
