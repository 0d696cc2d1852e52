import { fieldsBehind, spanUntil, type Span, type Syntax } from './syntax.js'

/** Of a query in running text; a quote belongs to the value where letters follow. */
const endInText = /[&#\s"<>\\]|'(?=[\s,;)>+\]}'"]|$)/g
/** Of a path's parameter (`;jsessionid=…`), or of an entry of a DSN. */
const endOfParameter = /[&#\s"<>\\;?/)]|'(?=[\s,;)>+\]}'"]|$)/g
const endInForm = /&/g

/** A query or a form; a fragment too, where OAuth puts its tokens. */
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

/** The body of a form as a browser or a script sends it: whatever stands between two `&` is a value. */
function isWholeForm(text: string): boolean {
  return /^[\w.%[\]+\-\u0080-\uffff]{1,80}=/.test(text) && !/[\n<>]/.test(text)
}

/** Behind a `;` that is not the end of `&amp;`. */
function isParameter(text: string, { 1: separator, index }: RegExpExecArray): boolean {
  return separator === ';' && text.slice(Math.max(0, index - 4), index) !== '&amp'
}

function decodedForm(value: string): string {
  if (!/[%+]/.test(value)) return value
  return new URLSearchParams(`v=${value}`).get('v') ?? value
}
