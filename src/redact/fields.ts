import { isSecretField } from './secret-names.js'

/** How a field and its value are written: in a query or form, in JSON, in a multipart form (RFC 7578 §4). Values are bounded, so that hostile text costs no more than its length. */
const syntaxes: readonly { readonly fits: (text: string) => boolean; readonly pattern: RegExp }[] = [
  {
    fits: (text) => text.includes('='),
    pattern: /(?<before>(?:[?&]|^)(?<name>[^=&?#\s]{1,80})=)(?<value>[^&#\s]{1,8192})/g,
  },
  {
    fits: (text) => text.includes('":') || text.includes('" :'),
    pattern:
      /(?<before>"(?<name>[^"\\]{1,80})"\s{0,8}:\s{0,8}"?)(?<value>(?<=")(?:[^"\\]|\\.){1,8192}(?=")|-?\d[\d.]{0,40})/g,
  },
  {
    fits: (text) => text.includes('form-data'),
    pattern:
      /(?<before>; ?name="(?<name>[^"\r\n]{1,80})"[^\r\n]{0,200}(?:\r\n[^\r\n]{1,200}){0,4}\r\n\r\n)(?<value>[^]{1,4096}?)(?=\r\n--)/g,
  },
]

/** The values of secret fields, wherever they stand in a text, by what is put in their place. */
export function replaceSecretFields(text: string, replace: (value: string) => string): string {
  return syntaxes.reduce((clean, { fits, pattern }) => {
    if (!fits(clean)) return clean
    return clean.replace(pattern, (whole: string, ...rest: unknown[]) => {
      const { before, name, value } = rest.at(-1) as { before: string; name: string; value: string }
      if (!isSecretField(name) || value.startsWith('[hidden ')) return whole
      return before + (isNumberOfJson(before) ? `"${replace(value)}"` : replace(value))
    })
  }, text)
}

/** What takes a number's place is text, and JSON stays JSON. */
function isNumberOfJson(before: string): boolean {
  return /:\s*$/.test(before)
}

/** The same values as a list: so that they are found where they stand alone, in SQL or a log line. Both as written and decoded. */
export function secretFieldValues(text: string): string[] {
  const values: string[] = []
  replaceSecretFields(text, (value) => {
    values.push(value, decoded(value))
    return value
  })
  return values
}

/** A page shows a form's value decoded, a URL as it was sent. */
function decoded(value: string): string {
  return new URLSearchParams(`v=${value.replaceAll('&', '%26')}`).get('v') ?? ''
}
