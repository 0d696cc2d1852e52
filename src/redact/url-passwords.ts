/** `scheme://user:password@host`, also where the slashes are escaped as PHP's JSON does. A password ends at the last @ before the path. */
const userinfo = /(\b[a-z][a-z\d+.-]{1,20}:\\?\/\\?\/[^\s/:@"'<>\\]{0,200}:)([^\s/"'<>\\]{1,400})@/gi

export function hasUrlPassword(text: string): boolean {
  return text.includes('@') && text.search(userinfo) !== -1
}

/** Passwords of URLs and DSNs, wherever they stand in a text, by what is put in their place. */
export function replaceUrlPasswords(text: string, replace: (password: string) => string): string {
  if (!text.includes('@')) return text
  return text.replace(userinfo, (_, before: string, password: string) => `${before}${replace(password)}@`)
}
