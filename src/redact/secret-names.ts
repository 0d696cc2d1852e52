/** Headers whose whole value is a secret. */
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'x-auth-token'])

/** Headers that say who a visitor is: hidden, but not searched for elsewhere, since an address says little and stands everywhere. */
const personalHeaders = new Set(['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'])

/** Names of fields, in forms, queries and JSON, whose values are secrets: credentials, and what is printed on a payment card. */
const secretFieldName = new RegExp(
  [
    /pass(?:word|wd|phrase)?$|^pwd$|mot_?de_?passe|^mdp$|secret|api_?key|(?:access|refresh|id|auth|bearer)_?token/,
    /card_?(?:number|num|no|code|exp\w*)$|^pan$|^cc_?(?:number|num|no|exp\w*)?$|^cv[cv]2?$|^csc$|security_?code/,
    /(?:num(?:ero)?_?)?carte(?:_?bancaire)?$|crypto(?:gramme)?$|^iban$|exp(?:iry|iration)?_?(?:month|year|date)$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
)

export function isSecretHeader(name: string): boolean {
  return secretHeaders.has(name.toLowerCase())
}

export function isPersonalHeader(name: string): boolean {
  return personalHeaders.has(name.toLowerCase())
}

export function isSecretField(name: string): boolean {
  return secretFieldName.test(name)
}
