/** Matches the names of variables and captures. */
export const placeholderName = /^[A-Za-z_]\w*$/

/** Matches `${name}`, and `${$}` for a dollar sign that would otherwise begin one. */
const placeholder = /\$\{(\$|[A-Za-z_]\w*)\}/g

/** Turns a plain text into a template that means just this text. */
export function literal(text: string): string {
  return text.replaceAll('${', '${$}{')
}

/** Returns the names that a template needs, each once. */
export function namesIn(template: string): string[] {
  const names = new Set<string>()
  for (const [, name = ''] of template.matchAll(placeholder)) if (name !== '$') names.add(name)
  return [...names]
}

/** Returns the first `${` that begins no placeholder, with some of what follows; undefined if the template is well formed. */
export function brokenPlaceholder(template: string): string | undefined {
  const at = template.replace(placeholder, (whole) => ' '.repeat(whole.length)).indexOf('${')
  return at === -1 ? undefined : template.slice(at, at + 20).split('\n', 1)[0]
}

/** Fills values in; `valueOf` is called once for each place. @param escape encodes a value for the template's place. */
export function filled(
  template: string,
  valueOf: (name: string) => string,
  escape: (value: string) => string = (value) => value,
): string {
  if (!template.includes('${')) return template
  return template.replace(placeholder, (_, name: string) => (name === '$' ? '$' : escape(valueOf(name))))
}
