import { fieldsBehind, spanUntil, type Span, type Syntax } from './syntax.js'

/** End of a value in running text; a quote belongs to the value if letters follow. */
const endInText = /[&#\s"<>\\]|'(?=[\s,;)>+\]}'"]|$)/g
/** End of a path parameter (`;jsessionid=…`) or of an entry of a DSN. */
const endOfParameter = /[&#\s"<>\\;?/)]|'(?=[\s,;)>+\]}'"]|$)/g
const endInForm = /&/g

/** A query or a form; also a fragment, where OAuth puts its tokens. */
export const form: Syntax = {
  fits: (text) => text.includes('='),
  fields: (text) => {
    const stop = isWholeForm(text) ? endInForm : endInText
    return fieldsBehind(
      text,
      /([?&#;]|^)([^=&?#;\s"'<>]{1,80})=/g,
      ([, , name = '']) => name,
      (at, head): Span[] => [spanUntil(isParameter(text, head) ? endOfParameter : stop, text, at)],
    )
  },
  read: decodedForm,
}

/** True for the body of a form as a browser or a script sends it: anything up to the next `&` belongs to the value. */
function isWholeForm(text: string): boolean {
  return /^[\w.%[\]+\-\u0080-\uffff]{1,80}=/.test(text) && !/[\n<>]/.test(text)
}

/** True after a `;` that does not end `&amp;`. */
function isParameter(text: string, { 1: separator, index }: RegExpExecArray): boolean {
  return separator === ';' && text.slice(Math.max(0, index - 4), index) !== '&amp'
}

function decodedForm(value: string): string {
  if (!/[%+]/.test(value)) return value
  return new URLSearchParams(`v=${value}`).get('v') ?? value
}
