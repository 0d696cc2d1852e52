/** `comment` includes `/*! … *\/` and optimiser hints; `other` is one character that fits nothing else. */
export type TokenKind =
  'space' | 'comment' | 'word' | 'quoted-name' | 'string' | 'number' | 'placeholder' | 'variable' | 'other'

export interface Token {
  readonly kind: TokenKind
  /** Text as written: all tokens joined give the statement again. */
  readonly text: string
}

/**
 * MySQL's lexical structure (Reference Manual, chapter "Language Structure") as sticky expressions, tried in this order. A string or comment
 * that never ends runs to the end of the text, so that nothing is rejected.
 */
const rules: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /(?:[xXbBnN](?='))?'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)\\?|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)\\?/y],
  ['quoted-name', /`(?:[^`]|``)*(?:`|$)/y],
  ['number', /0[xX][0-9a-fA-F]+\b|0b[01]+\b|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w$\u0080-\uffff])/y],
  ['placeholder', /\?/y],
  ['variable', /@@?(?:[\w.$]+|`[^`]*`|'[^']*')/y],
  ['word', /[\w$\u0080-\uffff]+/y],
]

export function* tokensOf(sql: string): Generator<Token> {
  let at = 0
  while (at < sql.length) {
    const token = tokenAt(sql, at)
    at += token.text.length
    yield token
  }
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, rule] of rules) {
    rule.lastIndex = at
    const text = rule.exec(sql)?.[0]
    if (text !== undefined && text !== '') return { kind, text }
  }
  return { kind: 'other', text: sql.charAt(at) }
}

/** Yields the tokens that carry meaning: no white space, no plain comments. `/*! … *\/` stays, because its content is executed. */
export function* meaningfulTokens(sql: string): Generator<Token> {
  for (const token of tokensOf(sql)) {
    if (token.kind === 'space') continue
    if (token.kind === 'comment' && !token.text.startsWith('/*!')) continue
    yield token
  }
}
